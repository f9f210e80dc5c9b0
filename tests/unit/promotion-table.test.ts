import { describe, expect, test } from 'vitest';
import type { Interval } from '@/lib/billing/catalogue';
import { applyPromotion, type PromotionCode, type PromotionTarget } from '@/lib/billing/promotion';
import { durationInWords } from '@/lib/billing/promotion-words';
import { formatMoney } from '@/lib/money';
import { aCode, NOVEMBER_16 } from './given';

type Terms = Parameters<typeof aCode>[0];

const NEWCOMER: PromotionTarget = {
  price: { amount: 4900, currency: 'usd' },
  productId: 'prod_pro',
  customer: null,
  hasPaidBefore: false,
  isUpdate: false,
};
const SUBSCRIBER = { customer: 'cus_1', hasPaidBefore: true, isUpdate: true };

const percent = (percentOff: number, rest: NonNullable<Terms>['coupon'] = {}): Terms => ({
  coupon: { percentOff, duration: 'once', durationInMonths: null, ...rest },
});
const off = (amountOff: Record<string, number>, rest: NonNullable<Terms>['coupon'] = {}): Terms =>
  percent(0, { percentOff: null, amountOff, ...rest });
const months = (durationInMonths: number) => ({ duration: 'repeating', durationInMonths }) as const;
const FOREVER = { duration: 'forever', durationInMonths: null } as const;

const judge = (terms: Terms, target: Partial<PromotionTarget>) =>
  applyPromotion(aCode(terms) satisfies PromotionCode, { ...NEWCOMER, ...target }, NOVEMBER_16);
const price = (amount: number, currency = 'usd') => ({ price: { amount, currency } });

describe('the price now', () => {
  test.each<[terms: string, Terms, full: number, currency: string, now: string]>([
    ['25 %', percent(25), 4900, 'usd', '$36.75'],
    ['25 %', percent(25), 1500, 'usd', '$11.25'],
    ['25 %', percent(25), 14900, 'usd', '$111.75'],
    ['25 %', percent(25), 49000, 'usd', '$367.50'],
    ['25 %', percent(25), 4500, 'eur', '€33.75'],
    ['25 %', percent(25), 7200, 'jpy', '¥5,400'],
    ['25 %', percent(25), 2200, 'jpy', '¥1,650'],
    ['25 % of an odd yen', percent(25), 2201, 'jpy', '¥1,651'],
    ['25 % of three decimals', percent(25), 15_500, 'kwd', 'KWD 11.625'],
    ['20 %', percent(20), 4900, 'usd', '$39.20'],
    ['20 %', percent(20), 1400, 'eur', '€11.20'],
    ['15 %', percent(15), 4900, 'usd', '$41.65'],
    ['15 %', percent(15), 149_000, 'usd', '$1,266.50'],
    ['30 %', percent(30), 4900, 'usd', '$34.30'],
    ['half a cent is rounded away from the customer’s price', percent(50), 1, 'usd', '$0.00'],
    ['half of three cents', percent(50), 3, 'usd', '$0.01'],
    ['a third', percent(33.33), 1000, 'usd', '$6.67'],
    ['two thirds', percent(66.67), 1000, 'usd', '$3.33'],
    ['a hundredth of a percent', percent(0.01), 4900, 'usd', '$49.00'],
    ['2.675 %, which no binary fraction is', percent(2.675), 100_000, 'usd', '$973.25'],
    ['99.99 %', percent(99.99), 4900, 'usd', '$0.00'],
    ['100 %', percent(100), 4900, 'usd', '$0.00'],
    ['100 % of yen', percent(100), 7200, 'jpy', '¥0'],
    ['25 % of nothing', percent(25), 0, 'usd', '$0.00'],
    ['$10 off', off({ usd: 1000 }), 4900, 'usd', '$39.00'],
    ['$10 off', off({ usd: 1000 }), 1500, 'usd', '$5.00'],
    ['€9 off', off({ usd: 1000, eur: 900 }), 4500, 'eur', '€36.00'],
    ['¥1,500 off', off({ usd: 1000, jpy: 1500 }), 7200, 'jpy', '¥5,700'],
    ['exactly the price off', off({ usd: 4900 }), 4900, 'usd', '$0.00'],
    ['a cent more than the price off', off({ usd: 4901 }), 4900, 'usd', '$0.00'],
    ['a fortune off', off({ usd: 99_999_999 }), 4900, 'usd', '$0.00'],
    ['$10 off nothing', off({ usd: 1000 }), 0, 'usd', '$0.00'],
    ['a cent off', off({ usd: 1 }), 4900, 'usd', '$48.99'],
  ])('%s: %o of %d %s is %s', (_terms, terms, full, currency, now) => {
    const result = judge(terms, price(full, currency));
    if (!result.applies) throw new Error(result.reason);
    expect(formatMoney(result.discounted).replace(/\u00a0/g, ' ')).toBe(now);
  });
});

