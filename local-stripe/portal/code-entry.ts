import { hasPriorTransactions, readDiscounts } from '../billing/redemption';
import { promotionCodeNow } from '../billing/validity';
import type { Price, PromotionCode, Subscription } from '../records';
import { ApiError } from '../wire/errors';
import type { OpenSession } from './open-session';

/** Why a code that somebody typed cannot be used; each has its own words on the page. */
export type CodeRefusal =
  | 'unknown'
  | 'inactive'
  | 'used'
  | 'customer'
  | 'first'
  | 'minimum'
  | 'currency'
  | 'product'
  | 'refused';

/** The promotion code behind what was typed, for this change of the subscription to `price`; else why there is none. */
export function codeTyped(
  open: OpenSession,
  subscription: Subscription,
  price: Price,
  typed: string,
): { promotion: PromotionCode } | { refused: CodeRefusal } {
  const { account, customer } = open;
  const known = account.store
    .by('promotionCodes', 'code', typed.toLowerCase())
    .map((each) => promotionCodeNow(account, each));
  const own = known.filter((each) => each.customer === null || each.customer === customer.id);
  const promotion = own.find((each) => each.active) ?? own[0];
  if (!promotion) return { refused: known.some((each) => each.active) ? 'customer' : 'unknown' };
  const refused = refusalOf(open, subscription, price, promotion);
  return refused ? { refused } : { promotion };
}

function refusalOf(
  { account, customer }: OpenSession,
  { id, currency }: Subscription,
  price: Price,
  promotion: PromotionCode,
): CodeRefusal | null {
  const { restrictions } = promotion;
  const coupon = account.store.get('coupons', promotion.promotion.coupon ?? '');
  const isUsedUp = (each: { times_redeemed: number; max_redemptions: number | null }) =>
    each.max_redemptions !== null && each.times_redeemed >= each.max_redemptions;
  if (isUsedUp(promotion) || (coupon && isUsedUp(coupon))) return 'used';
  if (!promotion.active || !coupon) return 'inactive';
  if (restrictions.first_time_transaction && hasPriorTransactions(account, customer.id)) return 'first';
  if (restrictions.minimum_amount !== null) return 'minimum';
  if (coupon.currency !== null && coupon.currency_options?.[currency] === undefined) return 'currency';
  if (coupon.applies_to && !coupon.applies_to.products.includes(price.product)) return 'product';
  const redeemer = { customer: customer.id, subscription: id, isUpdate: true, amount: 0, currency };
  try {
    readDiscounts(account, [{ promotion_code: promotion.id }], redeemer, 'code');
    return null;
  } catch (error) {
    if (error instanceof ApiError) return 'refused';
    throw error;
  }
}
