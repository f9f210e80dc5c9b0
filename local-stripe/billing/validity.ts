import type { Account } from '../account';
import type { Coupon, PromotionCode } from '../records';

/** The coupon as it is now: one past its last redemption or moment is no longer valid. */
export function couponNow(account: Account, coupon: Coupon): Coupon {
  const valid =
    (coupon.redeem_by === null || account.now() <= coupon.redeem_by) &&
    (coupon.max_redemptions === null || coupon.times_redeemed < coupon.max_redemptions);
  return coupon.valid === valid ? coupon : { ...coupon, valid };
}

/** The code as it is now: it is inactive for good once it, or its coupon, can no longer be redeemed. */
export function promotionCodeNow(account: Account, promotion: PromotionCode): PromotionCode {
  const coupon = account.store.get('coupons', promotion.promotion.coupon ?? '');
  const alive =
    coupon !== undefined &&
    couponNow(account, coupon).valid &&
    (promotion.expires_at === null || account.now() < promotion.expires_at) &&
    (promotion.max_redemptions === null || promotion.times_redeemed < promotion.max_redemptions);
  return promotion.active && !alive ? { ...promotion, active: false } : promotion;
}
