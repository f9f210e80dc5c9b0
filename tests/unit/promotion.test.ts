import { describe, expect, it, test } from 'vitest';
import {
  applyPromotion,
  choosePromotionCode,
  isPossibleCode,
  type PromotionTarget,
} from '@/lib/billing/promotion';
import { aCode, NOVEMBER_16 } from './given';

const PRO: PromotionTarget = {
  price: { amount: 4900, currency: 'usd' },
  productId: 'prod_pro',
  customer: 'cus_1',
  hasPaidBefore: true,
  isUpdate: true,
};
const usd = (amount: number) => ({ amount, currency: 'usd' });

test.each([
  ['25 percent for 3 months', aCode(), PRO.price, 1225, 3675],
  ['a tenth of a percent is exact', aCode({ coupon: { percentOff: 0.1 } }), usd(4900), 5, 4895],
  ['33.3333 percent is rounded once', aCode({ coupon: { percentOff: 33.3333 } }), usd(1500), 500, 1000],
  [
    '$10 off',
    aCode({ coupon: { percentOff: null, amountOff: { usd: 1000, eur: 900 } } }),
    usd(4900),
    1000,
    3900,
  ],
  [
    'an amount off never goes below zero',
    aCode({ coupon: { percentOff: null, amountOff: { usd: 9900 } } }),
    usd(4900),
    4900,
    0,
  ],
  ['nothing off a free plan', aCode(), usd(0), 0, 0],
])('%s', (_name, code, price, off, discounted) => {
  expect(applyPromotion(code, { ...PRO, price }, NOVEMBER_16)).toEqual({
    applies: true,
    off: usd(off),
    discounted: usd(discounted),
    duration: { kind: 'months', months: 3 },
  });
});

test.each([
  ['once', null, { kind: 'once' }],
  ['repeating', 6, { kind: 'months', months: 6 }],
  ['forever', null, { kind: 'forever' }],
] as const)('a %s coupon lasts %o months: %o', (duration, durationInMonths, expected) => {
  const result = applyPromotion(aCode({ coupon: { duration, durationInMonths } }), PRO, NOVEMBER_16);
  expect(result).toMatchObject({ applies: true, duration: expected });
});

describe('does not count', () => {
  test.each([
    ['a code that was switched off', 'inactive', aCode({ active: false }), {}],
    ['a code whose coupon is no longer valid', 'inactive', aCode({ coupon: { valid: false } }), {}],
    ['a code from the second it expires', 'expired', aCode({ active: false, expiresAt: NOVEMBER_16 }), {}],
    ['a coupon past its last redemption', 'expired', aCode({ coupon: { redeemBy: NOVEMBER_16 - 1 } }), {}],
    ['a used-up code', 'used-up', aCode({ active: false, maxRedemptions: 5, timesRedeemed: 5 }), {}],
    ["somebody else's code", 'other-customer', aCode({ customer: 'cus_2' }), {}],
    ["a customer's code for a visitor", 'other-customer', aCode({ customer: 'cus_1' }), { customer: null }],
    ['a first-time code for a paying customer', 'not-first-time', aCode({ firstTimeTransaction: true }), {}],
    ['any minimum on an update', 'minimum-on-update', aCode({ minimumAmount: { usd: 100 } }), {}],
    [
      'a price below the minimum',
      'minimum-amount',
      aCode({ minimumAmount: { usd: 4901 } }),
      { isUpdate: false },
    ],
    [
      'a minimum of another currency',
      'other-currency',
      aCode({ minimumAmount: { eur: 100 } }),
      { isUpdate: false },
    ],
    [
      'a coupon for another product',
      'other-product',
      aCode({ coupon: { appliesToProducts: ['prod_x'] } }),
      {},
    ],
    [
      'an amount off in another currency',
      'other-currency',
      aCode({ coupon: { percentOff: null, amountOff: { eur: 900 } } }),
      {},
    ],
  ])('%s: %s', (_name, reason, code, target) => {
    expect(applyPromotion(code, { ...PRO, ...target }, NOVEMBER_16)).toEqual({ applies: false, reason });
  });
});

describe('counts', () => {
  test.each([
    ['one second before it expires', aCode({ expiresAt: NOVEMBER_16 + 1 }), {}],
    ['with one redemption left', aCode({ maxRedemptions: 5, timesRedeemed: 4 }), {}],
    ['for the customer it was made for', aCode({ customer: 'cus_1' }), {}],
    ['for the first time', aCode({ firstTimeTransaction: true }), { hasPaidBefore: false }],
    ['at exactly the minimum', aCode({ minimumAmount: { usd: 4900 } }), { isUpdate: false }],
    ['for one of its products', aCode({ coupon: { appliesToProducts: ['prod_x', 'prod_pro'] } }), {}],
  ])('%s', (_name, code, target) => {
    expect(applyPromotion(code, { ...PRO, ...target }, NOVEMBER_16)).toMatchObject({ applies: true });
  });
});

describe('of several codes of one spelling', () => {
  const general = aCode({ id: 'promo_general' });
  const mine = aCode({ id: 'promo_mine', customer: 'cus_1' });
  const others = aCode({ id: 'promo_others', customer: 'cus_2' });
  const old = aCode({ id: 'promo_old', active: false });
  test.each([
    ['the active one goes before an old one', [old, general], 'cus_1', 'promo_general'],
    ["the customer's own goes first", [general, others, mine], 'cus_1', 'promo_mine'],
    ["nobody gets another customer's while there is one for all", [others, general], null, 'promo_general'],
    ["another customer's active one explains more than an old one", [old, others], 'cus_1', 'promo_others'],
    ['an old one is better than none', [old], 'cus_1', 'promo_old'],
  ])('%s', (_name, codes, customer, expected) => {
    expect(choosePromotionCode(codes, customer)?.id).toBe(expected);
  });
  it('none of none', () => expect(choosePromotionCode([], null)).toBeNull());
});

test.each([
  ['SPRING25', true],
  ['spring25', true],
  ['A'.repeat(500), true],
  ['A'.repeat(501), false],
  ['SPRING 25', false],
  ['SPRING-25', false],
  ['<b>', false],
  ['', false],
])('%s can be a code: %s', (code, possible) => {
  expect(isPossibleCode(code)).toBe(possible);
});
