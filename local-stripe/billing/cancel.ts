import type { Account } from '../account';
import type { Subscription } from '../records';
import { bill } from './bill';
import { planChange } from './change';
import { collectAsAgreed } from './collect-subscription';
import { pendingItems } from './invoice-items';

type Details = Partial<NonNullable<Subscription['cancellation_details']>>;

/** Ends a subscription at once. Nothing is credited: that is the caller's choice. */
export function cancelNow(account: Account, subscription: Subscription, details: Details = {}): Subscription {
  const now = account.now();
  // What was to end later, and ends now, was not ended by that.
  const isEarly = subscription.cancel_at !== null && subscription.cancel_at > now;
  const ended = account.store.put('subscriptions', {
    ...subscription,
    status: 'canceled',
    canceled_at: subscription.canceled_at ?? now,
    ended_at: now,
    ...(isEarly && { cancel_at: null, cancel_at_period_end: false }),
    cancellation_details: {
      comment: null,
      feedback: null,
      feedback_option: null,
      ...subscription.cancellation_details,
      reason: 'cancellation_requested',
      ...details,
    },
  });
  stopCollection(account, ended);
  account.emit('customer.subscription.deleted', ended);
  return ended;
}

/** A cancellation that was asked for comes true: what it cuts off is given back, and what waits is billed. */
export function cancelAtItsTime(account: Account, before: Subscription): void {
  const { drafts } = planChange(account, before, {
    items: [],
    terms: [],
    anchor: 'unchanged',
    prorationBehavior:
      account.store.get('notes', before.id)?.prorateEnd === false ? 'none' : 'create_prorations',
    at: account.now(),
    endTrial: false,
  });
  const waiting = pendingItems(account, before.customer, before.id);
  if (drafts.length > 0 || waiting.length > 0) {
    const invoice = bill(account, before, { drafts, discounts: [], reason: 'subscription_cycle' });
    collectAsAgreed(account, before, invoice);
  }
  const { reason } = before.cancellation_details ?? {};
  cancelNow(account, account.store.get('subscriptions', before.id) ?? before, { reason: reason ?? null });
}

/** Invoices that are still open are asked for no more. */
function stopCollection(account: Account, { id }: Subscription): void {
  for (const invoice of account.store.by('invoices', 'subscription', id)) {
    if (invoice.status !== 'open' || !invoice.auto_advance) continue;
    const stopped = account.store.put('invoices', {
      ...invoice,
      auto_advance: false,
      next_payment_attempt: null,
    });
    account.emit('invoice.updated', stopped, invoice);
  }
}