describe('the price later, in words', () => {
  test.each<[Terms, Interval, number, string, string]>([
    [percent(25, months(1)), 'month', 4900, 'usd', 'for 1 month, then $49.00'],
    [percent(25, months(3)), 'month', 4900, 'usd', 'for 3 months, then $49.00'],
    [percent(25, months(3)), 'month', 7200, 'jpy', 'for 3 months, then ¥7,200'],
    [percent(25, months(12)), 'month', 1500, 'usd', 'for 12 months, then $15.00'],
    [percent(25, months(3)), 'year', 49_000, 'usd', 'for the first year, then $490.00'],
    [percent(25, months(12)), 'year', 49_000, 'usd', 'for the first year, then $490.00'],
    [percent(25, months(13)), 'year', 49_000, 'usd', 'for the first 2 years, then $490.00'],
    [percent(25, months(25)), 'year', 45_000, 'eur', 'for the first 3 years, then €450.00'],
    [percent(20), 'month', 4900, 'usd', 'on your next invoice, then $49.00'],
    [percent(20), 'year', 49_000, 'usd', 'on your next invoice, then $490.00'],
    [percent(15, FOREVER), 'month', 4900, 'usd', 'for as long as you stay'],
    [percent(15, FOREVER), 'year', 49_000, 'usd', 'for as long as you stay'],
    [off({ usd: 1000 }, months(3)), 'month', 4900, 'usd', 'for 3 months, then $49.00'],
    [off({ usd: 9900 }, months(3)), 'month', 4900, 'usd', 'for 3 months, then $49.00'],
    [percent(25, months(3)), 'month', 0, 'usd', ''],
  ])('%o by the %s of %d %s: %s', (terms, interval, full, currency, words) => {
    expect(durationInWords(interval, judge(terms, price(full, currency)))).toBe(words);
  });
});

describe('a change that waits for the period’s end: the months run from the day it is confirmed', () => {
  const [NOVEMBER_30, DECEMBER_16, FEBRUARY_15, NOVEMBER_2027] = [
    1_795_996_800, 1_797_379_200, 1_802_649_600, 1_826_323_200,
  ];
  test.each<[Terms, Interval, startsAt: number, answer: string]>([
    [percent(25, months(3)), 'month', NOVEMBER_30, 'for 3 months, then $49.00'],
    [percent(25, months(3)), 'month', DECEMBER_16, 'for 2 months, then $49.00'],
    [percent(25, months(3)), 'month', FEBRUARY_15, 'for 1 month, then $49.00'],
    [percent(25, months(1)), 'month', DECEMBER_16, 'over-before-start'],
    [percent(25, months(3)), 'month', NOVEMBER_2027, 'over-before-start'],
    [percent(25, months(3)), 'year', DECEMBER_16, 'for the first year, then $49.00'],
    [percent(25, months(14)), 'year', NOVEMBER_30, 'for the first 2 years, then $49.00'],
    [percent(25, months(14)), 'year', NOVEMBER_2027, 'for the first year, then $49.00'],
    [percent(25), 'month', NOVEMBER_2027, 'on your next invoice, then $49.00'],
    [percent(25, FOREVER), 'month', NOVEMBER_2027, 'for as long as you stay'],
  ])('%o by the %s from %d on: %s', (terms, interval, startsAt, answer) => {
    const result = judge(terms, { ...SUBSCRIBER, startsAt });
    expect(result.applies ? durationInWords(interval, result) : result.reason).toBe(answer);
  });
});

