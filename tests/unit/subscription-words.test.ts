import { expect, it, test } from 'vitest';
import {
  discountsInWords,
  expiryInWords,
  nextPrice,
  paymentMethodInWords,
  priceInWords,
} from '@/lib/billing/subscription-words';
import { aDiscount, aProSubscription, aSubscription, DECEMBER_1, VISA } from './given';

const once = { duration: 'once', durationInMonths: null } as const;
const forever = { duration: 'forever', durationInMonths: null } as const;
const tenOff = { percentOff: null, amountOff: { usd: 1000 } };

test.each([
  ['25% off until 16 February 2027, then $49.00', [aDiscount()]],
  ['25% off your next invoice, then $49.00', [aDiscount({ coupon: once, end: null })]],
  ['25% off for as long as you stay', [aDiscount({ coupon: forever, end: null })]],
  ['$10.00 off until 16 February 2027, then $49.00', [aDiscount({ coupon: tenOff })]],
  [
    '25% off until 1 December 2026; your next invoice comes after that, at $49.00',
    [aDiscount({ end: DECEMBER_1 })],
  ],
  [null, []],
])('%s', (expected, discounts) => {
  expect(discountsInWords(aProSubscription({ discounts }))).toBe(expected);
});

test.each([
  ['25 % off', [aDiscount()], 3675],
  ['a discount that ends with the period no longer counts', [aDiscount({ end: DECEMBER_1 })], 4900],
  ['two discounts follow each other', [aDiscount(), aDiscount({ id: 'di_2', coupon: tenOff })], 2675],
  ['none', [], 4900],
])('the next price with %s', (_name, discounts, expected) => {
  expect(nextPrice(aProSubscription({ discounts }))).toEqual({ amount: expected, currency: 'usd' });
});

it('takes an amount off the whole, not off each of several units', () => {
  const subscription = aSubscription({ quantity: 3, discounts: [aDiscount({ coupon: tenOff })] });
  expect(nextPrice(subscription).amount).toBe(3500);
});

test.each([
  ['$15.00 per month', 1, 'month'],
  ['3 × $15.00 per year', 3, 'year'],
  ['$15.00', 1, null],
] as const)('%s', (expected, quantity, interval) => {
  expect(priceInWords({ amount: 1500, currency: 'usd' }, quantity, interval)).toBe(expected);
});

test.each([
  ['Visa ending in 4242', {}],
  ['American Express ending in 0005', { brand: 'amex', last4: '0005' }],
  ['Card ending in 4242', { brand: 'something_new' }],
  ['Sepa debit ending in 3000', { type: 'sepa_debit', brand: null, last4: '3000' }],
  ['Link', { type: 'link', brand: null, last4: null }],
])('%s', (expected, given) => {
  expect(paymentMethodInWords({ ...VISA, ...given })).toBe(expected);
});

it('writes the expiry with two digits, and none for what does not expire', () => {
  expect(expiryInWords(VISA)).toBe('08/2029');
  expect(expiryInWords({ ...VISA, expMonth: null, expYear: null })).toBe('');
  expect(expiryInWords({ ...VISA, expMonth: null })).toBe('');
});
