import type { Account } from '../account';
import type { Subscription } from '../records';
import { cancelNow } from './cancel';
import { methodOf } from './collect';

/**
 * A trial that ends with nothing to charge goes as `trial_settings` say: `cancel` and `pause` are done here, and
 * `create_invoice` is left to the renewal. Answers whether it was done.
 */
export function endTrialWithoutMethod(account: Account, before: Subscription): boolean {
  if (before.status !== 'trialing' || before.collection_method === 'send_invoice') return false;
  if (methodOf(account, before.customer, before.default_payment_method)) return false;
  const { missing_payment_method: then } = before.trial_settings?.end_behavior ?? {};
  if (then === 'cancel') cancelNow(account, before, { reason: null });
  else if (then === 'pause') pauseAs(account, before, 'trial_end_without_payment_method');
  else return false;
  return true;
}

/** Sets the status to `paused` and says so. */
export function pauseAs(
  account: Account,
  before: Subscription,
  reason: 'pause_requested' | 'trial_end_without_payment_method',
  fields: Partial<Subscription> = {},
): Subscription {
  const paused = account.store.put('subscriptions', {
    ...before,
    ...fields,
    status: 'paused',
    status_details: {
      paused: { type: 'subscription', subscription: { type: reason }, transitioned_at: account.now() },
    },
  });
  account.emit('customer.subscription.paused', paused);
  account.emit('customer.subscription.updated', paused, before);
  return paused;
}
