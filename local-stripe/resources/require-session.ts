import type { Account } from '../account';
import type { CheckoutSession } from '../records';
import { notFound } from '../wire/errors';

/** A Checkout session that exists; throws a 404 for one that does not. */
export function requireSession(account: Account, id: string): CheckoutSession {
  const session = account.store.get('checkoutSessions', id);
  if (!session) throw notFound('checkout.session', id, 'session');
  return session;
}
