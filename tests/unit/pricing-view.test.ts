import { describe, expect, it, test } from 'vitest';
import type { PlanKey } from '@/lib/billing/catalogue';
import type { Discount } from '@/lib/billing/subscription';
import { readChoice } from '@/lib/pricing/choice';
import { type PricingFacts, pricingView } from '@/lib/pricing/page-view';
import {
  aCode,
  aDiscount,
  aProSubscription,
  aState,
  aSubscription,
  DECEMBER_1,
  NOVEMBER_16,
  PRICES,
} from './given';

const STRANGER: PricingFacts = {
  email: null,
  visitor: { signedIn: false, state: null },
  prices: PRICES,
  interval: 'month',
  currency: null,
  promo: null,
  plan: null,
  quantity: null,
  refused: null,
};
const ADA = { ...STRANGER, email: 'ada@example.com', visitor: { signedIn: true, state: aState() } };
const seen = (facts: PricingFacts) => pricingView(facts, NOVEMBER_16);
const card = (facts: PricingFacts, key: PlanKey) => seen(facts).plans.find(({ plan }) => plan === key);
const withSubscription = (subscription: ReturnType<typeof aSubscription>) => ({
  ...ADA,
  visitor: { signedIn: true, state: aState({ subscriptions: [subscription] }) },
});
const typed = (text: string, code: ReturnType<typeof aCode> | null) => ({ promo: { text, code } });

describe('a stranger', () => {
  it('sees list prices in dollars per month, and buttons to start', () => {
    const view = seen(STRANGER);
    expect(view).toMatchObject({
      company: 'Northlight',
      interval: 'month',
      currency: 'usd',
      currencyFixed: false,
      signedInAs: null,
      yearlySavingPercent: 17,
      promotion: { state: 'none' },
      refusal: null,
    });
    expect(view.plans.map(({ price, discounted, button }) => [price, discounted, button.label])).toEqual([
      ['$0.00', null, 'Start for free'],
      ['$15.00', null, 'Start with Starter'],
      ['$49.00', null, 'Start with Pro'],
      ['$149.00', null, 'Start with Scale'],
    ]);
  });

  it('sees the discounted price and how long it lasts', () => {
    const facts = { ...STRANGER, ...typed('spring25', aCode()) };
    expect(seen(facts).promotion).toEqual({
      state: 'applied',
      code: 'SPRING25',
      summary: '25% off for 3 months',
    });
    expect(card(facts, 'pro')).toMatchObject({
      price: '$49.00',
      discounted: { price: '$36.75', words: 'for 3 months, then $49.00' },
      promotionNote: null,
    });
    expect(card(facts, 'free')).toMatchObject({ price: '$0.00', discounted: null, promotionNote: null });
  });

  it('sees a yearly price with months of discount told as the first year', () => {
    const facts = { ...STRANGER, interval: 'year' as const, ...typed('SPRING25', aCode()) };
    expect(card(facts, 'starter')?.discounted).toEqual({
      price: '$112.50',
      words: 'for the first year, then $150.00',
    });
  });

  it('sees yen without decimals', () => {
    expect(card({ ...STRANGER, currency: 'jpy' }, 'pro')?.price).toBe('¥7,200');
  });

  it('may use a first-time code', () => {
    const facts = { ...STRANGER, ...typed('FIRST50', aCode({ firstTimeTransaction: true })) };
    expect(seen(facts).promotion.state).toBe('applied');
  });
});

