import type { Before } from './before';
import type { CustomerState, Invoice } from './customer-state';
import type { PortalIntent } from './portal-flow';
import { currentPosition, isSamePosition, liveSubscriptionOf, type Position, positionOf } from './position';
import type { Discount, PaymentMethod, Subscription, Upcoming } from './subscription';

/** What a visit that was about the plan did. `startsAt` is Unix seconds; the kinds are those of every outcome. */
export type PlanOutcome = Readonly<{
  about: 'plan';
  kind: 'changed' | 'unchanged' | 'scheduled' | 'payment-failed' | 'pending' | 'superseded';
  from: Position | null;
  /** Where the customer is now, or will be: for `scheduled` from `startsAt` on; null without a plan. */
  to: Position | null;
  startsAt: number | null;
  /** Given with `pending` when `to` begins only once it is paid for: when Stripe gives it up, in Unix seconds. */
  waitsUntil?: number;
  /** The invoice this change made. */
  invoice: Invoice | null;
  /** Discounts the change put on the subscription and that are still there. */
  newDiscounts: readonly Discount[];
  paymentMethod: PaymentMethod | null;
}>;

type PlanIntent = PortalIntent & { kind: 'subscription_update' | 'subscription_update_confirm' };

/**
 * Decides what a visit that was to change the plan did. `settled` are the final answers of the customer's other
 * visits about the plan: what one of them did, this one did not do.
 */
export function planOutcome(
  intent: PlanIntent,
  before: Before,
  after: CustomerState,
  openedAt: number,
  settled: readonly PlanOutcome[],
): PlanOutcome {
  const subscription = liveSubscriptionOf(intent.subscription, after);
  const invoices = invoicesSince(after, intent.subscription, before, openedAt);
  const [invoice = null] = invoices;
  const common = {
    about: 'plan',
    from: before.position,
    to: currentPosition(after),
    startsAt: null,
    invoice,
    newDiscounts: subscription ? newDiscounts(subscription, before) : [],
    paymentMethod: subscription?.paymentMethod ?? after.paymentMethod,
  } as const;
  const superseded = { ...common, kind: 'superseded', invoice: null, newDiscounts: [] } as const;
  if (!subscription) return superseded;
  const { upcoming, schedule, pendingUpdate } = subscription;
  if (pendingUpdate && invoice?.status === 'open') {
    if (!isWanted(intent, pendingUpdate)) return { ...common, kind: 'unchanged', invoice: null };
    const { expiresAt: waitsUntil } = pendingUpdate;
    return { ...common, kind: 'pending', from: positionOf(subscription), to: pendingUpdate, waitsUntil };
  }
  const arrived = hasArrived(intent, subscription, before);
  if (invoice && hasFailed(invoice) && !(arrived && isInGoodStanding(subscription)))
    return { ...common, kind: 'payment-failed' };
  if (arrived) {
    const billed = invoice?.status === 'void' ? null : invoice; // nobody owes it any more
    const changed = { ...common, kind: 'changed', invoice: billed } as const;
    if (wasDoneBy(settled, changed)) return superseded;
    return invoice?.status === 'open' ? { ...changed, kind: 'pending' } : changed;
  }
  const isScheduled =
    schedule !== null && (schedule !== before.schedule || !isUpcomingAsBefore(upcoming, before));
  if (isScheduled) {
    const startsAt = upcoming?.startsAt ?? subscription.currentPeriodEnd;
    // from where it is now: something else may have come between
    const from = positionOf(subscription);
    const scheduled = { ...common, kind: 'scheduled', from, to: upcoming, startsAt } as const;
    const isOurs = !upcoming || isWanted(intent, upcoming);
    return isOurs && !wasDoneBy(settled, scheduled) ? scheduled : superseded;
  }
  if (!isSamePosition(before.position, positionOf(subscription))) return superseded;
  const failed = invoices.find(hasFailed);
  if (failed) return { ...common, kind: 'payment-failed', invoice: failed };
  return { ...common, kind: invoice?.status === 'open' ? 'pending' : 'unchanged' };
}

/** Discounts that the subscription did not have before. */
export const newDiscounts = (subscription: Subscription, before: Before): readonly Discount[] =>
  subscription.discounts.filter((discount) => !before.discounts.includes(discount.id));

function isUpcomingAsBefore(upcoming: Upcoming | null, before: Before): boolean {
  const { upcomingPrice, upcomingQuantity = upcoming?.quantity ?? null } = before;
  return (upcoming?.priceId ?? null) === upcomingPrice && (upcoming?.quantity ?? null) === upcomingQuantity;
}

type Place = Readonly<{ priceId: string; quantity: number }>;

const isTarget = (
  { price, quantity }: PlanIntent & { kind: 'subscription_update_confirm' },
  at: Place,
): boolean => at.priceId === price && at.quantity === quantity;

/** True for the intent's target; of a visit in which the customer chooses, for any. */
const isWanted = (intent: PlanIntent, at: Place): boolean =>
  intent.kind === 'subscription_update' || isTarget(intent, at);

/** True when the subscription is where the intent wanted it (or, without a target, anywhere else) and was not before. */
function hasArrived(intent: PlanIntent, subscription: Subscription, before: Before): boolean {
  const moved = !isSamePosition(before.position, positionOf(subscription));
  if (intent.kind === 'subscription_update') return moved;
  const discountOnly = !moved && newDiscounts(subscription, before).length > 0;
  return isTarget(intent, subscription) && (moved || discountOnly);
}

/** True when another visit has told this very change: to the same place, at the same time, by the same invoice. */
function wasDoneBy(settled: readonly PlanOutcome[], { kind, to, startsAt, invoice }: PlanOutcome): boolean {
  return settled.some(
    (other) =>
      other.kind === kind &&
      isSamePosition(other.to, to) &&
      other.startsAt === startsAt &&
      other.invoice?.id === invoice?.id,
  );
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

// with a payment that takes days Stripe carries the change out at once, and calls the plan past due once it has failed
const isInGoodStanding = ({ status }: Subscription): boolean => status !== 'past_due' && status !== 'unpaid';

// the portal voids the invoice of a change that was not paid, or leaves it open while the customer tries another card
const hasFailed = (invoice: Invoice): boolean =>
  invoice.status === 'void' || (invoice.status === 'open' && invoice.attemptCount > 0);
