import type { Account } from '../account';
import { cancelNow } from '../billing/cancel';
import { cancelFields, noDetails } from '../billing/cancellation';
import { planChange } from '../billing/change';
import { type Terms, termsOf } from '../billing/discounts';
import { addInvoiceItem } from '../billing/invoice-items';
import type { Draft } from '../billing/lines';
import { readDiscounts, redeem } from '../billing/redemption';
import { cancelSchedule, releaseSchedule } from '../billing/schedule';
import { withoutWaiting } from '../billing/waiting-change';
import type { Configuration, Subscription } from '../records';
import { ApiError } from '../wire/errors';

type Configured = Configuration['features']['subscription_cancel'];

/** What is given back for time that was paid for when a subscription ends now: the invoice items to be. Nothing is stored. */
export function unusedTime(account: Account, subscription: Subscription, configured: Configured): Draft[] {
  if (configured.mode !== 'immediately' || configured.proration_behavior !== 'create_prorations') return [];
  return planChange(account, subscription, {
    items: [],
    terms: [],
    anchor: 'unchanged',
    prorationBehavior: 'create_prorations',
    at: account.now(),
    endTrial: false,
  }).drafts;
}

/** Unix seconds at which the subscription ends as configured; null for at once, as when no period is running. */
export function endAt(account: Account, { items }: Subscription, { mode }: Configured): number | null {
  const end = Math.max(...items.data.map((item) => item.current_period_end));
  return mode === 'immediately' || end <= account.now() ? null : end;
}

/**
 * Ends a subscription as the configuration says: at once, or at the end of the period. Then a flexible one gets its fixed
 * `cancel_at`, a classic one `cancel_at_period_end`. A planned change is taken back first, as seen at Stripe.
 */
export function endAsConfigured(account: Account, found: Subscription, configured: Configured): Subscription {
  const schedule = account.store.get('subscriptionSchedules', found.schedule ?? '');
  if (endAt(account, found, configured) === null) {
    if (schedule?.status === 'active') cancelSchedule(account, schedule);
    const before = withoutWaiting(account, found);
    for (const draft of unusedTime(account, before, configured))
      addInvoiceItem(account, draft, before.customer, before.currency);
    return cancelNow(account, account.store.get('subscriptions', found.id) ?? before);
  }
  if (schedule) releaseSchedule(account, schedule);
  const before = account.store.get('subscriptions', found.id) ?? found;
  const asked =
    before.billing_mode.type === 'flexible'
      ? ({ cancel_at: 'max_period_end' } as const)
      : { cancel_at_period_end: true };
  const after = account.store.put('subscriptions', { ...before, ...cancelFields(account, before, asked) });
  account.emit('customer.subscription.updated', after, before);
  return after;
}

/** Takes a cancellation back: https://docs.stripe.com/billing/subscriptions/cancel#reactivating-canceled-subscriptions */
export function goOn(account: Account, before: Subscription): Subscription {
  const asked = before.cancel_at_period_end ? { cancel_at_period_end: false } : { cancel_at: null };
  const after = account.store.put('subscriptions', { ...before, ...cancelFields(account, before, asked) });
  account.emit('customer.subscription.updated', after, before);
  return after;
}

type Details = NonNullable<Subscription['cancellation_details']>;

/** Keeps why a customer left: one of Stripe's reasons or one of the company's own; `comment` is the customer's words. */
export function keepReason(
  account: Account,
  before: Subscription,
  reason: Pick<Details, 'feedback' | 'feedback_option' | 'comment'>,
): Subscription {
  const after = account.store.put('subscriptions', {
    ...before,
    cancellation_details: { ...noDetails, ...before.cancellation_details, ...reason },
  });
  account.emit('customer.subscription.updated', after, before);
  return after;
}

/** The terms of a retention offer, or null when the coupon cannot be given (any more). */
export function offeredTerms(account: Account, subscription: Subscription, coupon: string): Terms | null {
  const had = termsOf(account, subscription.discounts, account.now());
  if (had.some((terms) => terms.coupon.id === coupon)) return null;
  const redeemer = {
    customer: subscription.customer,
    subscription: subscription.id,
    isUpdate: true,
    amount: 0, // a coupon alone has no minimum amount
    currency: subscription.currency,
  };
  try {
    return readDiscounts(account, [{ coupon }], redeemer, 'coupon')[0] ?? null;
  } catch (error) {
    if (error instanceof ApiError) return null; // deleted, used up, or in another currency
    throw error;
  }
}

/** Gives a discount on top of those there, also in what a schedule is going to make of the subscription. */
export function giveDiscount(account: Account, before: Subscription, terms: Terms): Subscription {
  const { id } = redeem(account, terms, before.id);
  const schedule = account.store.get('subscriptionSchedules', before.schedule ?? '');
  if (schedule) {
    const entry = { coupon: null, discount: id, promotion_code: null };
    const phases = schedule.phases.map((phase) =>
      phase.end_date > account.now() ? { ...phase, discounts: [...phase.discounts, entry] } : phase,
    );
    const changed = account.store.put('subscriptionSchedules', { ...schedule, phases });
    account.emit('subscription_schedule.updated', changed, schedule);
  }
  const after = account.store.put('subscriptions', { ...before, discounts: [...before.discounts, id] });
  account.emit('customer.subscription.updated', after, before);
  return after;
}
