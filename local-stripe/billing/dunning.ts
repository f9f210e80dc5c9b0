import type { Account } from '../account';
import type { Invoice } from '../records';
import { settleSubscription, withInvoice } from './apply-change';
import { cancelNow } from './cancel';
import { collectAsAgreed } from './collect-subscription';
import { subscriptionOf } from './invoice-subscription';
import { note } from './notes';
import { abortSchedule } from './schedule';

/** What an account does with a subscription after the last failed attempt; Stripe keeps it in the Dashboard. */
export const AFTER_FAILED_PAYMENTS = ['cancel', 'mark_unpaid', 'leave_past_due'] as const;

/** Tries an open invoice again. */
export function retry(account: Account, invoice: Invoice): void {
  const before = subscriptionOf(account, invoice);
  if (!before || before.status === 'canceled') {
    const left = { ...invoice, next_payment_attempt: null, auto_advance: false };
    account.emit('invoice.updated', account.store.put('invoices', left), invoice);
    return;
  }
  // Pausing collection is for invoices that are made meanwhile; this one was there before.
  const asked = collectAsAgreed(account, { ...before, pause_collection: null }, invoice);
  if (asked.kind === 'paid') settleSubscription(account, asked.invoice);
  else endOfRetries(account, asked.invoice);
}

/** After the last failed attempt: the subscription ends, is unpaid, or stays past due, as the account says. */
export function endOfRetries(account: Account, invoice: Invoice): void {
  const before = subscriptionOf(account, invoice);
  if (!before || invoice.next_payment_attempt !== null || before.status !== 'past_due') return;
  const setting = account.store.get('settings', 'subscription_after_failed_payments')?.value ?? 'cancel';
  if (setting === 'leave_past_due') return;
  if (setting === 'mark_unpaid') {
    const after = account.store.put('subscriptions', { ...before, status: 'unpaid' });
    account.emit('customer.subscription.updated', after, before);
    return;
  }
  abortSchedule(account, before);
  const current = account.store.get('subscriptions', before.id) ?? before;
  cancelNow(account, current, { reason: 'payment_failed' });
}

/** An invoice that was sent and not paid by its due date. */
export function passDueDate(account: Account, invoice: Invoice): void {
  note(account, invoice.id, { overdue: invoice.due_date ?? 0 });
  account.emit('invoice.overdue', invoice);
  const before = subscriptionOf(account, invoice);
  if (before?.status !== 'active' || before.latest_invoice !== invoice.id) return;
  const after = withInvoice(account, before.id, { kind: 'no_method', invoice });
  account.emit('customer.subscription.updated', after, before);
}
