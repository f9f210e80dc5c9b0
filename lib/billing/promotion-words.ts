import { add, formatMoney, type Money } from '../money';
import type { Interval } from './catalogue';
import {
  type Coupon,
  type Duration,
  durationOf,
  type PromotionRefusal,
  type PromotionResult,
} from './promotion';

/**
 * How long a reduced price lasts and what comes then: "for 3 months, then $49.00". Empty when nothing is taken off.
 * A year is billed whole, so months of a coupon are told as the yearly invoices they touch.
 */
export function durationInWords(interval: Interval, result: PromotionResult): string {
  if (!result.applies || result.off.amount === 0) return '';
  const { duration } = result;
  if (duration.kind === 'forever') return 'for as long as you stay';
  const full = formatMoney(add(result.discounted, result.off));
  return `${spanInWords(interval, duration)}, then ${full}`;
}

/** A coupon in one line for a banner: "25% off for 3 months", "$10.00 off your next invoice". */
export function couponInWords(coupon: Coupon, interval: Interval, currency: string): string {
  const off = offInWords(coupon, currency);
  const duration = durationOf(coupon);
  if (duration.kind === 'forever') return `${off} for as long as you stay`;
  return duration.kind === 'once' ? `${off} your next invoice` : `${off} ${spanInWords(interval, duration)}`;
}

/** "25% off", "$10.00 off"; plain "a discount" when the amount is not known in this currency. */
export function offInWords(coupon: Pick<Coupon, 'percentOff' | 'amountOff'>, currency: string): string {
  if (coupon.percentOff !== null) return `${coupon.percentOff}% off`;
  const amount = coupon.amountOff?.[currency];
  if (amount === undefined) return 'a discount';
  const off: Money = { amount, currency };
  return `${formatMoney(off)} off`;
}

/** Why a code does not count, and that everything else still works. */
export function promotionRefusalInWords(code: string, reason: PromotionRefusal): string {
  switch (reason) {
    case 'unknown':
      return `We don't know the code ${code}. Check the spelling. Prices below are without it.`;
    case 'inactive':
    case 'expired':
      return `${code} has ended. Prices below are without it.`;
    case 'used-up':
      return `${code} has been used as often as it could be. Prices below are without it.`;
    case 'other-customer':
      return `${code} belongs to another account. Signed in with that one, it works. Prices below are without it.`;
    case 'not-first-time':
      return `${code} is for a first payment, and you are already a customer. Prices below are without it.`;
    case 'minimum-on-update':
      return `${code} asks for a minimum amount and cannot be used to change a plan. Prices below are without it.`;
    case 'minimum-amount':
      return `${code} needs a larger amount than the plans below. Prices are without it.`;
    case 'other-product':
      return `${code} is not for the plans below. Prices are without it.`;
    case 'other-currency':
      return `${code} is not available in this currency. Prices below are without it.`;
    case 'over-before-start':
      return `${code} would be over before a change begins, when your current period ends. Prices below are without it.`;
  }
}

/** Why a code that counts for another plan does not count for this one. */
export function promotionNoteInWords(code: string, reason: PromotionRefusal): string {
  switch (reason) {
    case 'other-product':
      return `${code} is not for this plan.`;
    case 'minimum-amount':
      return `${code} needs a larger amount.`;
    case 'over-before-start':
      return `${code} would be over before this change begins.`;
    default:
      return `${code} does not count here.`;
  }
}

function spanInWords(interval: Interval, duration: Exclude<Duration, { kind: 'forever' }>): string {
  if (duration.kind === 'once') return 'on your next invoice';
  if (interval === 'month') return duration.months === 1 ? 'for 1 month' : `for ${duration.months} months`;
  const invoices = Math.ceil(duration.months / 12);
  return invoices === 1 ? 'for the first year' : `for the first ${invoices} years`;
}
