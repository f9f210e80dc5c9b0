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
  /** What one of it costs; null when the plan is not sold in this currency. */
  unit: Money | null;
  /** How many are in view: what was asked for where that can be had, else what the visitor has, else the fewest. */
  quantity: number;
  /** What was asked for, as it was typed. */
  quantityTyped: string | null;
  /** What is wrong with the number that was asked for. */
  quantityProblem: string | null;
  /** What as many cost. */
  price: Money | null;
  /** What the code does; null without a code or a price. */
  promotion: PromotionResult | null;
  /** The code's id (`promo_…`), whatever it does. */
  promotionCode: string | null;
}>;

/** Who is looking: nobody we know, or a user with what Stripe says about them. */
export type Visitor = Readonly<{ signedIn: boolean; state: CustomerState | null }>;

/** True when the visitor's own plan is this offer in this quantity: nothing to buy, so no code to use. */
export function isCurrent(offer: Offer, visitor: Visitor): boolean {
  return (
    isOwnPrice(offer, visitor) &&
    visitor.state !== null &&
    currentSubscription(visitor.state)?.quantity === offer.quantity
  );
}

/** True when the visitor pays this very price, for whatever quantity. */
export function isOwnPrice({ plan, interval }: Offer, { state }: Visitor): boolean {
  const subscription = state && currentSubscription(state);
  return subscription?.plan === plan.key && subscription.interval === interval;
}
