import { expect, it, test } from 'vitest';
import { add, formatMoney, fractionDigits, money, percentOf, subtract } from '@/lib/money';

test.each([
  [1200, 'usd', '$12.00'],
  [0, 'usd', '$0.00'],
  [-750, 'usd', '-$7.50'],
  [7200, 'jpy', '¥7,200'],
  [4500, 'eur', '€45.00'],
  [12345, 'kwd', 'KWD 12.345'],
  [500, 'isk', 'ISK 5.00'], // Stripe keeps two digits for isk, whatever ICU says
])('%i %s reads %s', (amount, currency, expected) => {
  expect(formatMoney(money(amount, currency)).replaceAll('\u00a0', ' ')).toBe(expected);
});

test.each([
  ['usd', 2],
  ['jpy', 0],
  ['krw', 0],
  ['bhd', 3],
  ['ugx', 2],
])('%s has %i digits behind the point', (currency, digits) => {
  expect(fractionDigits(currency)).toBe(digits);
});

test.each([
  [4900, 25, 1225],
  [4900, 25.5, 1250], // 1249.5
  [1999, 33.3333, 666], // 666.33
  [1, 50, 1], // half a cent counts as one
  [-1, 50, -1],
  [4900, 100, 4900],
  [0, 25, 0],
])('of %i, %d %% is %i', (amount, percent, expected) => {
  expect(percentOf(money(amount, 'usd'), percent)).toEqual({ amount: expected, currency: 'usd' });
});

it('sums and subtracts within one currency', () => {
  expect(add(money(1500, 'usd'), money(-500, 'usd'))).toEqual({ amount: 1000, currency: 'usd' });
  expect(subtract(money(1500, 'usd'), money(1500, 'usd'))).toEqual({ amount: 0, currency: 'usd' });
});

it('never adds two currencies', () => {
  expect(() => add(money(1, 'usd'), money(1, 'eur'))).toThrow('Cannot add eur to usd');
});

test.each([
  [12.5, 'usd', 'Money needs whole minor units, got 12.5 usd'],
  [Number.NaN, 'usd', 'Money needs whole minor units, got NaN usd'],
  [1200, 'USD', 'Money needs a currency like "usd", got "USD"'],
])('money of %d %s cannot be made', (amount, currency, message) => {
  expect(() => money(amount, currency)).toThrow(message);
});

it('has no negative zero, which would print as -$0.00', () => {
  expect(Object.is(money(-0, 'usd').amount, 0)).toBe(true);
});
