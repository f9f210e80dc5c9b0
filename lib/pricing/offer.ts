import type { CatalogPlan, Currency, Interval } from '../billing/catalogue';
import { type CustomerState, currentSubscription } from '../billing/customer-state';
import type { PlanPrice } from '../billing/plan';
import type { PromotionResult } from '../billing/promotion';
import type { Money } from '../money';

/** One plan as somebody sees it: its price in their currency, and what the code does to it. */
export type Offer = Readonly<{
  plan: CatalogPlan;
  interval: Interval;
  currency: Currency;
  /** Null when Stripe has none. */
  planPrice: PlanPrice | null;
  /** Null when the plan is not sold in this currency. */
  price: Money | null;
  /** What the code does; null without a code or a price. */
  promotion: PromotionResult | null;
  /** The code's id (`promo_…`), whatever it does. */
  promotionCode: string | null;
}>;

/** Who is looking: nobody we know, or a user with what Stripe says about them. */
export type Visitor = Readonly<{ signedIn: boolean; state: CustomerState | null }>;

/** True when the visitor's own plan is this offer: nothing to buy, so no code to use. */
export function isCurrent({ plan, interval }: Offer, { state }: Visitor): boolean {
  const subscription = state && currentSubscription(state);
  return subscription?.plan === plan.key && subscription.interval === interval;
}
