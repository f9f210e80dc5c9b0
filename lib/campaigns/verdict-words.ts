import type { PromotionCode, PromotionRefusal } from '../billing/promotion';
import { formatDate } from '../calendar';

/** Why a code counts for nobody, or not for a plan. */
export function refusalInWords(code: PromotionCode, reason: PromotionRefusal): string {
  switch (reason) {
    case 'unknown':
      return `Stripe has no code ${code.code}.`;
    case 'inactive':
      return `${code.code} is switched off at Stripe. Switch it on there, or take another.`;
    case 'expired':
      return `${code.code} has ended${endOf(code)}. Take another, or create one that runs longer.`;
    case 'used-up':
      return `${code.code} has been used ${code.timesRedeemed} times, as often as it could be.`;
    case 'other-customer':
      return `${code.code} belongs to one customer and works for nobody else. A campaign needs a code for everybody.`;
    case 'not-first-time':
      return `${code.code} is for first payments only.`;
    case 'minimum-on-update':
    case 'minimum-amount':
      return `${code.code} asks for a larger amount.`;
    case 'other-product':
      return `The coupon of ${code.code} is for other plans.`;
    case 'other-currency':
      return `${code.code} takes nothing off in this currency.`;
    case 'over-before-start':
      return `${code.code} is over before the change begins.`;
  }
}

/** Why the portal will not take a code that Checkout does: subscribers see the full price before they press. */
export function portalRefusalInWords(reason: PromotionRefusal): string {
  const because =
    reason === 'not-first-time'
      ? 'it is for a first payment'
      : reason === 'minimum-on-update'
        ? 'it asks for a minimum amount, which Stripe never takes on a change of a plan'
        : 'it does not count for a change of a plan';
  return `The portal will refuse this code for subscribers because ${because}. The pricing page tells them so and shows the full price.`;
}

/** When a code ends and how often it can still be used, as far as that is ahead of `now` (Unix seconds). */
export function endsInWords(code: PromotionCode, now: number): string[] {
  const end = endAt(code);
  const left = code.maxRedemptions === null ? null : code.maxRedemptions - code.timesRedeemed;
  return [
    ...(end !== null && end > now ? [`It ends on ${formatDate(end)}.`] : []),
    ...(left !== null && left > 0 ? [`It can be used ${left} more ${left === 1 ? 'time' : 'times'}.`] : []),
  ];
}

function endOf(code: PromotionCode): string {
  const end = endAt(code);
  return end === null ? '' : ` on ${formatDate(end)}`;
}

function endAt({ expiresAt, coupon }: PromotionCode): number | null {
  const ends = [expiresAt, coupon.redeemBy].filter((end) => end !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}
