import type { Money } from '../money';
import type { Interval, PlanKey } from './catalogue';
import {
  type BillingInformation,
  type CustomerState,
  currentSubscription,
  type Invoice,
} from './customer-state';
import type { PortalIntent } from './portal-flow';
import { type Discount, endsAt, type PaymentMethod, type Subscription } from './subscription';

/** What somebody pays for at one moment; `unit` is per interval and unit. */
export type Position = Readonly<{
  priceId: string;
  plan: PlanKey | null;
  interval: Interval | null;
  unit: Money | null;
  quantity: number;
}>;

/** The facts a portal visit may change, as they stood when the portal was opened. */
export type Before = Readonly<{
  position: Position | null;
  schedule: string | null;
  upcomingPrice: string | null;
  discounts: readonly string[];
  endsAt: number | null;
  paymentMethod: PaymentMethod | null;
  latestInvoice: string | null;
  status: string | null;
  billing: BillingInformation;
}>;

/** What a portal visit did. `startsAt` and `endsAt` are Unix seconds. */
export type Outcome =
  | PlanOutcome
  | CancellationOutcome
  | PauseOutcome
  | PaymentMethodOutcome
  | BillingOutcome
  | HomeOutcome;

export type PlanOutcome = Readonly<{
  about: 'plan';
  kind: 'changed' | 'unchanged' | 'scheduled' | 'payment-failed' | 'pending';
  from: Position | null;
  /** Where the customer is now, or for `scheduled` will be from `startsAt` on. */
  to: Position | null;
  startsAt: number | null;
  /** The invoice this change made. */
  invoice: Invoice | null;
  /** Discounts the change put on the subscription and that are still there. */
  newDiscounts: readonly Discount[];
  paymentMethod: PaymentMethod | null;
}>;
export type CancellationOutcome = Readonly<{
  about: 'cancellation';
  kind: 'changed' | 'unchanged';
  from: Position | null;
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
  kind: 'changed' | 'unchanged';
  from: Position | null;
}>;
export type BillingOutcome = Readonly<{
  about: 'billing';
  kind: 'changed' | 'unchanged';
  was: BillingInformation;
  now: BillingInformation;
}>;
export type HomeOutcome = Readonly<{ about: 'home'; kind: 'unchanged' }>;

/** The facts to keep when the portal is opened. */
export function factsBefore(state: CustomerState): Before {
  const subscription = currentSubscription(state);
  return {
    position: subscription && positionOf(subscription),
    schedule: subscription?.schedule ?? null,
    upcomingPrice: subscription?.upcoming?.priceId ?? null,
    discounts: subscription?.discounts.map((discount) => discount.id) ?? [],
    endsAt: subscription && endsAt(subscription),
    paymentMethod: state.paymentMethod,
    latestInvoice: state.invoices[0]?.id ?? null,
    status: subscription?.status ?? null,
    billing: state.billing,
  };
}

/**
 * Decides what a portal visit did from the facts before it and Stripe's state now. `openedAt` is the session's
 * creation by Stripe's clock (Unix seconds). Nothing here trusts that somebody came back.
 */
export function outcomeOf(
  intent: PortalIntent,
  before: Before,
  after: CustomerState,
  openedAt: number,
): Outcome {
  switch (intent.kind) {
    case 'home':
      return { about: 'home', kind: 'unchanged' };
    case 'payment_method_update':
      return paymentMethodOutcome(before, after);
    case 'subscription_cancel':
      return cancellationOutcome(before, subscriptionOf(intent.subscription, after));
    case 'subscription_pause':
      return pauseOutcome(before, subscriptionOf(intent.subscription, after));
    case 'customer_update':
      return billingOutcome(before, after);
    case 'subscription_update':
    case 'subscription_update_confirm':
      return planOutcome(intent, before, after, openedAt);
  }
}

/** True when a second look must repeat the answer: the visit did its work. */
export const isFinal = (outcome: Outcome): boolean =>
  outcome.kind === 'changed' || outcome.kind === 'scheduled';

