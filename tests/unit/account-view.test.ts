import { describe, expect, it, test } from 'vitest';
import { accountView } from '@/lib/account/page-view';
import type { CustomerState } from '@/lib/billing/customer-state';
import {
  aDiscount,
  anInvoice,
  aProSubscription,
  aState,
  aSubscription,
  DECEMBER_1,
  MASTERCARD,
  NOVEMBER_16,
} from './given';

const seen = (state: CustomerState | null) => accountView('ada@example.com', state, null, NOVEMBER_16);
const withSubscription = (given: Parameters<typeof aSubscription>[0]) =>
  seen(aState({ subscriptions: [aSubscription(given)] }));

it('shows plan, price, renewal, card and invoices of a paying customer', () => {
  expect(seen(aState())).toEqual({
    email: 'ada@example.com',
    plan: 'Starter',
    quantity: null,
    priceLine: '$15.00 per month',
    discountLine: null,
    statusLine: 'Renews on 1 December 2026',
    tone: 'good',
    notice: null,
    scheduledLine: null,
    paymentMethod: { label: 'Visa ending in 4242', expires: '08/2029' },
    billing: [],
    openAmount: null,
    can: {
      updatePaymentMethod: true,
      updateBilling: true,
      cancel: true,
      renew: false,
      pause: true,
      update: true,
      cancelScheduledUpdate: false,
      openPortal: true,
    },
    refusal: null,
    invoices: [
      { date: '1 November 2026', amount: '$15.00', status: 'Paid', url: 'https://invoice.test/in_first' },
    ],
  });
});

it('shows the discounted price with its end and what comes then', () => {
  const view = seen(aState({ subscriptions: [aProSubscription({ discounts: [aDiscount()] })] }));
  expect([view.priceLine, view.discountLine]).toEqual([
    '$36.75 per month',
    '25% off until 16 February 2027, then $49.00',
  ]);
});

it('shows the price of all units, and their discount as one amount', () => {
  expect(withSubscription({ quantity: 3 }).priceLine).toBe('3 × $15.00 per month');
  expect(withSubscription({ quantity: 3, discounts: [aDiscount()] }).priceLine).toBe('$33.75 per month');
});

describe('the status line', () => {
  test.each([
    ['Renews on 1 December 2026', 'good', {}],
    ['Free trial until 1 December 2026', 'good', { status: 'trialing', trialEnd: DECEMBER_1 }],
    ['Ends on 1 December 2026', 'attention', { cancelAt: DECEMBER_1 }],
    ['Ends on 1 December 2026', 'attention', { cancelAtPeriodEnd: true }],
    ['Payment overdue', 'attention', { status: 'past_due' }],
    ['Payment overdue', 'attention', { status: 'past_due', cancelAt: DECEMBER_1 }],
    ['On hold, payment missing', 'attention', { status: 'unpaid' }],
    ['Paused', 'attention', { status: 'paused' }],
    ['Ended on 16 November 2026', 'ended', { status: 'canceled', endedAt: NOVEMBER_16 }],
    ['Waiting for the first payment', 'attention', { status: 'incomplete' }],
    ['Never started: the first payment was not made', 'ended', { status: 'incomplete_expired' }],
  ])('"%s" is %s for %o', (line, tone, given) => {
    const view = withSubscription(given);
    expect([view.statusLine, view.tone]).toEqual([line, tone]);
  });

  it('never says "renews" of a plan that is set to end', () => {
    expect(withSubscription({ cancelAt: DECEMBER_1 }).statusLine).not.toContain('Renews');
  });
});

it('tells a customer whose payment failed what happens and what to do', () => {
  expect(withSubscription({ status: 'past_due' }).notice).toEqual({
    title: 'Your last payment failed',
    message: 'Your plan stays on while we try again. Update your card and we charge it at the next attempt.',
    door: 'update-payment-method',
  });
});

it('tells of a change that waits for its payment until it is given up', () => {
  const { priceId, plan, interval, unit, quantity } = aProSubscription();
  const expiring = (expiresAt: number) =>
    withSubscription({ pendingUpdate: { priceId, plan, interval, unit, quantity, expiresAt } });
  const { statusLine, tone, notice } = expiring(NOVEMBER_16 + 82_800);
  expect([statusLine, tone]).toEqual(['Renews on 1 December 2026', 'attention']);
  expect(notice).toEqual({
    title: 'Pro waits for its payment',
    message:
      'Open the invoice below to pay it or to confirm the payment with your bank. If that is not done by 16 November 2026 at 23:00 UTC, you stay on Starter and nothing is charged.',
    door: null,
  });
  expect(expiring(NOVEMBER_16)).toMatchObject({ tone: 'good', notice: null });
});

