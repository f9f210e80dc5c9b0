import type Stripe from 'stripe';
import { beforeAll, expect, test } from 'vitest';
import type { User } from '@/lib/auth';
import type { Currency, Interval, PlanKey } from '@/lib/billing/catalogue';
import type { PlanPrice } from '@/lib/billing/plan';
import { findCustomer, readState } from '@/lib/db/customer-store';
import { formatMoney } from '@/lib/money';
import { openPlanDoor } from '@/lib/pricing/change';
import { dueToday } from '@/lib/pricing/due-today';
import { offersOf, type PricingFacts, pricingView } from '@/lib/pricing/page-view';
import { listPlanPrices } from '@/lib/stripe/catalog';
import { stripe } from '@/lib/stripe/client';
import { previewNextPayment } from '@/lib/stripe/preview';
import { findPromotionCode } from '@/lib/stripe/promotion-codes';
import { syncCustomer } from '@/lib/stripe/sync';
import { seedCatalogue } from '../../scripts/seed/catalogue';
import { pay } from '../contract/checkout-steps';
import { confirm, visit } from '../contract/portal-page';
import { DECEMBER_1, NOVEMBER_1, replaceCard } from '../factories';
import { FROZEN_NOW } from '../rig/frozen-now';
import { aPerson, type Has, type History, subscribe } from './person';

// Whatever a code's terms and whatever somebody has: the card says beforehand what Stripe does with them.
const CARD = { number: '4242 4242 4242 4242', expiry: '08 / 29', cvc: '123', name: 'Ada Lovelace' };
const HALF_NOVEMBER = { backdate_start_date: NOVEMBER_1, billing_cycle_anchor: DECEMBER_1 };

let prices: readonly PlanPrice[];

beforeAll(async () => {
  await seedCatalogue({ stripe: stripe(), now: FROZEN_NOW, moveClock: null, created: 0 });
  prices = await listPlanPrices();
});

const productOf = (plan: PlanKey): string => prices.find((price) => price.plan === plan)?.productId ?? '';

type Wanted = Readonly<{ plan: PlanKey; interval: Interval; quantity: string | null }>;
type Person = History & Readonly<{ wants: Wanted }>;

const PRO: Wanted = { plan: 'pro', interval: 'month', quantity: null };
const PRO_YEARLY: Wanted = { ...PRO, interval: 'year' };
const TWO_SCALE: Wanted = { ...PRO, plan: 'scale', quantity: '2' };

const PEOPLE: Readonly<Record<string, Person>> = {
  'somebody new': { wants: TWO_SCALE },
  'somebody new in euros': { currency: 'eur', wants: PRO_YEARLY },
  'somebody on Free': { has: { plan: 'free' }, wants: PRO },
  'a subscriber in the middle of a month': { has: { plan: 'starter', ...HALF_NOVEMBER }, wants: PRO },
  'a subscriber in euros': { currency: 'eur', has: { plan: 'starter' }, wants: TWO_SCALE },
  'a subscriber by the year': { has: { plan: 'pro', interval: 'year' }, wants: PRO },
  'a subscriber with three of Scale': { has: { plan: 'scale', quantity: 3 }, wants: TWO_SCALE },
  'a subscriber on trial': { has: { plan: 'pro', trial_period_days: 14 }, wants: PRO_YEARLY },
  'somebody who left': {
    past: async (customer) => {
      const { id } = await subscribe(customer, 'usd', { plan: 'starter' });
      await stripe().subscriptions.cancel(id);
    },
    wants: PRO,
  },
  'somebody whose first payment failed': {
    past: async (customer) => {
      await replaceCard(stripe(), customer, 'pm_card_chargeCustomerFail');
      await subscribe(customer, 'usd', { plan: 'starter', payment_behavior: 'allow_incomplete' });
    },
    wants: PRO,
  },
};

