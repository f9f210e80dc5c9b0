import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import type { Currency, Interval, PlanKey } from '@/lib/billing/catalogue';
import { lookupKey } from '@/lib/billing/catalogue';
import { linkCustomer, type openDatabase } from '../../scripts/seed/rows';

/** 1 November 2026, 1 December 2026 and 1 November 2027, 00:00 UTC, in Unix seconds. */
const PERIOD_START = 1_793_491_200;
const PERIOD_END = { month: 1_796_083_200, year: 1_825_027_200 } as const;

type Database = ReturnType<typeof openDatabase>['db'];

export type Person = Readonly<{ email: string; customerId: string }>;
export type Subscriber = Person & Readonly<{ subscriptionId: string; itemId: string }>;

export type SubscriberOptions = Readonly<{
  /** Somebody's whom nobody else in the same app is; made up unless given. */
  email?: string;
  plan?: PlanKey;
  interval?: Interval;
  currency?: Currency;
  /** How many of a plan that is sold by number. */
  quantity?: number;
  /** The card on file when the test begins, one of Stripe's test payment methods. The first month was paid with a good one. */
  card?: string;
  /** Further terms of the subscription. */
  terms?: Partial<Stripe.SubscriptionCreateParams>;
}>;

/** Attaches a test card and makes it the customer's default. */
async function attachCard(stripe: Stripe, customer: string, card: string): Promise<void> {
  const { id } = await stripe.paymentMethods.attach(card, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
}

async function makePerson(
  stripe: Stripe,
  card: string,
  email = `person-${randomUUID()}@example.com`,
): Promise<Person> {
  const { id } = await stripe.customers.create({ email, name: 'Grace Hopper' });
  await attachCard(stripe, id, card);
  return { email, customerId: id };
}

/** A fresh person whom the app knows as a Stripe customer with a card and without a subscription. */
export async function makeCustomer(
  stripe: Stripe,
  db: Database,
  { card = 'pm_card_visa' }: { card?: string } = {},
): Promise<Person> {
  const person = await makePerson(stripe, card);
  await linkCustomer(db, person.email, person.customerId);
  return person;
}

/**
 * A fresh person with one subscription, paid since 1 November 2026, so that half of November is left to them. The app
 * knows them once all is made, so that it never shows half of it.
 */
export async function makeSubscriber(
  stripe: Stripe,
  db: Database,
  {
    email,
    plan = 'starter',
    interval = 'month',
    currency = 'usd',
    quantity = 1,
    card = 'pm_card_visa',
    terms,
  }: SubscriberOptions = {},
): Promise<Subscriber> {
  const person = await makePerson(stripe, 'pm_card_visa', email);
  const key = lookupKey(plan, interval);
  const [price] = (await stripe.prices.list({ lookup_keys: [key] })).data;
  if (!price) throw new Error(`The seeded account has no price with the lookup key "${key}".`);
  const subscription = await stripe.subscriptions.create({
    customer: person.customerId,
    items: [{ price: price.id, quantity }],
    currency,
    backdate_start_date: PERIOD_START,
    billing_cycle_anchor: PERIOD_END[interval],
    ...terms,
  });
  const [item] = subscription.items.data;
  if (!item) throw new Error(`Subscription ${subscription.id} was created without an item.`);
  if (card !== 'pm_card_visa') await attachCard(stripe, person.customerId, card);
  await linkCustomer(db, person.email, person.customerId);
  return { ...person, subscriptionId: subscription.id, itemId: item.id };
}
