import type { Account } from '../account';
import type { PaymentIntent } from '../records';
import { notFound } from '../wire/errors';

/** A payment intent that exists; throws a 404 for one that does not. */
export function requireIntent(account: Account, id: string): PaymentIntent {
  const intent = account.store.get('paymentIntents', id);
  if (!intent) throw notFound('payment_intent', id, 'intent');
  return intent;
}