type Terms = Readonly<{
  coupon: Stripe.CouponCreateParams;
  /** The plan the coupon is for; it is for all without. */
  only?: PlanKey;
  restrictions?: Stripe.PromotionCodeCreateParams.Restrictions;
  own?: true;
  atMost?: number;
  switchedOff?: true;
}>;

const minimum = (minimum_amount: number): Terms['restrictions'] => ({
  minimum_amount,
  minimum_amount_currency: 'usd',
});

const TERMS: Readonly<Record<string, Terms>> = {
  'a third off once': { coupon: { percent_off: 33.33, duration: 'once' } },
  '25 % for three months': { coupon: { percent_off: 25, duration: 'repeating', duration_in_months: 3 } },
  '25 % for a month': { coupon: { percent_off: 25, duration: 'repeating', duration_in_months: 1 } },
  '12.5 % for good': { coupon: { percent_off: 12.5, duration: 'forever' } },
  'more than the price off': {
    coupon: {
      amount_off: 999_900,
      currency: 'usd',
      currency_options: { eur: { amount_off: 999_900 } },
      duration: 'once',
    },
  },
  '$7 off for good, in no other currency': {
    coupon: { amount_off: 700, currency: 'usd', duration: 'forever' },
  },
  'a minimum of $20, in no other currency': {
    coupon: { percent_off: 20, duration: 'once' },
    restrictions: minimum(2_000),
  },
  'a first payment': {
    coupon: { percent_off: 50, duration: 'once' },
    restrictions: { first_time_transaction: true },
  },
  'their own code': { coupon: { percent_off: 50, duration: 'once' }, own: true },
  'for Pro only': { coupon: { percent_off: 50, duration: 'once' }, only: 'pro' },
  'switched off': { coupon: { percent_off: 50, duration: 'once' }, switchedOff: true },
};

let codes = 0;
/** A new code with these terms, as somebody types it. */
async function aCodeWith(
  { coupon, only, restrictions, own, atMost, switchedOff }: Terms,
  customer: string,
): Promise<string> {
  const { id } = await stripe().coupons.create({
    ...coupon,
    ...(only && { applies_to: { products: [productOf(only)] } }),
  });
  codes += 1;
  const made = await stripe().promotionCodes.create({
    promotion: { type: 'coupon', coupon: id },
    code: `TERMS${codes}X`,
    ...(restrictions && { restrictions }),
    ...(own && { customer }),
    ...(atMost && { max_redemptions: atMost }),
  });
  if (switchedOff) await stripe().promotionCodes.update(made.id, { active: false });
  return made.code.toLowerCase();
}

async function stateOf(user: User) {
  const customer = await findCustomer(user.id);
  const state = customer && (await readState(customer));
  if (!state) throw new Error('Nothing is stored of the customer.');
  return state;
}

/** What the page says to somebody about the plan they want. */
async function seen(user: User, { plan, interval, quantity }: Wanted, currency: Currency, promo: string) {
  const state = await stateOf(user);
  const facts: PricingFacts = {
    email: user.email,
    visitor: { signedIn: true, state },
    prices,
    interval,
    currency,
    plan,
    quantity,
    promo: { text: promo, code: await findPromotionCode(promo, state.customerId) },
    refused: null,
  };
  const card = pricingView(facts, FROZEN_NOW).plans.find((each) => each.plan === plan);
  if (!card?.price) throw new Error(`The page has no price for ${plan}.`);
  return {
    ...card,
    price: card.price,
    due: await dueToday(offersOf(facts, FROZEN_NOW), facts.visitor)[plan],
  };
}

async function newestInvoice(customer: string) {
  const [invoice] = (await stripe().invoices.list({ customer, limit: 1 })).data;
  return {
    id: invoice?.id,
    paid: invoice && formatMoney({ amount: invoice.amount_paid, currency: invoice.currency }),
  };
}

