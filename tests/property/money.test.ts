import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, formatMoney, fractionDigits, money, percentOf, subtract } from '@/lib/money';
import { runs } from './runs';

const CURRENCIES = ['usd', 'eur', 'jpy', 'krw', 'kwd', 'isk', 'gbp'];
const amount = fc.integer({ min: -99_999_999, max: 99_999_999 });
const currency = fc.constantFrom(...CURRENCIES);
/** Stripe's percentages: more than 0, at most 100, four decimals at most. */
const percent = fc.integer({ min: 1, max: 1_000_000 }).map((parts) => parts / 10_000);

test('what is added can be taken away again', () => {
  fc.assert(
    fc.property(amount, amount, currency, (a, b, unit) => {
      expect(subtract(add(money(a, unit), money(b, unit)), money(b, unit))).toEqual(money(a, unit));
    }),
    runs(300),
  );
});

test('a percentage of a price is within half a minor unit of the exact one, and never more than the price', () => {
  fc.assert(
    fc.property(fc.nat(99_999_999), percent, currency, (price, share, unit) => {
      const off = percentOf(money(price, unit), share).amount;
      // In whole numbers: |off × 1 000 000 − price × share| ≤ 500 000.
      const error = BigInt(off) * 1_000_000n - BigInt(price) * BigInt(Math.round(share * 10_000));
      expect(error >= -500_000n && error <= 500_000n).toBe(true);
      expect(off).toBeLessThanOrEqual(price);
      expect(off).toBeGreaterThanOrEqual(0);
    }),
    runs(500),
  );
});

test('a percentage and its opposite are one amount with two signs', () => {
  fc.assert(
    fc.property(fc.nat(99_999_999), percent, (price, share) => {
      const [off, back] = [percentOf(money(price, 'usd'), share), percentOf(money(-price, 'usd'), share)];
      expect(add(off, back)).toEqual(money(0, 'usd'));
    }),
    runs(300),
  );
});

test('what is printed can be read back to the minor unit', () => {
  fc.assert(
    fc.property(amount, currency, (minor, unit) => {
      const text = formatMoney(money(minor, unit));
      const digits = text.replace(/[^\d]/g, '');
      expect(Number(digits) * (text.startsWith('-') ? -1 : 1) + 0).toBe(minor);
      const decimals = text.split('.')[1] ?? '';
      expect(decimals).toHaveLength(fractionDigits(unit));
    }),
    runs(300),
  );
});
