import { expect, test } from 'vitest';
import type { PromotionResult } from '@/lib/billing/promotion';
import {
  couponInWords,
  durationInWords,
  offInWords,
  promotionNoteInWords,
  promotionRefusalInWords,
} from '@/lib/billing/promotion-words';
import { aCode } from './given';

const quarterOff = (full: number, duration: Extract<PromotionResult, { applies: true }>['duration']) => ({
  applies: true as const,
  discounted: { amount: full * 0.75, currency: 'usd' },
  off: { amount: full * 0.25, currency: 'usd' },
  duration,
});

test.each([
  ['month', { kind: 'months', months: 3 }, 4900, 'for 3 months, then $49.00'],
  ['month', { kind: 'months', months: 1 }, 4900, 'for 1 month, then $49.00'],
  ['month', { kind: 'once' }, 4900, 'on your next invoice, then $49.00'],
  ['month', { kind: 'forever' }, 4900, 'for as long as you stay'],
  ['year', { kind: 'months', months: 3 }, 49000, 'for the first year, then $490.00'], // one yearly invoice
  ['year', { kind: 'months', months: 12 }, 49000, 'for the first year, then $490.00'],
  ['year', { kind: 'months', months: 13 }, 49000, 'for the first 2 years, then $490.00'],
  ['year', { kind: 'once' }, 49000, 'on your next invoice, then $490.00'],
] as const)('per %s, %o off %i reads "%s…"', (interval, duration, full, expected) => {
  expect(durationInWords(interval, quarterOff(full, duration))).toBe(expected);
});

test.each([
  ['a code that does not count', { applies: false, reason: 'expired' } as const],
  ['nothing taken off', { ...quarterOff(0, { kind: 'once' }) }],
])('%s has no duration', (_name, result) => {
  expect(durationInWords('month', result)).toBe('');
});

test.each([
  ['25% off for 3 months', {}, 'month', 'usd'],
  ['25% off for the first year', {}, 'year', 'usd'],
  ['20% off your next invoice', { percentOff: 20, duration: 'once', durationInMonths: null }, 'month', 'usd'],
  ['15% off for as long as you stay', { percentOff: 15, duration: 'forever' }, 'month', 'usd'],
  ['$10.00 off for 3 months', { percentOff: null, amountOff: { usd: 1000, jpy: 1500 } }, 'month', 'usd'],
  ['¥1,500 off for 3 months', { percentOff: null, amountOff: { usd: 1000, jpy: 1500 } }, 'month', 'jpy'],
] as const)('%s', (expected, coupon, interval, currency) => {
  expect(couponInWords(aCode({ coupon }).coupon, interval, currency)).toBe(expected);
});

test('an amount that is not given in a currency is "a discount"', () => {
  expect(offInWords({ percentOff: null, amountOff: { usd: 1000 } }, 'jpy')).toBe('a discount');
  expect(offInWords({ percentOff: null, amountOff: null }, 'usd')).toBe('a discount');
});

test.each([
  ['other-product', 'SPRING24 is not for this plan.'],
  ['minimum-amount', 'SPRING24 needs a larger amount.'],
  ['other-currency', 'SPRING24 does not count here.'],
] as const)('beside a plan, a code that is refused for "%s" is explained', (reason, expected) => {
  expect(promotionNoteInWords('SPRING24', reason)).toBe(expected);
});

test.each([
  ['expired', 'SPRING24 has ended. Prices below are without it.'],
  ['inactive', 'SPRING24 has ended. Prices below are without it.'],
  ['used-up', 'SPRING24 has been used as often as it could be. Prices below are without it.'],
  [
    'other-customer',
    'SPRING24 belongs to another account. Signed in with that one, it works. Prices below are without it.',
  ],
  ['minimum-amount', 'SPRING24 needs a larger amount than the plans below. Prices are without it.'],
  ['other-product', 'SPRING24 is not for the plans below. Prices are without it.'],
  ['other-currency', 'SPRING24 is not available in this currency. Prices below are without it.'],
  ['unknown', "We don't know the code SPRING24. Check the spelling. Prices below are without it."],
  [
    'not-first-time',
    'SPRING24 is for a first payment, and you are already a customer. Prices below are without it.',
  ],
] as const)('a code that is %s is explained', (reason, expected) => {
  expect(promotionRefusalInWords('SPRING24', reason)).toBe(expected);
});
