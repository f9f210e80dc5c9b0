import type { Account } from '../account';
import type { PaymentMethod } from '../records';
import { invalid, noSuch } from '../wire/errors';
import { addTokenCard, cardDeclined, cardOf } from './cards';
import { testCardOfMethod } from './test-cards';

/**
 * Attaches a payment method (or the card behind a test token) to a customer.
 * Throws the card error of a card that declines: such a card cannot be attached.
 */
export function attach(account: Account, id: string, customer: string, param: string): PaymentMethod {
  const token = testCardOfMethod(id);
  const method = token ? addTokenCard(account, token) : account.store.get('paymentMethods', id);
  if (!method) throw noSuch('PaymentMethod', id, param);
  if (method.customer === customer) return method;
  if (method.customer !== null)
    throw invalid(
      'The payment method you provided has already been attached to a customer. To use this PaymentMethod again, you must detach it first.',
      { code: 'payment_method_unexpected_state', param },
    );
  if (account.store.get('tombstones', method.id)) throw usedUp(param);
  const refusal = cardOf(account, method)?.onAttach;
  if (refusal) throw cardDeclined(refusal);
  const attached = account.store.put('paymentMethods', { ...method, customer });
  account.emit('payment_method.attached', attached);
  return attached;
}

/** The refusal of a payment method that was used, or taken from its customer, and is nobody's for good. */
export const usedUp = (param: string) =>
  invalid(
    'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and may not be used again.',
    { code: 'payment_method_unexpected_state', param },
  );

/**
 * A payment method that belongs to the customer, or to nobody when that is null; throws when it is unknown or somebody
 * else's.
 */
export function requireOwnMethod(
  account: Account,
  id: string,
  customer: string | null,
  param: string,
): PaymentMethod {
  const method = account.store.get('paymentMethods', id);
  if (!method) throw noSuch('PaymentMethod', id, param);
  if (method.customer !== customer)
    throw invalid(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      { param },
    );
  return method;
}

/** Takes a payment method from its customer, never to be used again. */
export function letGo(account: Account, method: PaymentMethod): PaymentMethod {
  const detached = account.store.put('paymentMethods', { ...method, customer: null });
  account.store.put('tombstones', { id: method.id, object: 'payment_method' });
  account.emit('payment_method.detached', detached, method);
  return detached;
}

/** Takes a payment method from its customer; it is no longer anybody's default. */
export function detach(account: Account, method: PaymentMethod): PaymentMethod {
  if (method.customer === null)
    throw invalid(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
      {
        param: 'payment_method',
      },
    );
  const customer = account.store.get('customers', method.customer);
  const detached = letGo(account, method);
  const { invoice_settings, default_source } = customer ?? {};
  if (customer && (invoice_settings?.default_payment_method === method.id || default_source === method.id)) {
    const after = account.store.put('customers', {
      ...customer,
      ...(default_source === method.id && { default_source: null }),
      ...(invoice_settings?.default_payment_method === method.id && {
        invoice_settings: { ...customer.invoice_settings, default_payment_method: null },
      }),
    });
    account.emit('customer.updated', after, customer);
  }
  for (const subscription of account.store.by('subscriptions', 'customer', method.customer))
    if (subscription.default_payment_method === method.id) {
      const after = account.store.put('subscriptions', { ...subscription, default_payment_method: null });
      account.emit('customer.subscription.updated', after, subscription);
    }
  return detached;
}
