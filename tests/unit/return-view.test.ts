import { describe, expect, it, test } from 'vitest';
import type { Told } from '@/lib/account/plan-return-view';
import { returnView } from '@/lib/account/return-view';
import type { PlanOutcome } from '@/lib/billing/plan-outcome';
import type { Position } from '@/lib/billing/position';
import { aCode, aDiscount, anInvoice, DECEMBER_1, MASTERCARD, NOVEMBER_16, VISA } from './given';

const STARTER: Position = {
  priceId: 'price_starter_month',
  plan: 'starter',
  interval: 'month',
  unit: { amount: 1500, currency: 'usd' },
  quantity: 1,
};
const PRO: Position = {
  ...STARTER,
  priceId: 'price_pro_month',
  plan: 'pro',
  unit: { amount: 4900, currency: 'usd' },
};
const UPGRADE = anInvoice({
  id: 'in_upgrade',
  amount: { amount: 1088, currency: 'usd' },
  amountDue: 1088,
  hostedUrl: 'https://invoice.test/in_upgrade',
  created: NOVEMBER_16,
});
const CHANGED: PlanOutcome = {
  about: 'plan',
  kind: 'changed',
  from: STARTER,
  to: PRO,
  startsAt: null,
  invoice: UPGRADE,
  newDiscounts: [aDiscount()],
  paymentMethod: VISA,
};
const NEXT = { amount: 3675, currency: 'usd', at: DECEMBER_1 };
const told = (outcome: Told['outcome'], given: Partial<Told> = {}) =>
  returnView({ outcome, next: null, promotion: null, ...given });
const factOf = (label: string, view: ReturnType<typeof returnView>) =>
  view.facts.find((fact) => fact.label === label)?.value;

describe('a changed plan', () => {
  it('tells the plan before and now, the charge with its invoice, the discount and the next payment', () => {
    expect(told(CHANGED, { next: NEXT, promotion: aCode() })).toEqual({
      kind: 'changed',
      title: 'You are on Pro',
      lead: 'Starter → Pro, from now on.',
      facts: [
        { label: 'Plan', value: 'Pro, $49.00 per month', was: 'Starter, $15.00 per month' },
        { label: 'Charged today', value: '$10.88', href: 'https://invoice.test/in_upgrade' },
        { label: 'Paid with', value: 'Visa ending in 4242' },
        { label: 'SPRING25', value: '25% off until 16 February 2027, then $49.00' },
        { label: 'Next payment', value: '$36.75 on 1 December 2026' },
      ],
    });
  });

  it('tells that nothing was charged when there is no invoice', () => {
    expect(factOf('Charged today', told({ ...CHANGED, invoice: null }))).toBe('Nothing');
  });

  it('tells a credit as one, not as a charge', () => {
    const invoice = { ...UPGRADE, amount: { amount: -750, currency: 'usd' }, amountDue: 0 };
    const view = told({ ...CHANGED, invoice });
    expect(factOf('Credit for your next invoices', view)).toBe('$7.50');
    expect(factOf('Charged today', view)).toBeUndefined();
  });

  test.each([
    [
      'used up by the invoice',
      { duration: 'once', percentOff: 20 } as const,
      "20% off, taken from today's invoice",
    ],
    ['nowhere to be found', {}, 'Not applied'],
  ])('tells of a code that is %s', (_name, coupon, expected) => {
    const view = told({ ...CHANGED, newDiscounts: [] }, { promotion: aCode({ coupon }) });
    expect(factOf('SPRING25', view)).toBe(expected);
  });
});

it('tells a scheduled change with its date, and that nothing was charged', () => {
  const view = told({
    ...CHANGED,
    kind: 'scheduled',
    from: PRO,
    to: STARTER,
    startsAt: DECEMBER_1,
    invoice: null,
    newDiscounts: [],
  });
  expect(view).toEqual({
    kind: 'scheduled',
    title: 'Starter starts on 1 December 2026',
    lead: 'Until then you keep Pro. Nothing was charged.',
    facts: [
      { label: 'From 1 December 2026', value: 'Starter, $15.00 per month', was: 'Pro, $49.00 per month' },
    ],
  });
});

it('tells a failed payment, what was not paid and that the code stayed', () => {
  const view = told({ ...CHANGED, kind: 'payment-failed', to: STARTER }, { promotion: aCode() });
  expect(view).toEqual({
    kind: 'payment-failed',
    title: 'The payment did not go through',
    lead: 'You are on Starter as before. Try again with another card.',
    facts: [
      { label: 'Plan', value: 'Starter, $15.00 per month' },
      { label: 'Not paid', value: '$10.88' },
      { label: 'SPRING25', value: '25% off until 16 February 2027, then $15.00' },
    ],
  });
});

it('names the interval when that is all that changes', () => {
  const yearly = {
    ...PRO,
    priceId: 'price_pro_year',
    interval: 'year',
    unit: { amount: 49000, currency: 'usd' },
  } as const;
  const scheduled = told({ ...CHANGED, kind: 'scheduled', from: yearly, to: PRO, startsAt: DECEMBER_1 });
  expect(scheduled.title).toBe('Pro monthly starts on 1 December 2026');
  expect(scheduled.lead).toBe('Until then you keep Pro yearly. Nothing was charged.');
  const changed = told({ ...CHANGED, from: PRO, to: yearly });
  expect(changed.title).toBe('You are on Pro yearly');
  expect(changed.lead).toBe('Pro monthly → Pro yearly, from now on.');
});

