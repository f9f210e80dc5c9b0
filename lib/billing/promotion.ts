import { addMonths } from '../calendar';
import { type Money, money, percentOf, subtract } from '../money';

/** A promotion code with the terms of its coupon, as far as they decide a price. Times are Unix seconds. */
export type PromotionCode = Readonly<{
  id: string;
  code: string;
  active: boolean;
  expiresAt: number | null;
  maxRedemptions: number | null;
  timesRedeemed: number;
  /** The one customer who may redeem it, or null for everybody. */
  customer: string | null;
  firstTimeTransaction: boolean;
  /** Minor units by currency. */
  minimumAmount: Readonly<Partial<Record<string, number>>> | null;
  coupon: Coupon;
}>;

export type Coupon = Readonly<{
  id: string;
  name: string | null;
  valid: boolean;
  redeemBy: number | null;
  percentOff: number | null;
  /** Minor units by currency. */
  amountOff: Readonly<Partial<Record<string, number>>> | null;
  duration: 'once' | 'repeating' | 'forever';
  durationInMonths: number | null;
  appliesToProducts: readonly string[] | null;
}>;

export type Duration = { kind: 'once' } | { kind: 'months'; months: number } | { kind: 'forever' };

export type PromotionRefusal =
  | 'unknown'
  | 'inactive'
  | 'expired'
  | 'used-up'
  | 'other-customer'
  | 'not-first-time'
  | 'minimum-on-update'
  | 'minimum-amount'
  | 'other-product'
  | 'other-currency'
  | 'over-before-start';

export type PromotionResult =
  | { applies: true; discounted: Money; off: Money; duration: Duration }
  | { applies: false; reason: PromotionRefusal };

export type PromotionTarget = Readonly<{
  price: Money;
  productId: string;
  /** The Stripe customer who would redeem it; null for somebody who has none yet. */
  customer: string | null;
  hasPaidBefore: boolean;
  /** A change of a subscription that exists, as every visit to the portal is. */
  isUpdate: boolean;
  /** When a change that waits for the period's end is first charged (Unix seconds); absent or null for one at once. */
  startsAt?: number | null;
}>;

/** What a code does to a price at `now` (Unix seconds): the discounted price, or the first reason why not. */
export function applyPromotion(code: PromotionCode, on: PromotionTarget, now: number): PromotionResult {
  const reason = refusalFor(code, on, now);
  if (reason) return { applies: false, reason };
  const off = discountOn(on.price, code.coupon);
  if (off === null) return { applies: false, reason: 'other-currency' };
  const duration = durationFrom(on.startsAt ?? null, code.coupon, now);
  if (duration === null) return { applies: false, reason: 'over-before-start' };
  return { applies: true, discounted: subtract(on.price, off), off, duration };
}

/**
 * What a coupon takes off a price: never more than the price; null when an amount off is not given in the price's
 * currency. Conditions of a code are not its business.
 */
export function discountOn(price: Money, coupon: Pick<Coupon, 'percentOff' | 'amountOff'>): Money | null {
  if (coupon.percentOff !== null) return percentOf(price, coupon.percentOff);
  const amount = coupon.amountOff?.[price.currency];
  return amount === undefined ? null : money(Math.min(amount, price.amount), price.currency);
}

/** How long a coupon lowers invoices; `repeating` without a number of months is one. */
export function durationOf(coupon: Pick<Coupon, 'duration' | 'durationInMonths'>): Duration {
  if (coupon.duration === 'forever') return { kind: 'forever' };
  if (coupon.duration === 'once') return { kind: 'once' };
  return { kind: 'months', months: coupon.durationInMonths ?? 1 };
}

/**
 * How long a coupon that is redeemed at `now` counts for a price that is first charged at `startsAt` (null: at once):
 * its months run from the redemption on, whatever is charged meanwhile. Null when they are over by then.
 */
function durationFrom(startsAt: number | null, coupon: Coupon, now: number): Duration | null {
  const duration = durationOf(coupon);
  if (startsAt === null || duration.kind !== 'months') return duration;
  const after = (start: number, months: number) => addMonths(new Date(start * 1000), months).getTime() / 1000;
  const end = after(now, duration.months);
  let months = 0;
  while (after(startsAt, months) < end) months += 1;
  return months === 0 ? null : { kind: 'months', months };
}

/**
 * The code that counts among all that share one spelling: an active code is unique among those one customer may use,
 * but used-up ones and other customers' ones stay listed. Null when the list is empty.
 */
export function choosePromotionCode(
  codes: readonly PromotionCode[],
  customer: string | null,
): PromotionCode | null {
  const rank = (code: PromotionCode): number => {
    const forOther = code.customer !== null && code.customer !== customer;
    if (!code.active) return forOther ? 4 : 3;
    if (forOther) return 2;
    return code.customer === null ? 1 : 0;
  };
  return [...codes].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

/**
 * A code as it was typed, pasted or scanned, without what comes along at its ends and no code has: quotation marks, a
 * comma, spaces that cannot be seen. Nothing else than such is left as it is.
 */
export const trimmedCode = (text: string): string =>
  text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '') || text.trim();

/** False for text that no promotion code can be: Stripe allows letters and digits, at most 500. */
export function isPossibleCode(code: string): boolean {
  return /^[a-zA-Z0-9]{1,500}$/.test(code);
}

function refusalFor(code: PromotionCode, on: PromotionTarget, now: number): PromotionRefusal | null {
  // Stripe switches a code off when its time or number runs out: the telling reason goes before "inactive".
  if (hasPassed(code.expiresAt, now) || hasPassed(code.coupon.redeemBy, now)) return 'expired';
  if (code.maxRedemptions !== null && code.timesRedeemed >= code.maxRedemptions) return 'used-up';
  if (!code.active || !code.coupon.valid) return 'inactive';
  if (code.customer !== null && code.customer !== on.customer) return 'other-customer';
  if (code.firstTimeTransaction && on.hasPaidBefore) return 'not-first-time';
  if (code.minimumAmount) {
    // Stripe refuses any minimum on an update, "because … the amount may change"
    if (on.isUpdate) return 'minimum-on-update';
    const minimum = code.minimumAmount[on.price.currency];
    if (minimum === undefined) return 'other-currency';
    if (on.price.amount < minimum) return 'minimum-amount';
  }
  const products = code.coupon.appliesToProducts;
  return products !== null && !products.includes(on.productId) ? 'other-product' : null;
}

const hasPassed = (moment: number | null, now: number): boolean => moment !== null && moment <= now;
