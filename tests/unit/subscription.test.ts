import { expect, it, test } from 'vitest';
import { hasPaidBefore, payingMethod } from '@/lib/billing/customer-state';
import { endsAt, hasAccess, hasEnded, isEnding, isLive, liveSubscription } from '@/lib/billing/subscription';
import {
  anInvoice,
  aState,
  aSubscription,
  DECEMBER_1,
  MASTERCARD,
  NOVEMBER_1,
  NOVEMBER_16,
  VISA,
} from './given';

test.each([
  ['trialing', true],
  ['active', true],
  ['past_due', true],
  ['unpaid', true],
  ['paused', true],
  ['incomplete', false],
  ['incomplete_expired', false],
  ['canceled', false],
])('a subscription that is %s can be changed: %s', (status, live) => {
  expect(isLive(status)).toBe(live);
});

test.each([
  ['renews', {}, null],
  ['was ended by the portal on flexible billing', { cancelAt: DECEMBER_1 }, DECEMBER_1],
  ['was ended by the portal on classic billing', { cancelAtPeriodEnd: true }, DECEMBER_1],
  ['ended at once', { endedAt: NOVEMBER_16, cancelAt: DECEMBER_1 }, NOVEMBER_16],
])('one that %s ends at %s', (_name, given, expected) => {
  expect(endsAt(aSubscription(given))).toBe(expected);
});

test.each([
  ['active', {}, NOVEMBER_16, true],
  ['past due, while Stripe retries', { status: 'past_due' }, NOVEMBER_16, true],
  ['ending, before its last second', { cancelAt: DECEMBER_1 }, DECEMBER_1 - 1, true],
  ['ended', { cancelAt: DECEMBER_1 }, DECEMBER_1, false],
  ['unpaid', { status: 'unpaid' }, NOVEMBER_16, false],
  ['paused', { status: 'paused' }, NOVEMBER_16, false],
  ['canceled', { status: 'canceled', endedAt: NOVEMBER_1 }, NOVEMBER_16, false],
])('access of one that is %s', (_name, given, now, expected) => {
  expect(hasAccess(aSubscription(given), now)).toBe(expected);
});

it('is ending until the moment it has ended', () => {
  const subscription = aSubscription({ cancelAt: DECEMBER_1 });
  expect([isEnding(subscription, DECEMBER_1 - 1), hasEnded(subscription, DECEMBER_1 - 1)]).toEqual([
    true,
    false,
  ]);
  expect([isEnding(subscription, DECEMBER_1), hasEnded(subscription, DECEMBER_1)]).toEqual([false, true]);
});

it('takes the live subscription for the plan, not the newest of any status', () => {
  const live = aSubscription({ id: 'sub_live', created: NOVEMBER_1 });
  const abandoned = aSubscription({ id: 'sub_new', status: 'incomplete_expired', created: NOVEMBER_16 });
  expect(liveSubscription([abandoned, live])?.id).toBe('sub_live');
  expect(liveSubscription([abandoned])).toBeNull();
});

it('takes the newest of two live ones', () => {
  const old = aSubscription({ id: 'sub_old', created: NOVEMBER_1 });
  const young = aSubscription({ id: 'sub_young', created: NOVEMBER_16 });
  expect(liveSubscription([old, young])?.id).toBe('sub_young');
});

test.each([
  ['a paid invoice', {}, true],
  ['a trial', { invoices: [], subscriptions: [aSubscription({ trialEnd: NOVEMBER_16 })] }, true],
  ['a payment that was tried', { invoices: [anInvoice({ status: 'open' })] }, true],
  ['an open invoice', { invoices: [anInvoice({ status: 'open', attemptCount: 0 })] }, false],
  ['an invoice over nothing', { invoices: [anInvoice({ amount: { amount: 0, currency: 'usd' } })] }, true],
  ['nothing at all', { invoices: [], subscriptions: [] }, false],
])('with %s, a customer counts as having paid: %s', (_name, given, expected) => {
  expect(hasPaidBefore(aState(given))).toBe(expected);
});

it("charges the subscription's own card before the customer's default", () => {
  expect(payingMethod(aState())).toEqual(VISA);
  const own = aState({ subscriptions: [aSubscription({ paymentMethod: MASTERCARD })] });
  expect(payingMethod(own)).toEqual(MASTERCARD);
});
