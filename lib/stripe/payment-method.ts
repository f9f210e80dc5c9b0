import 'server-only';
import type Stripe from 'stripe';
import type { PaymentMethod } from '../billing/subscription';

/** An expanded payment method in the app's terms; null for none, and for one that is only an id. */
export function toPaymentMethod(method: string | Stripe.PaymentMethod | null): PaymentMethod | null {
  if (method === null || typeof method === 'string') return null;
  const { id, type, card } = method;
  const expiry = { expMonth: card?.exp_month ?? null, expYear: card?.exp_year ?? null };
  return { id, type, brand: card?.brand ?? null, last4: card?.last4 ?? null, ...expiry };
}
