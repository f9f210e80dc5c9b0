import { expect, test } from 'vitest';
import type { PromotionResult } from '@/lib/billing/promotion';
import { couponInWords, durationInWords, promotionRefusalInWords } from '@/lib/billing/promotion-words';
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

test.each([
  ['expired', 'SPRING24 has ended. Prices below are without it.'],
  ['unknown', "We don't know the code SPRING24. Check the spelling. Prices below are without it."],
  [
    'not-first-time',
    'SPRING24 is for a first payment, and you are already a customer. Prices below are without it.',
  ],
] as const)('a code that is %s is explained', (reason, expected) => {
  expect(promotionRefusalInWords('SPRING24', reason)).toBe(expected);
});
