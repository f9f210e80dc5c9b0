import type { Account } from '../account';
import type { Subscription } from '../records';

type Details = Partial<NonNullable<Subscription['cancellation_details']>>;

/** Ends a subscription at once. Nothing is credited: that is the caller's choice. */
export function cancelNow(account: Account, subscription: Subscription, details: Details = {}): Subscription {
  const now = account.now();
  const ended = account.store.put('subscriptions', {
    ...subscription,
    status: 'canceled',
    canceled_at: subscription.canceled_at ?? now,
    ended_at: now,
    cancellation_details: {
      comment: null,
      feedback: null,
      feedback_option: null,
      ...subscription.cancellation_details,
      ...details,
      reason: 'cancellation_requested',
    },
  });
  account.emit('customer.subscription.deleted', ended);
  return ended;
}
