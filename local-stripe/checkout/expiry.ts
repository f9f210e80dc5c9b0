import type { Account } from '../account';
import type { CheckoutSession } from '../records';

/** Ends an open session: its page leads nowhere from now on. */
export function expireSession(account: Account, before: CheckoutSession): CheckoutSession {
  const expired = account.store.put('checkoutSessions', { ...before, status: 'expired', url: null });
  account.emit('checkout.session.expired', expired);
  return expired;
}
