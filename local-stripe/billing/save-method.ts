import type { Account } from '../account';
import type { Invoice, Subscription } from '../records';

/** `save_default_payment_method=on_subscription`: what paid the invoice is charged from now on. */
export function savedMethod(
  account: Account,
  { payment_settings }: Subscription,
  invoice: Invoice,
): Partial<Subscription> {
  if (payment_settings?.save_default_payment_method !== 'on_subscription' || invoice.status !== 'paid')
    return {};
  const paid = account.store
    .by('invoicePayments', 'invoice', invoice.id)
    .find((payment) => payment.status === 'paid');
  const intent = account.store.get('paymentIntents', paid?.payment.payment_intent ?? '');
  return intent?.payment_method ? { default_payment_method: intent.payment_method } : {};
}
