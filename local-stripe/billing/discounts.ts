import type { Account } from '../account';
import type { Coupon, Discount } from '../records';
import { share } from './proration';

/** A discount with the terms of its coupon. */
export type Terms = Readonly<{ discount: Discount; coupon: Coupon }>;

export type Lowered = Readonly<{ discount: string; amount: number }>;

/** The terms of these discounts that still run at `moment`. */
export function termsOf(account: Account, discounts: readonly string[], moment: number): Terms[] {
  return discounts.flatMap((id) => {
    const discount = account.store.get('discounts', id);
    const coupon = discount && couponOf(account, discount.source.coupon ?? '');
    return discount && coupon && runsAt(discount, moment) ? [{ discount, coupon }] : [];
  });
}

/** True before the second at which a discount ends; `moment` is Unix seconds. */
export const runsAt = (discount: Discount, moment: number): boolean =>
  discount.end === null || moment < discount.end;

/** A coupon, also one that was deleted after somebody redeemed it. */
export const couponOf = (account: Account, id: string): Coupon | undefined =>
  account.store.get('coupons', id) ?? account.store.get('retiredCoupons', id);

/** Minor units that the coupon takes off in this currency; null for a percentage or another currency. */
export const amountOff = (coupon: Coupon, currency: string): number | null =>
  coupon.currency_options?.[currency]?.amount_off ??
  (coupon.currency === currency ? coupon.amount_off : null);

/**
 * How much each discount takes off each line: first a line's own, then those of all lines, each in its order. A
 * percentage is of what the earlier ones left, an amount is split over the lines by their size. Never below zero.
 */
export function lower(
  lines: readonly Readonly<{ amount: number; product: string; own?: readonly Terms[] }>[],
  terms: readonly Terms[],
  currency: string,
): Lowered[][] {
  const left = lines.map((line) => line.amount);
  const result: Lowered[][] = lines.map(() => []);
  lines.forEach(({ product, own = [] }, line) => {
    for (const { discount, coupon } of own) {
      if (coupon.applies_to && !coupon.applies_to.products.includes(product)) continue;
      const [amount = 0] = takenOff(coupon, currency, [left[line] ?? 0]);
      if (amount === 0) continue;
      left[line] = (left[line] ?? 0) - amount;
      result[line]?.push({ discount: discount.id, amount });
    }
  });
  for (const { discount, coupon } of terms) {
    const eligible = lines.flatMap(({ product }, i) =>
      (left[i] ?? 0) > 0 && (coupon.applies_to?.products.includes(product) ?? true) ? [i] : [],
    );
    const off = takenOff(
      coupon,
      currency,
      eligible.map((i) => left[i] ?? 0),
    );
    eligible.forEach((line, i) => {
      const amount = off[i] ?? 0;
      if (amount === 0) return;
      left[line] = (left[line] ?? 0) - amount;
      result[line]?.push({ discount: discount.id, amount });
    });
  }
  return result;
}

function takenOff(coupon: Coupon, currency: string, amounts: readonly number[]): number[] {
  if (coupon.percent_off !== null)
    return amounts.map((amount) => share(amount, Math.round((coupon.percent_off ?? 0) * 10_000), 1_000_000));
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  const off = Math.min(amountOff(coupon, currency) ?? 0, total);
  let given = 0;
  return amounts.map((amount, i) => {
    // Each share is rounded down and the last line takes the rest: 500 over 1000 and 2000 is 166 and 334.
    const part = i === amounts.length - 1 ? off - given : Math.floor((off * amount) / Math.max(total, 1));
    given += part;
    return part;
  });
}
