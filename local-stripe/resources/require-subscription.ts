import type { Account } from '../account';
import type { Subscription } from '../records';
import { notFound } from '../wire/errors';

/** The subscription of a path; throws a 404 when there is none. */
export function requireSubscription(account: Account, id: string): Subscription {
  const subscription = account.store.get('subscriptions', id);
  if (!subscription) throw notFound('subscription', id);
  return subscription;
}
