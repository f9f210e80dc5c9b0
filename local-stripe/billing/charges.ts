import type { Account } from '../account';
import { NO_FIELDS } from '../empty';
import type { Charge, PaymentIntent, PaymentMethod } from '../records';
import type { Decline } from './test-cards';

/** Records an attempt to take an intent's money from a card. `authenticated`: the customer passed a challenge. */
export function addCharge(
  account: Account,
  intent: PaymentIntent,
  method: PaymentMethod,
  { decline, authenticated }: { decline: Decline | null; authenticated: boolean },
): Charge {
  const id = account.ids.next('ch');
  const captured = decline === null && intent.capture_method !== 'manual';
  return account.store.put('charges', {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: null,
    captured,
    created: account.now(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: NO_FIELDS,
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(decline),
    paid: decline === null,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOf(intent, method, authenticated),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: decline ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: null,
  });
}

const CODES = { advice_code: null, network_advice_code: null, network_decline_code: null };

const APPROVED: Charge['outcome'] = {
  ...CODES,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  seller_message: 'Payment complete.',
  type: 'authorized',
};

function outcomeOf(decline: Decline | null): Charge['outcome'] {
  if (!decline) return APPROVED;
  if (decline.declineCode === 'fraudulent')
    return {
      ...CODES,
      network_status: 'not_sent_to_network',
      reason: 'highest_risk_level',
      risk_level: 'highest',
      seller_message: 'Stripe blocked this payment as too risky.',
      type: 'blocked',
    };
  return {
    ...CODES,
    network_status: 'declined_by_network',
    reason: decline.declineCode,
    risk_level: 'normal',
    seller_message: 'The bank declined the payment.',
    type: 'issuer_declined',
  };
}

// Shared by all: records are never changed in place.
const DISABLED = { status: 'disabled' } as const;
const UNAVAILABLE = { status: 'unavailable' } as const;
const UNUSED = { used: false };

function detailsOf(
  intent: PaymentIntent,
  { card }: PaymentMethod,
  authenticated: boolean,
): Charge['payment_method_details'] {
  if (!card) return null;
  return {
    type: 'card',
    card: {
      amount_authorized: intent.amount,
      authorization_code: null,
      brand: card.brand,
      checks: card.checks,
      country: card.country,
      electronic_commerce_indicator: null,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      extended_authorization: DISABLED,
      fingerprint: card.fingerprint ?? null,
      funding: card.funding,
      incremental_authorization: UNAVAILABLE,
      installments: null,
      last4: card.last4,
      mandate: null,
      multicapture: UNAVAILABLE,
      network: card.brand,
      network_token: UNUSED,
      network_transaction_id: null,
      overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
      regulated_status: card.regulated_status,
      three_d_secure: authenticated ? PASSED : null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}

const PASSED = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
} as const;
