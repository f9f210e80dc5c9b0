import type { Money } from '../money';
import type { Interval, PlanKey } from './catalogue';
import type { Coupon } from './promotion';

/** A Stripe subscription with one item, in the app's terms. Times are Unix seconds. */
export type Subscription = Readonly<{
  id: string;
  status: string;
  /** The `si_…` of its first item. */
  item: string;
  itemCount: number;
  priceId: string;
  productId: string;
  /** Null for a price that is not in the catalogue. */
  plan: PlanKey | null;
  interval: Interval | null;
  unit: Money;
  quantity: number;
  /** Since API 2025-03-31 the period is the item's, not the subscription's. */
  currentPeriodStart: number;
  currentPeriodEnd: number;
  cancelAt: number | null;
  cancelAtPeriodEnd: boolean;
  canceledAt: number | null;
  endedAt: number | null;
  trialEnd: number | null;
  created: number;
  /** The `sub_sched_…` that will change it, if any. */
  schedule: string | null;
  /** What the schedule changes it to next, when that could be read. */
  upcoming: Upcoming | null;
  /** A change that is carried out once its invoice is paid, and given up when that is not done in time. */
  pendingUpdate: PendingUpdate | null;
  discounts: readonly Discount[];
  /** A card of its own, which goes before the customer's default. */
  paymentMethod: PaymentMethod | null;
  latestInvoice: string | null;
}>;

/** What a subscription will be for. */
type Planned = Readonly<{
  priceId: string;
  plan: PlanKey | null;
  interval: Interval | null;
  unit: Money | null;
  quantity: number;
}>;
export type Upcoming = Planned & Readonly<{ startsAt: number }>;
export type PendingUpdate = Planned & Readonly<{ expiresAt: number }>;

/** A discount that is on the subscription now; `end` is null for `once` and `forever`. */
export type Discount = Readonly<{
  id: string;
  coupon: Pick<Coupon, 'id' | 'name' | 'percentOff' | 'amountOff' | 'duration' | 'durationInMonths'>;
  promotionCode: string | null;
  start: number;
  end: number | null;
}>;

export type PaymentMethod = Readonly<{
  id: string;
  type: string;
  brand: string | null;
  last4: string | null;
  expMonth: number | null;
  expYear: number | null;
}>;

/** Statuses of a subscription the customer has; the database holds one of these per customer. */
export const LIVE_STATUSES = ['trialing', 'active', 'past_due', 'unpaid', 'paused'] as const;
// past_due keeps access while Stripe retries the card; unpaid and paused do not
const PAID = ['trialing', 'active', 'past_due'];

/** How long an incomplete subscription waits for its first payment (docs.stripe.com/billing/subscriptions/overview). */
export const FIRST_PAYMENT_SECONDS = 23 * 60 * 60;

/** True for a subscription that can be changed; not for one that ended or never started. */
export const isLive = (status: string): boolean => LIVE_STATUSES.some((live) => live === status);

/**
 * When the subscription ends or ended, or null while it renews. The portal sets `cancel_at` on flexible subscriptions
 * and `cancel_at_period_end` on classic ones.
 */
export const endsAt = (s: Subscription): number | null =>
  s.endedAt ?? s.cancelAt ?? (s.cancelAtPeriodEnd ? s.currentPeriodEnd : null);

/** Stripe pauses a running, paid plan that nothing else is planned for (docs.stripe.com/billing/subscriptions/pause). */
export const canPause = (s: Subscription): boolean =>
  s.status === 'active' && s.schedule === null && endsAt(s) === null && s.unit.amount > 0;

/** True from the second on at which it ends; `now` is Unix seconds. */
export const hasEnded = (s: Subscription, now: number): boolean => (endsAt(s) ?? Infinity) <= now;

/** True while an end is set that has not come; `now` is Unix seconds. */
export const isEnding = (s: Subscription, now: number): boolean => endsAt(s) !== null && !hasEnded(s, now);

/** An ending plan keeps what was paid for until the moment it ends. */
export const hasAccess = (s: Subscription, now: number): boolean =>
  PAID.includes(s.status) && !hasEnded(s, now);

/**
 * The subscription a customer means by "my plan": the live one. Of two live ones, which Stripe allows and we do not
 * create, the one made last. Null when none is live.
 */
export function liveSubscription(subscriptions: readonly Subscription[]): Subscription | null {
  const live = subscriptions.filter((s) => isLive(s.status));
  return live.sort((a, b) => b.created - a.created)[0] ?? null; // a stable sort: of one second, Stripe lists the newer first
}
