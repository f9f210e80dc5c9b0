import { methodOf } from '../billing/collect';
import { defaultMethodOf } from '../billing/default-method';
import type { PaymentMethod } from '../records';
import type { OpenSession } from './open-session';
import { currentPlans } from './plan-standing';

type Owner = Pick<OpenSession, 'account' | 'customer'>;

/** The customer's payment methods, newest first, the default one before all others. */
export function cardsOf({ account, customer }: Owner): PaymentMethod[] {
  const chosen = defaultMethodOf(customer);
  const all = account.store.by('paymentMethods', 'customer', customer.id);
  return [...all.filter(({ id }) => id === chosen), ...all.filter(({ id }) => id !== chosen)];
}

/** A payment method of the customer's own; null for any other id. */
export function ownCard({ account, customer }: Owner, id: string | null): PaymentMethod | null {
  const method = account.store.get('paymentMethods', id ?? '');
  return method?.customer === customer.id ? method : null;
}

/**
 * Whether a payment method may go: not while a plan is charged on it, nor the last one while there is a plan.
 * https://support.stripe.com/questions/billing-customer-portal
 */
export function mayRemove(open: Owner, method: PaymentMethod): boolean {
  const plans = currentPlans(open);
  if (plans.length === 0) return true;
  if (cardsOf(open).length === 1) return false;
  return !plans.some(
    ({ default_payment_method: own }) => methodOf(open.account, open.customer.id, own)?.id === method.id,
  );
}
