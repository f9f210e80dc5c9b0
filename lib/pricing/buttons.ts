import { type CatalogPlan, COMPANY, type Interval, PLAN_KEYS, type PlanKey } from '../billing/catalogue';
import { type Recurring, waitsForPeriodEnd } from '../billing/change';
import { currentSubscription } from '../billing/customer-state';
import { unitsInWords } from '../billing/quantity';
import { endsAt, type Subscription } from '../billing/subscription';
import { planName } from '../billing/subscription-words';
import { formatDate } from '../calendar';
import { formatMoney, type Money } from '../money';
import { isOwnPrice, type Offer, type Visitor } from './offer';
import type { PlanButton } from './types';

/** What one can do about a plan, or why nothing: decided before the press, so that no button leads to a refusal. */
export function planButton(offer: Offer, visitor: Visitor): PlanButton {
  const subscription = visitor.state && currentSubscription(visitor.state);
  if (!subscription) return startButton(offer, visitor.signedIn);
  if (isOwnPrice(offer, visitor)) {
    const own = currentButton(offer.plan, subscription);
    const isCounted = offer.plan.quantity !== undefined && subscription.itemCount === 1;
    return own.kind === 'current' && isCounted && offer.unit
      ? quantityButton(offer, offer.unit, subscription)
      : own;
  }
  // the portal changes plans of one part only, and none that is paused
  if (subscription.itemCount > 1) return unavailable(`Your plan has several parts. ${WRITE} to change it.`);
  if (subscription.status === 'paused') return unavailable('Your plan is paused. Resume it first.');
  if (!offer.unit) return notSold(subscription.unit.currency);
  return changeButton(offer, offer.unit, subscription);
}

const WRITE = `Write to ${COMPANY.supportEmail}`;

const unavailable = (note: string | null): PlanButton => ({
  kind: 'unavailable',
  label: 'Not possible now',
  note,
});

const notSold = (currency: string): PlanButton => ({
  kind: 'unavailable',
  label: 'Not available',
  note: `Your account is billed in ${currency.toUpperCase()}. ${WRITE} to change.`,
});

function startButton({ plan, price, unit, currency }: Offer, signedIn: boolean): PlanButton {
  const label = unit?.amount === 0 ? 'Start for free' : `Start with ${plan.name}`;
  if (price) return { kind: 'start', label, note: null };
  return signedIn ? notSold(currency) : { kind: 'unavailable', label: 'Not available', note: null };
}

/** The visitor's own plan: nothing to buy, but what was planned against it can be taken back. */
function currentButton({ name }: CatalogPlan, subscription: Subscription): PlanButton {
  const { status, upcoming } = subscription;
  if (status === 'paused') return { kind: 'resume', label: `Resume ${name}`, note: 'Paused at the moment.' };
  const end = endsAt(subscription);
  if (end !== null) return { kind: 'resume', label: `Keep ${name}`, note: `Ends on ${formatDate(end)}.` };
  if (!upcoming) return { kind: 'current', label: 'Your plan', note: null };
  const isFewer = upcoming.priceId === subscription.priceId;
  const to = (isFewer && unitsInWords(upcoming.plan, upcoming.quantity)) || planName(upcoming.plan);
  const next = `Changes to ${to} on ${formatDate(upcoming.startsAt)}.`;
  return { kind: 'resume', label: `Keep ${name}`, note: next };
}

function changeButton(offer: Offer, unit: Money, subscription: Subscription): PlanButton {
  const { plan, interval, quantity } = offer;
  const { upcoming } = subscription;
  if (upcoming && isPlanned(subscription, plan.key, interval)) {
    return { kind: 'unavailable', label: 'Planned', note: `Starts on ${formatDate(upcoming.startsAt)}.` };
  }
  return {
    ...change(offer, subscription),
    note: changeNote({ unit, interval, quantity }, plan.key, subscription),
  };
}

/** Whether a change to this plan and interval, from another, waits for the period's end. */
export function isPlanned(subscription: Subscription, plan: PlanKey, interval: Interval): boolean {
  const is = (at: Subscription['upcoming'] | Subscription) => at?.plan === plan && at.interval === interval;
  return is(subscription.upcoming) && !is(subscription);
}

/**
 * The visitor's own plan where they may have more or fewer of it; a price from earlier, which a change gives up, is told.
 */
function quantityButton(
  { plan, interval, quantity }: Offer,
  unit: Money,
  subscription: Subscription,
): PlanButton {
  const each = subscription.unit.amount === unit.amount ? '' : ` at ${formatMoney(subscription.unit)} each`;
  const has = `You have ${unitsInWords(plan.key, subscription.quantity)}${each}.`;
  if (quantity === subscription.quantity)
    return { kind: 'quantity', label: `Change ${plan.quantity?.units}`, note: has };
  const note = changeNote({ unit, interval, quantity }, plan.key, subscription);
  return {
    kind: 'quantity',
    label: `Change to ${unitsInWords(plan.key, quantity)}`,
    note: note ? `${has} ${note}` : has,
  };
}

function changeNote(to: Recurring, plan: PlanKey, subscription: Subscription): string | null {
  const later = laterStart(to, plan, subscription);
  if (later !== null) {
    return `Starts on ${formatDate(later)}, when your current period ends. Nothing to pay today.`;
  }
  // the portal configuration leaves Stripe's default: a change ends the trial
  return subscription.status === 'trialing' ? 'Ends your free trial: you pay from today.' : null;
}

/** When a change begins that the portal would keep until the period ends (Unix seconds); null for one at once. */
export function laterStart(to: Recurring, plan: PlanKey, subscription: Subscription): number | null {
  const { interval, currentPeriodEnd } = subscription;
  const waits =
    interval !== null && waitsForPeriodEnd({ ...subscription, interval }, to, subscription.plan === plan);
  return waits ? currentPeriodEnd : null;
}

function change({ plan, interval }: Offer, subscription: Subscription): Pick<PlanButton, 'kind' | 'label'> {
  if (subscription.plan === plan.key) return { kind: 'interval', label: `Switch to ${HOW[interval]}` };
  const to = subscription.interval === interval ? plan.name : `${plan.name}, ${HOW[interval]}`;
  return rank(plan.key) > rank(subscription.plan)
    ? { kind: 'upgrade', label: `Upgrade to ${to}` }
    : { kind: 'downgrade', label: `Downgrade to ${to}` };
}

const HOW: Readonly<Record<Interval, string>> = { month: 'monthly', year: 'yearly' };

/** A plan's place in the catalogue; a plan that is no longer in it stands below all. */
const rank = (plan: PlanKey | null): number => (plan === null ? -1 : PLAN_KEYS.indexOf(plan));
