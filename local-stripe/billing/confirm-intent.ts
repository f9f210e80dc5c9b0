import type { Account } from '../account';
import type { PaymentIntent, PaymentMethod } from '../records';
import { settleSubscription } from './apply-change';
import { concludePayment, paymentOf } from './collect';
import { type Attempt, failAuthentication, type Payment, payIntent } from './payment-intents';

/** Tries to pay an intent, and carries what came of it on to the invoice and the subscription that it pays for. */
export function confirmIntent(
  account: Account,
  intent: PaymentIntent,
  method: PaymentMethod,
  attempt: Attempt,
): Payment {
  return carryOn(account, payIntent(account, intent, method, attempt));
}

/** The customer failed the bank's challenge. */
export const refuseIntent = (account: Account, intent: PaymentIntent, method: PaymentMethod): Payment =>
  carryOn(account, failAuthentication(account, intent, method));

function carryOn(account: Account, payment: Payment): Payment {
  const invoice = account.store.get('invoices', paymentOf(account, payment.intent)?.invoice ?? '');
  if (invoice?.status !== 'open') return payment;
  const collected = concludePayment(account, invoice, payment);
  if (collected.kind === 'paid') settleSubscription(account, collected.invoice);
  return payment;
}
