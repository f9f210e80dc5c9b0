import type { Money } from '../money';
import type { Interval, PlanKey } from './catalogue';
import { type CustomerState, currentSubscription } from './customer-state';
import { isLive, type Subscription } from './subscription';

/** What somebody pays for at one moment; `unit` is per interval and unit. */
export type Position = Readonly<{
  priceId: string;
  plan: PlanKey | null;
  interval: Interval | null;
  unit: Money | null;
  quantity: number;
}>;

/** Where a subscription stands. */
export const positionOf = ({ priceId, plan, interval, unit, quantity }: Subscription): Position => ({
  priceId,
  plan,
  interval,
  unit,
  quantity,
});

/** True when two positions are one: the same price as often. */
export const isSamePosition = (a: Position | null, b: Position | null): boolean =>
  a?.priceId === b?.priceId && a?.quantity === b?.quantity;

/** The subscription of this id, whatever its status; null when Stripe no longer lists it. */
export const subscriptionOf = (id: string, state: CustomerState): Subscription | null =>
  state.subscriptions.find((subscription) => subscription.id === id) ?? null;

/** The subscription of this id while it can be changed; null once it ended or is gone. */
export function liveSubscriptionOf(id: string, state: CustomerState): Subscription | null {
  const subscription = subscriptionOf(id, state);
  return subscription && isLive(subscription.status) ? subscription : null;
}

/** Where the customer stands now, whichever subscription it is by; null without a plan. */
export function currentPosition(state: CustomerState): Position | null {
  const subscription = currentSubscription(state);
  return subscription && positionOf(subscription);
}