describe('a payment that has not arrived', () => {
  const PENDING = { ...CHANGED, kind: 'pending', newDiscounts: [] } as const;
  const TO_PAY = { label: 'To pay', value: '$10.88' };
  const invoiceHref = 'https://invoice.test/in_upgrade';

  it('is told with what waits for it, until when, and what happens otherwise', () => {
    expect(told({ ...PENDING, waitsUntil: NOVEMBER_16 + 82_800 })).toEqual({
      kind: 'pending',
      title: 'Pro waits for its payment',
      lead: 'It starts as soon as the payment has gone through; when your bank asks you to confirm it, open the invoice. If it has not by 16 November 2026 at 23:00 UTC, you stay on Starter and nothing is charged.',
      facts: [
        { label: 'Waiting', value: 'Pro, $49.00 per month' },
        { label: 'Until then', value: 'Starter, $15.00 per month' },
        TO_PAY,
      ],
      invoiceHref,
    });
  });

  it('of a first plan leaves nothing behind when it never arrives', () => {
    const { lead, facts } = told({ ...PENDING, from: null, waitsUntil: NOVEMBER_16 });
    expect(lead).toContain('no plan starts and nothing is charged.');
    expect(facts).toEqual([{ label: 'Waiting', value: 'Pro, $49.00 per month' }, TO_PAY]);
  });

  it('of a plan that runs already says so, and never that something was charged', () => {
    expect(told(PENDING)).toEqual({
      kind: 'pending',
      title: 'You are on Pro',
      lead: 'Its invoice is not paid yet. A payment by bank can take some days; you need not pay twice.',
      facts: [{ label: 'Plan', value: 'Pro, $49.00 per month', was: 'Starter, $15.00 per month' }, TO_PAY],
      invoiceHref,
    });
  });

  it('and failed on a plan that runs already does not say "as before"', () => {
    expect(told({ ...CHANGED, kind: 'payment-failed' }).lead).toBe(
      'You are on Pro, but it is not paid. Replace your card and pay the open invoice in your account.',
    );
  });
});

test.each([
  ['unchanged', 'Nothing changed', 'You are on Starter. Nothing was charged.'],
  [
    'pending',
    'The payment is on its way',
    'Your bank has not answered yet. Look again in a minute; you need not pay twice.',
  ],
] as const)('a visit that is %s says "%s"', (kind, title, lead) => {
  const view = told({ ...CHANGED, kind, to: STARTER, invoice: null, newDiscounts: [] });
  expect([view.title, view.lead]).toEqual([title, lead]);
});

test.each([
  ['a change of plan', { ...CHANGED, invoice: null, newDiscounts: [] }],
  ['a cancellation', { about: 'cancellation', from: STARTER, to: PRO, endsAt: null, newDiscounts: [] }],
  ['a pause', { about: 'pause', from: STARTER, to: PRO }],
] as const)('%s that something else came before is told as how things stand', (_what, outcome) => {
  expect(told({ ...outcome, kind: 'superseded' })).toEqual({
    kind: 'superseded',
    title: 'Your plan was changed elsewhere',
    lead: 'You are on Pro now, by a change that came after you opened this one. Your account lists what was charged.',
    facts: [{ label: 'Plan', value: 'Pro, $49.00 per month', was: 'Starter, $15.00 per month' }],
  });
  expect(told({ ...outcome, kind: 'superseded', to: null })).toMatchObject({
    lead: expect.stringMatching(/^You have no running plan now, by a change/),
    facts: [],
  });
});

describe('a cancellation', () => {
  const ENDED = {
    about: 'cancellation',
    kind: 'changed',
    from: PRO,
    to: PRO,
    endsAt: DECEMBER_1,
    newDiscounts: [],
  } as const;

  test.each([
    ['Pro ends on 1 December 2026', ENDED],
    ['Nothing changed', { ...ENDED, kind: 'unchanged', endsAt: null } as const],
    ['You keep Pro', { ...ENDED, endsAt: null, newDiscounts: [aDiscount()] }],
  ])('says "%s"', (title, outcome) => {
    expect(told(outcome).title).toBe(title);
  });
});

describe('a new card', () => {
  const REPLACED = {
    about: 'payment-method',
    kind: 'changed',
    was: VISA,
    now: MASTERCARD,
    planStillUses: null,
  } as const;

  it('is told with the old one', () => {
    expect(told(REPLACED)).toMatchObject({
      title: 'Your card was replaced',
      facts: [{ label: 'Card', value: 'Mastercard ending in 4444', was: 'Visa ending in 4242' }],
    });
  });

  it('is told together with a card the plan keeps for itself', () => {
    const view = told({ ...REPLACED, planStillUses: { ...VISA, last4: '1881' } });
    expect(factOf('Your plan still uses', view)).toBe('Visa ending in 1881');
  });

  it('that was not entered changes nothing', () => {
    expect(told({ ...REPLACED, kind: 'unchanged', now: VISA })).toMatchObject({
      title: 'Nothing changed',
      lead: 'We charge Visa ending in 4242, as before.',
    });
  });
});