describe('a code', () => {
  test.each([
    ['unknown', null, "We don't know the code SPRING24. Check the spelling. Prices below are without it."],
    ['expired', aCode({ expiresAt: NOVEMBER_16 }), 'SPRING25 has ended. Prices below are without it.'],
    [
      'not-first-time',
      aCode({ firstTimeTransaction: true }),
      'SPRING25 is for a first payment, and you are already a customer. Prices below are without it.',
    ],
    [
      'minimum-on-update',
      aCode({ minimumAmount: { usd: 100 } }),
      'SPRING25 asks for a minimum amount and cannot be used to change a plan. Prices below are without it.',
    ],
  ])('that is %s is explained once, and every price is the list price', (reason, code, message) => {
    const facts = { ...ADA, ...typed('SPRING24', code) };
    expect(seen(facts).promotion).toMatchObject({ state: 'refused', reason, message });
    for (const { discounted, promotionNote } of seen(facts).plans) {
      expect([discounted, promotionNote]).toEqual([null, null]);
    }
  });

  it('for one plan says so on the others', () => {
    const code = aCode({ code: 'PROONLY30', coupon: { percentOff: 30, appliesToProducts: ['prod_pro'] } });
    const facts = { ...ADA, ...typed('PROONLY30', code) };
    expect(seen(facts).promotion).toMatchObject({ state: 'applied', code: 'PROONLY30' });
    expect(card(facts, 'pro')?.discounted?.price).toBe('$34.30');
    expect(card(facts, 'scale')).toMatchObject({
      discounted: null,
      promotionNote: 'PROONLY30 is not for this plan.',
    });
  });

  it('takes nothing off the plan somebody has already', () => {
    const facts = { ...ADA, ...typed('SPRING25', aCode()) };
    expect(card(facts, 'starter')).toMatchObject({
      discounted: null,
      promotionNote: 'SPRING25 counts when you change your plan.',
      button: { kind: 'current' },
    });
  });

  it('that counts only for the plan somebody has counts nowhere', () => {
    const code = aCode({ coupon: { appliesToProducts: ['prod_starter'] } });
    const facts = { ...ADA, ...typed('SPRING25', code) };
    expect(seen(facts).promotion).toMatchObject({ state: 'refused', reason: 'other-product' });
    expect(card({ ...facts, interval: 'year' }, 'starter')?.discounted?.price).toBe('$112.50');
  });

  it('of any length is shown at most forty characters long', () => {
    const facts = { ...STRANGER, ...typed('x'.repeat(400), null) };
    expect(seen(facts).promotion).toMatchObject({ state: 'refused', code: `${'x'.repeat(40)}…` });
  });

  it('without an amount in the currency is refused for it', () => {
    const code = aCode({ coupon: { percentOff: null, amountOff: { usd: 1000 } } });
    const facts = { ...STRANGER, currency: 'jpy' as const, ...typed('TENOFF', code) };
    expect(seen(facts).promotion).toMatchObject({ state: 'refused', reason: 'other-currency' });
  });
});

describe('a customer', () => {
  it('sees the currency Stripe has fixed, whatever was asked for', () => {
    const state = aState({ currency: 'eur' });
    const view = seen({ ...ADA, currency: 'jpy', visitor: { signedIn: true, state } });
    expect([view.currency, view.currencyFixed]).toEqual(['eur', true]);
  });

  test.each([
    ['starter', 'month', 'current', 'Your plan', null],
    ['pro', 'month', 'upgrade', 'Upgrade to Pro', null],
    [
      'free',
      'month',
      'downgrade',
      'Downgrade to Free',
      'Starts on 1 December 2026, when your current period ends. Nothing to pay today.',
    ],
    [
      'starter',
      'year',
      'interval',
      'Switch to yearly',
      'Starts on 1 December 2026, when your current period ends. Nothing to pay today.',
    ],
    ['pro', 'year', 'upgrade', 'Upgrade to Pro, yearly', null],
  ] as const)('on Starter sees for %s by the %s: %s "%s"', (plan, interval, kind, label, note) => {
    expect(card({ ...ADA, interval }, plan)?.button).toEqual({ kind, label, note });
  });

  it('on trial is told that a change ends it', () => {
    const facts = withSubscription(aSubscription({ status: 'trialing', trialEnd: DECEMBER_1 }));
    expect(card(facts, 'pro')?.button.note).toBe('Ends your free trial: you pay from today.');
  });

  it('whose plan ends sees when, and can keep it', () => {
    const facts = withSubscription(aSubscription({ cancelAt: DECEMBER_1 }));
    expect(card(facts, 'starter')?.button).toEqual({
      kind: 'resume',
      label: 'Keep Starter',
      note: 'Ends on 1 December 2026.',
    });
  });

  it('sees a planned change as planned', () => {
    const upcoming = {
      priceId: 'price_starter_month',
      plan: 'starter',
      interval: 'month',
      unit: { amount: 1500, currency: 'usd' },
      quantity: 1,
      startsAt: DECEMBER_1,
    } as const;
    const facts = withSubscription(aProSubscription({ schedule: 'sub_sched_1', upcoming }));
    expect(card(facts, 'starter')?.button).toEqual({
      kind: 'unavailable',
      label: 'Planned',
      note: 'Starts on 1 December 2026.',
    });
    expect(card(facts, 'pro')?.button).toEqual({
      kind: 'resume',
      label: 'Keep Pro',
      note: 'Changes to Starter on 1 December 2026.',
    });
  });

  it('whose plan is paused can resume it, and nothing else before that', () => {
    const facts = withSubscription(aSubscription({ status: 'paused' }));
    expect(card(facts, 'starter')?.button).toMatchObject({ kind: 'resume', label: 'Resume Starter' });
    expect(card(facts, 'pro')?.button).toEqual({
      kind: 'unavailable',
      label: 'Not possible now',
      note: 'Your plan is paused. Resume it first.',
    });
  });

  it('whose plan has several parts reads before the press that it cannot be changed here', () => {
    const facts = withSubscription(aSubscription({ itemCount: 2 }));
    expect(card(facts, 'pro')?.button).toEqual({
      kind: 'unavailable',
      label: 'Not possible now',
      note: 'Your plan has several parts. Write to help@northlight.example to change it.',
    });
  });

  it('on a plan that is no longer sold can only go up', () => {
    const facts = withSubscription(aSubscription({ plan: null, priceId: 'price_old' }));
    expect(card(facts, 'pro')?.button).toMatchObject({ kind: 'upgrade' });
  });

  test.each([
    ['without a Stripe customer', null],
    ['without a subscription', aState({ subscriptions: [] })],
    ['whose subscription ended', aState({ subscriptions: [aSubscription({ status: 'canceled' })] })],
  ])('%s can start a plan', (_name, state) => {
    expect(card({ ...ADA, visitor: { signedIn: true, state } }, 'pro')?.button).toEqual({
      kind: 'start',
      label: 'Start with Pro',
      note: null,
    });
  });

  it('who was refused reads why', () => {
    expect(seen({ ...ADA, refused: 'code-gone' }).refusal?.title).toBe('This code no longer works');
  });
});

