import { expect, test } from 'vitest';
import { retentionCoupon } from '@/lib/billing/retention';
import { aDiscount, aProSubscription, aSubscription, DECEMBER_1 } from './given';

test.each([
  ['somebody who pays for Pro is offered something', aProSubscription(), 'stay-30'],
  ['Starter has no offer', aSubscription(), null],
  ['a trial has none', aProSubscription({ status: 'trialing', trialEnd: DECEMBER_1 }), null],
  ['a failed payment is not helped by one', aProSubscription({ status: 'past_due' }), null],
  ['nobody gets it on top of a discount', aProSubscription({ discounts: [aDiscount()] }), null],
  ['a price outside the catalogue has none', aProSubscription({ plan: null }), null],
  ['what costs nothing has none', aProSubscription({ unit: { amount: 0, currency: 'usd' } }), null],
])('%s', (_fact, subscription, coupon) => {
  expect(retentionCoupon(subscription)).toBe(coupon);
});
