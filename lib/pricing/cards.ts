import { type CatalogPlan, COMPANY, type Currency, type Interval, type PlanKey } from '../billing/catalogue';
import { type Recurring, waitsForPeriodEnd } from '../billing/change';
import { type CustomerState, currentSubscription } from '../billing/customer-state';
import type { PromotionCode, PromotionResult } from '../billing/promotion';
import { durationInWords, promotionNoteInWords } from '../billing/promotion-words';
import { endsAt, type Subscription } from '../billing/subscription';
import { formatDate } from '../calendar';
import { formatMoney, type Money } from '../money';
import type { PlanButton, PlanCard } from './types';

/** One plan as somebody sees it: its price in their currency, and what the code does to it. */
export type Offer = Readonly<{
  plan: CatalogPlan;
  interval: Interval;
  currency: Currency;
  /** Null when the plan is not sold in this currency. */
  price: Money | null;
  /** What the code does; null without a code or a price. */
  promotion: PromotionResult | null;
}>;

/** Who is looking: nobody we know, or a user with what Stripe says about them. */
export type Visitor = Readonly<{ signedIn: boolean; state: CustomerState | null }>;

/** The card of one plan. */
export function planCard(offer: Offer, visitor: Visitor, code: PromotionCode | null): PlanCard {
  const { plan, interval, price } = offer;
  const button = planButton(offer, visitor);
  const { promotion } = offer;
  const counts = promotion?.applies && promotion.off.amount > 0;
  return {
    plan: plan.key,
    name: plan.name,
    tagline: plan.tagline,
    features: plan.features,
    highlighted: plan.highlighted,
    price: price && formatMoney(price),
    discounted:
      counts && button.kind !== 'current'
        ? { price: formatMoney(promotion.discounted), words: durationInWords(interval, promotion) }
        : null,
    promotionNote: code && price && price.amount > 0 ? promotionNote(code, promotion, button) : null,
    button,
  };
}

/** True when the visitor's own plan is this offer: nothing to buy, so no code to use. */
export function isCurrent({ plan, interval }: Offer, { state }: Visitor): boolean {
  const subscription = state && currentSubscription(state);
  return subscription?.plan === plan.key && subscription.interval === interval;
}

function promotionNote(
  code: PromotionCode,
  promotion: PromotionResult | null,
  button: PlanButton,
): string | null {
  if (!promotion) return null;
  if (!promotion.applies) return promotionNoteInWords(code.code, promotion.reason);
  return button.kind === 'current' ? `${code.code} counts when you change your plan.` : null;
}

function planButton(offer: Offer, visitor: Visitor): PlanButton {
  const { plan } = offer;
  const start = plan.key === 'free' ? 'Start for free' : `Start with ${plan.name}`;
  if (!visitor.signedIn) {
    if (!offer.price) return { kind: 'unavailable', label: 'Not available', note: null };
    return { kind: 'start', label: start, note: null };
  }
  const subscription = visitor.state && currentSubscription(visitor.state);
  if (!subscription) {
    if (offer.price) return { kind: 'start', label: start, note: null };
    return { kind: 'unavailable', label: 'Not available', note: currencyNote(offer.currency) };
  }
  if (isCurrent(offer, visitor))
    return { kind: 'current', label: 'Your plan', note: currentNote(subscription) };
  if (!offer.price)
    return { kind: 'unavailable', label: 'Not available', note: currencyNote(subscription.unit.currency) };
  return changeButton(offer, offer.price, subscription);
}

function changeButton(offer: Offer, price: Money, subscription: Subscription): PlanButton {
  const { plan, interval } = offer;
  const { upcoming, quantity } = subscription;
  if (upcoming?.plan === plan.key && upcoming.interval === interval) {
    return { kind: 'unavailable', label: 'Planned', note: `Starts on ${formatDate(upcoming.startsAt)}.` };
  }
  return {
    kind: 'change',
    label: changeLabel(offer, subscription),
    note: changeNote({ unit: price, interval, quantity }, plan.key, subscription),
  };
}

function changeNote(to: Recurring, plan: PlanKey, subscription: Subscription): string | null {
  const { interval, currentPeriodEnd, status } = subscription;
  if (interval && waitsForPeriodEnd({ ...subscription, interval }, to, subscription.plan === plan)) {
    return `Starts on ${formatDate(currentPeriodEnd)}, when your current period ends.`;
  }
  // the portal configuration leaves Stripe's default: a change ends the trial
  return status === 'trialing' ? 'Ends your free trial: you pay from today.' : null;
}

function changeLabel({ plan, interval }: Offer, subscription: Subscription): string {
  const how = interval === 'year' ? 'yearly' : 'monthly';
  if (subscription.plan === plan.key) return `Switch to ${how}`;
  return subscription.interval === interval ? `Switch to ${plan.name}` : `Switch to ${plan.name}, ${how}`;
}

function currentNote(subscription: Subscription): string | null {
  const end = endsAt(subscription);
  return end === null ? null : `Ends on ${formatDate(end)}.`;
}

const currencyNote = (currency: string): string =>
  `Your account is billed in ${currency.toUpperCase()}. Write to ${COMPANY.supportEmail} to change.`;