it('says so where a plan is not sold in the currency', () => {
  const prices = PRICES.map((price) =>
    price.plan === 'scale' ? { ...price, amounts: { usd: 14900 } } : price,
  );
  const state = aState({
    currency: 'eur',
    subscriptions: [aSubscription({ unit: { amount: 1400, currency: 'eur' } })],
  });
  expect(card({ ...ADA, prices, visitor: { signedIn: true, state } }, 'scale')).toMatchObject({
    price: null,
    button: { kind: 'unavailable', label: 'Not available' },
  });
});

test.each([
  [
    { plan: 'pro', interval: 'year', currency: 'eur', promo: ' SPRING25 ' },
    ['pro', 'year', 'eur', 'SPRING25'],
  ],
  [{ plan: 'gold', interval: 'week', currency: 'xxx', promo: ' ' }, [null, 'month', null, null]],
  [{}, [null, 'month', null, null]],
])('of %o only what is on offer is kept', (fields: Record<string, unknown>, expected) => {
  const { plan, interval, currency, promo } = readChoice((name) => fields[name]);
  expect([plan, interval, currency, promo]).toEqual(expected);
});

test.each([
  ['active', false],
  ['past_due', true],
  ['unpaid', true],
])('whose plan is %s owes a payment: %s', (status, isOwing) => {
  expect(seen(withSubscription(aSubscription({ status }))).isOwing).toBe(isOwing);
});

describe('a subscriber who has a discount already', () => {
  const withDiscounts = (...discounts: Discount[]): PricingFacts => ({
    ...withSubscription(aSubscription({ discounts })),
  });
  const forever = aDiscount({ end: null, coupon: { percentOff: 15, duration: 'forever' } });

  test.each([
    ['for some months', withDiscounts(aDiscount()), '25% off until 16 February 2027'],
    [
      'once',
      withDiscounts(aDiscount({ end: null, coupon: { duration: 'once' } })),
      '25% off your next invoice',
    ],
    ['for good', withDiscounts(forever), '15% off for as long as you stay'],
    [
      'and another',
      withDiscounts(forever, aDiscount()),
      '15% off for as long as you stay and 25% off until 16 February 2027',
    ],
    ['no longer', ADA, null],
  ])('%s is told that it stays', (_how, facts, words) => {
    expect(seen(facts).standingDiscount).toBe(words);
    expect(card(facts, 'pro')).toMatchObject({ price: '$49.00', discounted: null });
  });
});

it('a code that would be over before a change begins counts for no such change', () => {
  const yearly = aProSubscription({
    interval: 'year',
    unit: { amount: 49_000, currency: 'usd' },
    currentPeriodEnd: 1_826_323_200,
  });
  const facts = {
    ...ADA,
    visitor: { signedIn: true, state: aState({ subscriptions: [yearly] }) },
    ...typed('SPRING25', aCode()),
  };
  expect(seen(facts).promotion).toMatchObject({ state: 'applied' });
  expect(card(facts, 'starter')).toMatchObject({
    discounted: null,
    promotionNote: 'SPRING25 would be over before this change begins.',
  });
  expect(card({ ...facts, interval: 'year' }, 'scale')?.discounted?.price).toBe('$1,117.50');
});
