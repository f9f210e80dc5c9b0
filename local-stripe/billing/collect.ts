import type { Account } from '../account';
import type { Charge, Invoice, PaymentIntent, PaymentMethod } from '../records';
import { cardOf } from './cards';
import type { Decline } from './test-cards';

export type Collected =
  | { kind: 'paid'; invoice: Invoice }
  | { kind: 'declined'; invoice: Invoice; decline: Decline; intent: PaymentIntent }
  | { kind: 'requires_action'; invoice: Invoice; intent: PaymentIntent }
  | { kind: 'no_method'; invoice: Invoice };

const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

/**
 * Tries to collect an open invoice from a payment method, with every object and event that Stripe leaves behind.
 * A zero invoice is paid without a payment method.
 */
export function collect(account: Account, invoice: Invoice, method: PaymentMethod | null): Collected {
  if (invoice.amount_remaining === 0) return { kind: 'paid', invoice: settle(account, invoice, null) };
  if (!method) return { kind: 'no_method', invoice };
  const card = cardOf(account, method);
  const decline = card?.needsAuthentication ? AUTHENTICATION_REQUIRED : (card?.onCharge ?? null);
  const intent = intentFor(account, invoice, method);
  account.emit('payment_intent.created', intent);
  const paymentId = account.ids.next('inpay');
  account.store.put('invoicePayments', {
    id: paymentId,
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
  const attempted = account.store.put('invoices', {
    ...invoice,
    attempted: true,
    attempt_count: invoice.attempt_count + 1,
  });
  if (card?.needsAuthentication) return askForAuthentication(account, attempted, intent, card.onCharge);
  const charge = chargeFor(account, intent, method, decline);
  if (decline) return refuse(account, attempted, intent, charge, decline);
  const paid = account.store.put('paymentIntents', {
    ...intent,
    status: 'succeeded',
    amount_received: intent.amount,
    latest_charge: charge.id,
  });
  account.emit('payment_intent.succeeded', paid);
  account.emit('charge.succeeded', charge);
  return { kind: 'paid', invoice: settle(account, attempted, paymentId) };
}

function settle(account: Account, invoice: Invoice, paymentId: string | null): Invoice {
  const paid = account.store.put('invoices', {
    ...invoice,
    status: 'paid',
    attempted: true,
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, paid_at: account.now() },
  });
  account.emit('invoice.updated', paid, invoice);
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

function refuse(
  account: Account,
  invoice: Invoice,
  intent: PaymentIntent,
  charge: Charge,
  decline: Decline,
): Collected {
  const failed = account.store.put('paymentIntents', {
    ...intent,
    status: 'requires_payment_method',
    latest_charge: charge.id,
    payment_method: null,
    last_payment_error: {
      type: 'card_error',
      code: decline.code,
      ...(decline.declineCode !== null && { decline_code: decline.declineCode }),
      message: decline.message,
      charge: charge.id,
    },
  });
  account.emit('payment_intent.payment_failed', failed);
  account.emit('charge.failed', charge);
  account.emit('invoice.payment_failed', invoice);
  return { kind: 'declined', invoice, decline, intent: failed };
}

/** The bank wants to see the customer. Until the challenge page exists, nobody can pass it: the payment stays open. */
function askForAuthentication(
  account: Account,
  invoice: Invoice,
  intent: PaymentIntent,
  _then: Decline | null,
): Collected {
  const waiting = account.store.put('paymentIntents', { ...intent, status: 'requires_action' });
  account.emit('payment_intent.requires_action', waiting);
  account.emit('invoice.payment_action_required', invoice);
  return { kind: 'requires_action', invoice, intent: waiting };
}

function intentFor(account: Account, invoice: Invoice, method: PaymentMethod): PaymentIntent {
  const id = account.ids.next('pi');
  return account.store.put('paymentIntents', {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: invoice.amount_remaining,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic',
    client_secret: `${id}_secret_${account.ids.secret(24)}`,
    confirmation_method: 'automatic',
    created: account.now(),
    currency: invoice.currency,
    customer: invoice.customer,
    customer_account: null,
    description:
      invoice.billing_reason === 'subscription_create' ? 'Subscription creation' : 'Subscription update',
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: method.id,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: 'off_session',
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_confirmation',
    transfer_group: null,
  });
}

function chargeFor(
  account: Account,
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline | null,
): Charge {
  return account.store.put('charges', {
    id: account.ids.next('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: decline ? 0 : intent.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: null,
    captured: decline === null,
    created: account.now(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: {},
    on_behalf_of: null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: decline ? 'declined_by_network' : 'approved_by_network',
      reason: decline?.declineCode ?? null,
      risk_level: 'normal',
      seller_message: decline ? 'The bank declined the payment.' : 'Payment complete.',
      type: decline ? 'issuer_declined' : 'authorized',
    },
    paid: decline === null,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: null,
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: decline ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: null,
  });
}

/** The method that a subscription is charged on: its own, else the customer's default. */
export function methodOf(account: Account, customer: string, own: string | null): PaymentMethod | null {
  const fallback = account.store.get('customers', customer)?.invoice_settings.default_payment_method;
  const id = own ?? fallback ?? null;
  return id === null ? null : (account.store.get('paymentMethods', id) ?? null);
}
