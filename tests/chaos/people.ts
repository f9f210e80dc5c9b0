import type Stripe from 'stripe';
import { INTERVALS, lookupKey } from '@/lib/billing/catalogue';
import { linkCustomer } from '../../scripts/seed/rows';
import type { Stage } from '../rig/app-stage';
import type { PlainBrowser } from '../rig/plain-browser';
import type { Random } from './random';

const DAY = 86_400;
/** One in ten has never been at Stripe, one in twenty is there without a plan. */
const NEWCOMERS = 0.1;
const WITHOUT_PLAN = 0.05;
const BAD_CARDS = 0.1;

export type Someone = Readonly<{ email: string; customerId: string | null; browser: PlainBrowser }>;

/** Makes somebody of ours; most have a plan that renews within the month. */
export async function makeSomeone(
  stage: Stage,
  random: Random,
  now: number,
  index: number,
): Promise<Someone> {
  const email = `person-${index}@example.com`;
  if (random.chance(NEWCOMERS)) {
    const user = await stage.aUser(email);
    return { email, customerId: null, browser: await stage.browserOf(user) };
  }
  const { stripe } = stage;
  const { id: customer } = await stripe.customers.create({ email });
  await payWith(stripe, customer, 'pm_card_visa');
  if (!random.chance(WITHOUT_PLAN)) await subscribe(stripe, customer, random, now);
  if (random.chance(BAD_CARDS)) await payWith(stripe, customer, 'pm_card_chargeCustomerFail');
  await linkCustomer(stage.database, email, customer);
  return { email, customerId: customer, browser: await stage.browserOf(await stage.userOf(email)) };
}

async function payWith(stripe: Stripe, customer: string, card: string): Promise<void> {
  const { id } = await stripe.paymentMethods.attach(card, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
}

const prices = new Map<string, Promise<string>>();

function priceOf(stripe: Stripe, key: string): Promise<string> {
  const known =
    prices.get(key) ?? stripe.prices.list({ lookup_keys: [key] }).then(({ data }) => data[0]?.id ?? '');
  prices.set(key, known);
  return known;
}

async function subscribe(stripe: Stripe, customer: string, random: Random, now: number): Promise<void> {
  const interval = random.chance(0.15) ? INTERVALS[1] : INTERVALS[0];
  const plan = random.weighted({ free: 1, starter: 5, pro: 3, scale: 1 });
  const price = await priceOf(stripe, lookupKey(plan, interval));
  const started = now - (1 + random.below(27)) * DAY;
  await stripe.subscriptions.create({
    customer,
    items: [{ price }],
    backdate_start_date: started,
    billing_cycle_anchor: started + (interval === 'year' ? 365 : 28) * DAY,
  });
}
