import type { Account } from '../account';
import type { Subscription } from '../records';
import { cancelNow } from './cancel';
import { methodOf } from './collect';

/** True when a trial that ends with nothing to charge is canceled or paused: its `trial_settings` say so. */
export function stopsWithoutMethod(account: Account, subscription: Subscription): boolean {
  const { status, collection_method, trial_settings } = subscription;
  if (status !== 'trialing' || collection_method === 'send_invoice') return false;
  if (methodOf(account, subscription.customer, subscription.default_payment_method)) return false;
  const { missing_payment_method: then } = trial_settings?.end_behavior ?? {};
  return then === 'cancel' || then === 'pause';
}

/** Ends a trial for which `stopsWithoutMethod` holds. */
export function endTrialWithoutMethod(account: Account, before: Subscription): Subscription {
  const trial_end = Math.min(before.trial_end ?? account.now(), account.now());
  return before.trial_settings?.end_behavior.missing_payment_method === 'cancel'
    ? cancelNow(account, { ...before, trial_end }, { reason: null })
    : pauseAs(account, before, 'trial_end_without_payment_method', { trial_end });
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
