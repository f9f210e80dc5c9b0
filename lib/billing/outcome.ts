import type { Before } from './before';
import { checkoutOutcome, type VisitIntent } from './checkout';
import { type BillingInformation, type CustomerState, currentSubscription } from './customer-state';
import { newDiscounts, type PlanOutcome, planOutcome } from './plan-outcome';
import type { PortalIntent } from './portal-flow';
import { currentPosition, isSamePosition, type Position, positionOf, subscriptionOf } from './position';
import { type Discount, endsAt, isLive, type PaymentMethod, type Subscription } from './subscription';

/**
 * What a portal visit did. `startsAt` and `endsAt` are Unix seconds. `superseded`: the plan was changed by something
 * else after the visit was opened, so neither what was wanted nor what was before is there.
 */
export type Outcome =
  | PlanOutcome
  | CancellationOutcome
  | PauseOutcome
  | PaymentMethodOutcome
  | BillingOutcome
  | HomeOutcome;

export type CancellationOutcome = Readonly<{
  about: 'cancellation';
  kind: 'changed' | 'unchanged' | 'superseded';
  from: Position | null;
  /** Where the customer is now. */
  to: Position | null;
  endsAt: number | null;
  newDiscounts: readonly Discount[];
}>;
export type PaymentMethodOutcome = Readonly<{
  about: 'payment-method';
  kind: 'changed' | 'unchanged';
  was: PaymentMethod | null;
  now: PaymentMethod | null;
  /** A card of the plan's own, which is charged instead of the new default. */
  planStillUses: PaymentMethod | null;
}>;
export type PauseOutcome = Readonly<{
  about: 'pause';
  kind: 'changed' | 'unchanged' | 'superseded';
  from: Position | null;
  to: Position | null;
}>;
export type BillingOutcome = Readonly<{
  about: 'billing';
  kind: 'changed' | 'unchanged';
  was: BillingInformation;
  now: BillingInformation;
}>;
export type HomeOutcome = Readonly<{ about: 'home'; kind: 'unchanged' }>;

/**
 * Decides what a visit to the portal or to Checkout did from the facts before it and Stripe's state now. `openedAt` is
 * the session's creation by Stripe's clock (Unix seconds), `settled` the final answers of the customer's other visits
 * since about then. Nothing here trusts that somebody came back.
 */
export function outcomeOf(
  intent: VisitIntent,
  before: Before,
  after: CustomerState,
  openedAt: number,
  settled: readonly Outcome[] = [],
): Outcome {
  switch (intent.kind) {
    case 'home':
      return { about: 'home', kind: 'unchanged' };
    case 'payment_method_update':
      return paymentMethodOutcome(before, after);
    case 'subscription_cancel':
      return cancellationOutcome(intent, before, after);
    case 'subscription_pause':
      return pauseOutcome(intent.subscription, before, after);
    case 'customer_update':
      return billingOutcome(before, after);
    case 'subscription_update':
    case 'subscription_update_confirm':
      return planOutcome(intent, before, after, openedAt, settled.filter(isAboutPlan));
    case 'checkout':
      return checkoutOutcome(intent, before, after, openedAt);
  }
}

const isAboutPlan = (outcome: Outcome): outcome is PlanOutcome => outcome.about === 'plan';

/** The answers a second look must repeat: the visit did its work. */
export const FINAL_KINDS: readonly Outcome['kind'][] = ['changed', 'scheduled'];

/** True for an answer that stays. */
export const isFinal = ({ kind }: Outcome): boolean => FINAL_KINDS.includes(kind);

function cancellationOutcome(
  { subscription: id, retentionCoupon }: PortalIntent & { kind: 'subscription_cancel' },
  before: Before,
  after: CustomerState,
): CancellationOutcome {
  const subscription = subscriptionOf(id, after);
  const ends = subscription && endsAt(subscription);
  // a code that came with a change of plan meanwhile is not the offer
  const offers = subscription ? newDiscounts(subscription, before) : [];
  const discounts = offers.filter(({ coupon }) => coupon.id === retentionCoupon);
  const changed = (ends !== null && ends !== before.endsAt) || discounts.length > 0;
  return {
    about: 'cancellation',
    kind: changed ? 'changed' : isElsewhere(subscription, before) ? 'superseded' : 'unchanged',
    from: before.position,
    to: currentPosition(after),
    endsAt: ends,
    newDiscounts: discounts,
  };
}

function pauseOutcome(id: string, before: Before, after: CustomerState): PauseOutcome {
  const subscription = subscriptionOf(id, after);
  const paused = subscription?.status === 'paused' && before.status !== 'paused';
  return {
    about: 'pause',
    kind: paused ? 'changed' : isElsewhere(subscription, before) ? 'superseded' : 'unchanged',
    from: before.position,
    to: currentPosition(after),
  };
}

/** True when the visit's subscription is gone, has ended or is for another price: no such visit does that. */
function isElsewhere(subscription: Subscription | null, before: Before): boolean {
  const isThere = subscription !== null && isLive(subscription.status);
  return !isThere || !isSamePosition(before.position, positionOf(subscription));
}

function billingOutcome({ billing: was }: Before, { billing: now }: CustomerState): BillingOutcome {
  const same =
    was.name === now.name && was.phone === now.phone && was.address.join('\n') === now.address.join('\n');
  return { about: 'billing', kind: same ? 'unchanged' : 'changed', was, now };
}

function paymentMethodOutcome(before: Before, after: CustomerState): PaymentMethodOutcome {
  const own = currentSubscription(after)?.paymentMethod ?? null;
  return {
    about: 'payment-method',
    kind: after.paymentMethod?.id === before.paymentMethod?.id ? 'unchanged' : 'changed',
    was: before.paymentMethod,
    now: after.paymentMethod,
    planStillUses: own?.id === after.paymentMethod?.id ? null : own,
  };
}
