import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import {
  CURRENCIES,
  catalogPlan,
  lookupKey,
  PLAN_KEYS,
  PLANS,
  type PlanKey,
  PROMOTIONS,
} from '@/lib/billing/catalogue';
import { findPrice, inTens, LOOKUP_KEYS, offerOf, priceIn, yearlySavingPercent } from '@/lib/billing/plan';
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

it('has eight lookup keys', () => {
  expect(LOOKUP_KEYS).toHaveLength(8);
  expect(lookupKey('starter', 'month')).toBe('starter_month');
});

test.each([
  [0, []],
  [8, [8]],
  [10, [10]],
  [12, [10, 2]],
])('%i lookup keys are asked for in requests of %j, as Stripe takes them', (number, sizes) => {
  const keys = Array.from({ length: number }, (_, n) => `plan${n}_month`);
  expect(inTens(keys).map(({ length }) => length)).toEqual(sizes);
  expect(inTens(keys).flat()).toEqual(keys);
});

test('no rule outside the catalogue names a plan or a currency of it', () => {
  const named = new RegExp(`'(${[...PLAN_KEYS, ...CURRENCIES].join('|')})'`);
  const files = ['app', 'components', 'lib'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(({ name }) => /\.tsx?$/.test(name) && name !== 'catalogue.ts')
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
  const code = (file: string) => readFileSync(file, 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '');
  expect(files.filter((file) => named.test(code(file)))).toEqual([]);
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
