import type { Account } from '../account';
import type { Invoice, InvoicePayment, PaymentIntent, PaymentMethod } from '../records';
import { defaultMethodOf } from './default-method';
import { type Attempt, addIntent, failAuthentication, type Payment, payIntent } from './payment-intents';
import type { Decline } from './test-cards';

export type Collected =
  | { kind: 'paid'; invoice: Invoice }
  | { kind: 'declined'; invoice: Invoice; decline: Decline; intent: PaymentIntent }
  | { kind: 'requires_action'; invoice: Invoice; intent: PaymentIntent }
  | { kind: 'no_method'; invoice: Invoice };

export type Collecting = Omit<Attempt, 'unseen'> &
  Readonly<{ /** The customer failed the bank's challenge. */ failed?: boolean }>;

/**
 * Tries to collect an open invoice from a payment method, with every object and event that Stripe leaves behind.
 * A zero invoice is paid without a payment method. Renewals are charged off-session unless said otherwise.
 */
export function collect(
  account: Account,
  invoice: Invoice,
  method: PaymentMethod | null,
  attempt: Collecting = {},
): Collected {
  // What is noted of the attempt is told together with how it ends.
  const told = account.store.get('invoices', invoice.id) ?? invoice;
  if (invoice.amount_remaining === 0) return { kind: 'paid', invoice: settle(account, invoice, null, told) };
  if (!method) return { kind: 'no_method', invoice };
  const intent = openPayment(account, invoice, method);
  const { offSession = invoice.billing_reason === 'subscription_cycle' } = attempt;
  const attempted = account.store.put('invoices', {
    ...invoice,
    attempted: true,
    attempt_count: invoice.attempt_count + 1,
  });
  const payment = attempt.failed
    ? failAuthentication(account, intent, method)
    : payIntent(account, intent, method, { unseen: 'wait', ...attempt, offSession });
  return concludePayment(account, attempted, payment, told);
}

/**
 * What an attempt to pay it means for an invoice.
 * @param told the invoice as the last event showed it, when the attempt is noted in it already.
 */
export function concludePayment(
  account: Account,
  invoice: Invoice,
  payment: Payment,
  told: Invoice = invoice,
): Collected {
  if (payment.kind === 'paid')
    return {
      kind: 'paid',
      invoice: settle(account, invoice, paymentOf(account, payment.intent)?.id ?? null, told),
    };
  if (payment.kind === 'requires_action') {
    account.emit('invoice.payment_action_required', invoice);
    return { kind: 'requires_action', invoice, intent: payment.intent };
  }
  account.emit('invoice.payment_failed', invoice);
  return { kind: 'declined', invoice, decline: payment.decline, intent: payment.intent };
}

/** The invoice payment that an intent stands behind; undefined for an intent of no invoice. */
export const paymentOf = (account: Account, intent: PaymentIntent): InvoicePayment | undefined =>
  account.store.by('invoicePayments', 'intent', intent.id)[0];

/** Nobody can pay a closed invoice any more: its open payments end. */
export function cancelPayments(account: Account, invoice: Invoice): void {
  for (const payment of account.store.by('invoicePayments', 'invoice', invoice.id)) {
    const intent = account.store.get('paymentIntents', payment.payment.payment_intent ?? '');
    if (payment.status !== 'open' || !intent || !UNPAID.includes(intent.status)) continue;
    const canceled_at = account.now();
    account.store.put('invoicePayments', {
      ...payment,
      status: 'canceled',
      status_transitions: { ...payment.status_transitions, canceled_at },
    });
    const canceled = account.store.put('paymentIntents', {
      ...intent,
      status: 'canceled',
      canceled_at,
      cancellation_reason: 'void_invoice',
      next_action: null,
    });
    account.emit('payment_intent.canceled', canceled);
  }
}

const UNPAID: readonly string[] = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/** The open intent of an invoice, made when there is none yet. */
export function openPayment(account: Account, invoice: Invoice, method: PaymentMethod | null): PaymentIntent {
  for (const payment of account.store.by('invoicePayments', 'invoice', invoice.id)) {
    const intent = account.store.get('paymentIntents', payment.payment.payment_intent ?? '');
    if (intent && payment.status === 'open' && UNPAID.includes(intent.status)) return intent;
  }
  const intent = addIntent(account, {
    amount: invoice.amount_remaining,
    currency: invoice.currency,
    customer: invoice.customer,
    description: descriptionOf(invoice),
    payment_method: method?.id ?? null,
    setup_future_usage: invoice.parent?.subscription_details ? 'off_session' : null,
  });
  account.store.put('invoicePayments', {
    id: account.ids.next('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_remaining,
    created: account.now(),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  });
  return intent;
}

function descriptionOf({ billing_reason }: Invoice): string {
  if (billing_reason === 'manual') return 'Payment for Invoice';
  return billing_reason === 'subscription_create' ? 'Subscription creation' : 'Subscription update';
}

function settle(account: Account, invoice: Invoice, paymentId: string | null, told: Invoice): Invoice {
  const paid = markPaid(account, invoice);
  account.emit('invoice.updated', paid, told);
  account.emit('invoice.paid', paid);
  account.emit('invoice.payment_succeeded', paid);
  const payment = paymentId === null ? undefined : account.store.get('invoicePayments', paymentId);
  if (payment)
    account.emit(
      'invoice_payment.paid',
      account.store.put('invoicePayments', {
        ...payment,
        amount_paid: payment.amount_requested,
        status: 'paid',
        status_transitions: { canceled_at: null, paid_at: account.now() },
      }),
    );
  return paid;
}

/** Stores an invoice as paid in full. The caller tells of it. */
export const markPaid = (account: Account, invoice: Invoice): Invoice =>
  account.store.put('invoices', {
    ...invoice,
    status: 'paid',
    attempted: true,
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, paid_at: account.now() },
  });

/** An attempt without anything to charge: it fails like a declined one. */
export function attemptInVain(account: Account, invoice: Invoice): Invoice {
  const after = account.store.put('invoices', {
    ...invoice,
    attempted: true,
    attempt_count: invoice.attempt_count + 1,
  });
  account.emit('invoice.payment_failed', after);
  return after;
}

/** The method that a subscription is charged on: its own, else the customer's default. */
export function methodOf(account: Account, customer: string, own: string | null): PaymentMethod | null {
  const owner = account.store.get('customers', customer);
  const id = own ?? (owner ? defaultMethodOf(owner) : null);
  return id === null ? null : (account.store.get('paymentMethods', id) ?? null);
}
