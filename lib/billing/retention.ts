import { RETENTION } from './catalogue';
import type { Subscription } from './subscription';

/**
 * The coupon to offer before this subscription is cancelled, or null. Only on the plans that the catalogue names, only
 * to somebody who pays, and only without a discount: Stripe knows no limit of its own, so the offer could be taken anew
 * each time it runs out, but never on top of itself.
 */
export function retentionCoupon({ plan, status, unit, discounts }: Subscription): string | null {
  const pays = status === 'active' && unit.amount > 0;
  const isNamed = plan !== null && RETENTION.plans.includes(plan);
  return pays && isNamed && discounts.length === 0 ? RETENTION.coupon.id : null;
}