it('tells until when a first payment can be made, and what happens otherwise', () => {
  // begun on 1 November
  expect(withSubscription({ status: 'incomplete' }).notice?.message).toBe(
    'Open the invoice below to pay it or to confirm the payment with your bank. If that is not done by 1 November 2026 at 23:00 UTC, the plan does not start and nothing is charged.',
  );
});

test.each([
  ['an ending plan is renewed in the portal', { cancelAt: DECEMBER_1 }, 'open-portal'],
  ['a paused plan is resumed in the portal', { status: 'paused' }, 'open-portal'],
  ['a plan on hold needs another card', { status: 'unpaid' }, 'update-payment-method'],
  ['a first payment is made on its invoice, not in the portal', { status: 'incomplete' }, null],
] as const)('%s', (_fact, change, door) => {
  expect(withSubscription(change).notice?.door).toBe(door);
});

test.each([
  [
    'a plan that is set to end cannot be cancelled again',
    { cancelAt: DECEMBER_1 },
    { cancel: false, update: true },
  ],
  ['a plan with several parts cannot be changed here', { itemCount: 2 }, { cancel: true, update: false }],
  [
    'an ended plan can be neither',
    { status: 'canceled', endedAt: NOVEMBER_16 },
    { cancel: false, update: false },
  ],
])('%s', (_name, given, can) => {
  expect(withSubscription(given).can).toMatchObject(can);
});

it('names a planned change with its price and date', () => {
  const upcoming = {
    priceId: 'price_starter_month',
    plan: 'starter',
    interval: 'month',
    unit: { amount: 1500, currency: 'usd' },
    quantity: 1,
    startsAt: DECEMBER_1,
  } as const;
  const view = seen(aState({ subscriptions: [aProSubscription({ schedule: 'sub_sched_1', upcoming })] }));
  expect(view.scheduledLine).toBe('Changes to Starter, $15.00 per month, on 1 December 2026');
});

it("shows the plan's own card before the customer's default", () => {
  expect(withSubscription({ paymentMethod: MASTERCARD }).paymentMethod?.label).toBe(
    'Mastercard ending in 4444',
  );
});

it('shows somebody without a customer what there is: nothing yet', () => {
  expect(seen(null)).toMatchObject({
    plan: null,
    priceLine: null,
    statusLine: 'You have no plan yet.',
    tone: 'none',
    paymentMethod: null,
    can: { updatePaymentMethod: false, cancel: false, update: false, openPortal: false },
    invoices: [],
  });
});

it('opens no door for a customer who was deleted at Stripe', () => {
  const view = seen(aState({ deleted: true, subscriptions: [], paymentMethod: null }));
  expect(Object.values(view.can)).not.toContain(true);
});

test.each([
  ['a running plan can be paused', {}, true],
  ['a trial cannot', { status: 'trialing', trialEnd: DECEMBER_1 }, false],
  ['a free plan has nothing to pause', { unit: { amount: 0, currency: 'usd' } }, false],
  ['an ending plan cannot', { cancelAt: DECEMBER_1 }, false],
  ['a plan with a planned change cannot', { schedule: 'sub_sched_1' }, false],
])('%s', (_fact, given, expected) => {
  expect(withSubscription(given).can.pause).toBe(expected);
});

it('offers to keep a plan that ends, and not to cancel it again', () => {
  expect(withSubscription({ cancelAt: DECEMBER_1 }).can).toMatchObject({ renew: true, cancel: false });
});

it('prints billing information as it stands on invoices', () => {
  const billing = {
    name: 'Ada Lovelace',
    phone: '+44 20 7946 0000',
    address: ['12 St James’s Square', 'London'],
  };
  expect(seen(aState({ billing })).billing).toEqual([
    'Ada Lovelace',
    '12 St James’s Square',
    'London',
    '+44 20 7946 0000',
  ]);
});

it('offers to pay what is open on the plan, and nothing else', () => {
  const open = anInvoice({ status: 'open', subscription: 'sub_1', amountDue: 1051 });
  expect(seen(aState({ invoices: [open] })).openAmount).toBe('$10.51');
  expect(seen(aState({ invoices: [{ ...open, subscription: 'sub_old' }] })).openAmount).toBeNull();
});

it('lists invoices in words and leaves drafts out', () => {
  const { invoices } = seen(
    aState({
      invoices: [
        anInvoice({ status: 'draft' }),
        anInvoice({ status: 'open', amount: { amount: 2175, currency: 'usd' }, created: NOVEMBER_16 }),
        anInvoice({ status: 'void', hostedUrl: null }),
        anInvoice({ status: 'uncollectible' }),
      ],
    }),
  );
  expect(invoices.map(({ date, amount, status }) => `${date} ${amount} ${status}`)).toEqual([
    '16 November 2026 $21.75 Due',
    '1 November 2026 $15.00 Canceled',
    '1 November 2026 $15.00 Not paid',
  ]);
});