describe('who may use it, and for what', () => {
  const minimum = (usd: number): Terms => ({ minimumAmount: { usd } });
  const only = (...appliesToProducts: string[]): Terms => ({ coupon: { appliesToProducts } });
  test.each<[who: string, Terms, Partial<PromotionTarget>, answer: string]>([
    ['a newcomer', {}, {}, 'applies'],
    ['a subscriber', {}, SUBSCRIBER, 'applies'],
    ['a newcomer with a first-time code', { firstTimeTransaction: true }, {}, 'applies'],
    ['a subscriber with a first-time code', { firstTimeTransaction: true }, SUBSCRIBER, 'not-first-time'],
    [
      'a subscriber who never paid, with a first-time code',
      { firstTimeTransaction: true },
      { ...SUBSCRIBER, hasPaidBefore: false },
      'applies',
    ],
    [
      'a former customer with a first-time code',
      { firstTimeTransaction: true },
      { ...SUBSCRIBER, isUpdate: false },
      'not-first-time',
    ],
    ['a newcomer at the minimum', minimum(4900), {}, 'applies'],
    ['a newcomer a cent above it', minimum(4899), {}, 'applies'],
    ['a newcomer a cent below it', minimum(4901), {}, 'minimum-amount'],
    ['a subscriber above the minimum', minimum(100), SUBSCRIBER, 'minimum-on-update'],
    ['a subscriber below the minimum', minimum(9900), SUBSCRIBER, 'minimum-on-update'],
    ['a minimum without this currency', minimum(100), price(4500, 'eur'), 'other-currency'],
    ['its own customer', { customer: 'cus_1' }, SUBSCRIBER, 'applies'],
    ['another customer', { customer: 'cus_2' }, SUBSCRIBER, 'other-customer'],
    ['nobody yet, with somebody’s code', { customer: 'cus_2' }, {}, 'other-customer'],
    ['its product', only('prod_pro'), {}, 'applies'],
    ['one of its products', only('prod_scale', 'prod_pro'), {}, 'applies'],
    ['another product', only('prod_scale'), {}, 'other-product'],
    ['a coupon for nothing at all', only(), {}, 'other-product'],
    ['its currency', off({ usd: 1000 }), {}, 'applies'],
    ['another currency', off({ usd: 1000 }), price(4500, 'eur'), 'other-currency'],
    ['an expired code', { expiresAt: NOVEMBER_16 }, {}, 'expired'],
    ['a code in its last second', { expiresAt: NOVEMBER_16 + 1 }, {}, 'applies'],
    ['an expired coupon', { coupon: { redeemBy: NOVEMBER_16 } }, {}, 'expired'],
    ['a code with a redemption left', { maxRedemptions: 2, timesRedeemed: 1 }, {}, 'applies'],
    ['a used-up code', { maxRedemptions: 2, timesRedeemed: 2 }, {}, 'used-up'],
    ['a code switched off', { active: false }, {}, 'inactive'],
    ['a coupon that is no longer valid', { coupon: { valid: false } }, {}, 'inactive'],
    // the first reason that somebody can do least about is told
    ['an expired code of another product', { expiresAt: 1, ...only('prod_scale') }, {}, 'expired'],
    [
      'a used-up first-time code',
      { maxRedemptions: 1, timesRedeemed: 1, firstTimeTransaction: true },
      SUBSCRIBER,
      'used-up',
    ],
    ['a switched-off code of another customer', { active: false, customer: 'cus_2' }, SUBSCRIBER, 'inactive'],
    [
      'another customer’s first-time code',
      { customer: 'cus_2', firstTimeTransaction: true },
      SUBSCRIBER,
      'other-customer',
    ],
    [
      'a first-time code with a minimum, on an update',
      { firstTimeTransaction: true, ...minimum(100) },
      SUBSCRIBER,
      'not-first-time',
    ],
    ['a minimum and another product', { ...minimum(9900), ...only('prod_scale') }, {}, 'minimum-amount'],
  ])('%s: %o for %o: %s', (_who, terms, target, answer) => {
    const result = judge(terms, target);
    expect(result.applies ? 'applies' : result.reason).toBe(answer);
  });
});