/** Looks, presses, pays: what the card promised, and what Stripe showed, charged and will charge. */
async function bought({ currency = 'usd', wants, ...person }: Person, terms: Terms) {
  const { user, customer } = await aPerson({ currency, ...person });
  const promo = await aCodeWith(terms, customer);
  const { price, discounted, button, due } = await seen(user, wants, currency, promo);
  const inView = discounted?.price ?? price;
  const waits = button.kind !== 'start' && due === undefined;
  const today = waits ? 'nothing' : /^You pay (\S+) today/.exec(due ?? `You pay ${inView} today`)?.[1];
  const before = await newestInvoice(customer);
  const door = await openPlanDoor(user, { ...wants, currency, promo, reduced: discounted !== null });
  if (!('url' in door)) throw new Error(`refused: ${door.refused}`);
  const page = await visit(door.url);
  const asksForCard = page.postForms.some(({ names }) => names.includes('number'));
  await (button.kind === 'start' ? pay(door.url, asksForCard ? CARD : {}) : confirm(page));
  const after = await newestInvoice(customer);
  await syncCustomer(customer);
  const next = waits ? await previewNextPayment(await stateOf(user)) : null;
  return {
    promised: {
      code: discounted !== null,
      today: isNothing(today) ? 'nothing' : today,
      next: waits ? inView : null,
    },
    kept: {
      code: page.text.toLowerCase().includes(promo),
      today: after.id === before.id || isNothing(after.paid) ? 'nothing' : after.paid,
      next: next && formatMoney(next),
    },
  };
}

const isNothing = (words: string | undefined): boolean => words !== undefined && /^\D0\.00$/.test(words);

test.each(Object.entries(PEOPLE))(
  '%s is promised what Stripe does, whatever the terms',
  async (_who, person) => {
    const results = await Promise.all(
      Object.entries(TERMS).map(async ([what, terms]) => [what, await bought(person, terms)] as const),
    );
    const of = (part: 'promised' | 'kept') => results.map(([what, each]) => [what, each[part]]);
    expect(of('kept')).toEqual(of('promised'));
  },
);

test.each([
  ['somebody new', {}],
  ['a subscriber', { has: { plan: 'starter' } }],
] as const)(
  '%s whose code is used up between the look and the press is told, and pays no other price',
  async (_who, who) => {
    const { user, customer } = await aPerson(who);
    const coupon = { percent_off: 50, duration: 'once' } as const;
    const promo = await aCodeWith({ coupon, atMost: 1 }, customer);
    const choice = { ...PRO, currency: null, promo };
    expect((await seen(user, PRO, 'usd', promo)).discounted?.price).toBe('$24.50');
    const { customer: faster } = await aPerson({});
    const { id } = (await findPromotionCode(promo, null)) ?? {};
    await subscribe(faster, 'usd', { plan: 'pro', discounts: [{ promotion_code: id ?? '' }] });
    expect(await openPlanDoor(user, { ...choice, reduced: true })).toEqual({ refused: 'code-gone' });
    const door = await openPlanDoor(user, {
      ...choice,
      reduced: (await seen(user, PRO, 'usd', promo)).discounted !== null,
    });
    expect((await visit('url' in door ? door.url : '')).text).toContain('$49.00');
  },
);

test.each<[string, Has, Wanted, next: string]>([
  ['at once', { plan: 'starter', ...HALF_NOVEMBER }, PRO, '$41.65'],
  ['at the period’s end', { plan: 'pro', ...HALF_NOVEMBER }, { ...PRO, plan: 'starter' }, '$12.75'],
])('a discount that somebody has stays when they change their plan %s', async (_when, has, wants, next) => {
  const { id: coupon } = await stripe().coupons.create({ percent_off: 15, duration: 'forever' });
  const { user, customer } = await aPerson({ has: { ...has, discounts: [{ coupon }] } });
  const door = await openPlanDoor(user, { ...wants, currency: null, promo: null });
  await confirm(await visit('url' in door ? door.url : ''));
  await syncCustomer(customer);
  const payment = await previewNextPayment(await stateOf(user));
  expect(payment && formatMoney(payment)).toBe(next);
});