function planOutcome(
  intent: PortalIntent & { kind: 'subscription_update' | 'subscription_update_confirm' },
  before: Before,
  after: CustomerState,
  openedAt: number,
): PlanOutcome {
  const subscription = subscriptionOf(intent.subscription, after);
  const invoices = invoicesSince(after, intent.subscription, before, openedAt);
  const failed = invoices.find((invoice) => hasFailed(invoice)) ?? null;
  const common = {
    about: 'plan',
    from: before.position,
    to: subscription && positionOf(subscription),
    startsAt: null,
    invoice: invoices[0] ?? null,
    newDiscounts: subscription ? newDiscounts(subscription, before) : [],
    paymentMethod: subscription?.paymentMethod ?? after.paymentMethod,
  } as const;
  if (!subscription) return { ...common, kind: 'unchanged' };
  if (invoices[0] && hasFailed(invoices[0])) return { ...common, kind: 'payment-failed' };
  if (hasArrived(intent, subscription, before)) return { ...common, kind: 'changed' };
  const { upcoming } = subscription;
  const isScheduled =
    subscription.schedule !== null &&
    (subscription.schedule !== before.schedule || (upcoming?.priceId ?? null) !== before.upcomingPrice);
  if (isScheduled) {
    return {
      ...common,
      kind: 'scheduled',
      to: upcoming,
      startsAt: upcoming?.startsAt ?? subscription.currentPeriodEnd,
    };
  }
  if (failed) return { ...common, kind: 'payment-failed', invoice: failed };
  return { ...common, kind: invoices[0]?.status === 'open' ? 'pending' : 'unchanged' };
}

/** True when the subscription is where the intent wanted it (or, without a target, anywhere else) and was not before. */
function hasArrived(
  intent: PortalIntent & { kind: 'subscription_update' | 'subscription_update_confirm' },
  subscription: Subscription,
  before: Before,
): boolean {
  const moved =
    subscription.priceId !== before.position?.priceId || subscription.quantity !== before.position.quantity;
  if (intent.kind === 'subscription_update') return moved;
  const onTarget = subscription.priceId === intent.price && subscription.quantity === intent.quantity;
  const discountOnly = !moved && newDiscounts(subscription, before).length > 0;
  return onTarget && (moved || discountOnly);
}

function cancellationOutcome(before: Before, subscription: Subscription | null): CancellationOutcome {
  const ends = subscription && endsAt(subscription);
  const discounts = subscription ? newDiscounts(subscription, before) : [];
  const changed = (ends !== null && ends !== before.endsAt) || discounts.length > 0;
  return {
    about: 'cancellation',
    kind: changed ? 'changed' : 'unchanged',
    from: before.position,
    endsAt: ends,
    newDiscounts: discounts,
  };
}

function pauseOutcome(before: Before, subscription: Subscription | null): PauseOutcome {
  const paused = subscription?.status === 'paused' && before.status !== 'paused';
  return { about: 'pause', kind: paused ? 'changed' : 'unchanged', from: before.position };
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

/**
 * The invoices this visit made, newest first. The list is cut at the newest one known before, because several visits
 * can fall into one second of Stripe's clock.
 */
function invoicesSince(
  after: CustomerState,
  subscription: string,
  before: Before,
  openedAt: number,
): Invoice[] {
  const known = after.invoices.findIndex((invoice) => invoice.id === before.latestInvoice);
  return (known === -1 ? after.invoices : after.invoices.slice(0, known)).filter(
    (invoice) =>
      invoice.subscription === subscription &&
      invoice.billingReason === 'subscription_update' &&
      invoice.created >= openedAt,
  );
}

// the portal voids the invoice of a change that was not paid, or leaves it open while the customer tries another card
const hasFailed = (invoice: Invoice): boolean =>
  invoice.status === 'void' || (invoice.status === 'open' && invoice.attemptCount > 0);

const newDiscounts = (subscription: Subscription, before: Before): readonly Discount[] =>
  subscription.discounts.filter((discount) => !before.discounts.includes(discount.id));

const subscriptionOf = (id: string, state: CustomerState): Subscription | null =>
  state.subscriptions.find((subscription) => subscription.id === id) ?? null;

const positionOf = ({ priceId, plan, interval, unit, quantity }: Subscription): Position => ({
  priceId,
  plan,
  interval,
  unit,
  quantity,
});
