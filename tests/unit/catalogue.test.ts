import { expect, it, test } from 'vitest';
import { catalogPlan, lookupKey, PLAN_KEYS, PLANS, type PlanKey, PROMOTIONS } from '@/lib/billing/catalogue';
import { findPrice, LOOKUP_KEYS, offerOf, priceIn, yearlySavingPercent } from '@/lib/billing/plan';
import { PRICES } from './given';

it('has one entry for every plan key, in order', () => {
  expect(PLANS.map((plan) => plan.key)).toEqual([...PLAN_KEYS]);
});

test.each(PLANS)('$key lists at most six features', ({ features }) => {
  expect(features.length).toBeLessThanOrEqual(6);
});

test.each(PROMOTIONS)('$code can be a promotion code, with one kind of discount', ({ code, coupon }) => {
  expect(code).toMatch(/^[A-Z0-9]+$/);
  expect([coupon.percentOff, coupon.amountOff].filter((off) => off !== undefined)).toHaveLength(1);
  expect(coupon.durationInMonths !== undefined).toBe(coupon.duration === 'repeating');
});

it('has eight lookup keys, below the ten that Stripe takes in one request', () => {
  expect(LOOKUP_KEYS).toHaveLength(8);
  expect(lookupKey('starter', 'month')).toBe('starter_month');
});

test.each([
  ['pro_year', { plan: 'pro', interval: 'year' }],
  ['pro_week', null],
  [null, null],
])('lookup key %s stands for %o', (key, offer) => {
  expect(offerOf(key)).toEqual(offer);
});

test.each([
  ['usd', 17],
  ['eur', 17], // Scale saves 17, Pro 17, Starter 17
  ['jpy', 17],
] as const)('a year in %s saves %i percent', (currency, percent) => {
  expect(yearlySavingPercent(PRICES, currency)).toBe(percent);
});

it('names the smallest saving, so that no plan keeps less than was promised', () => {
  const prices = PRICES.map((price) =>
    price.priceId === 'price_scale_year' ? { ...price, amounts: { usd: 160920 } } : price,
  );
  expect(yearlySavingPercent(prices, 'usd')).toBe(10);
});

it('promises nothing where no plan has both prices', () => {
  expect(yearlySavingPercent([], 'usd')).toBe(0);
  const monthly = PRICES.filter(({ interval }) => interval === 'month');
  expect(yearlySavingPercent(monthly, 'usd')).toBe(0);
});

it('names the plans that there are where one is asked for that is not', () => {
  expect(() => catalogPlan('gold' as PlanKey)).toThrow(
    'The catalogue has no plan "gold". Plans are free, starter, pro, scale.',
  );
});

it('finds a price by plan and interval, and tells a currency it is not sold in', () => {
  const price = findPrice(PRICES, 'pro', 'month');
  expect(price && priceIn(price, 'jpy')).toEqual({ amount: 7200, currency: 'jpy' });
  expect(price && priceIn({ ...price, amounts: { usd: 4900 } }, 'jpy')).toBeNull();
});
