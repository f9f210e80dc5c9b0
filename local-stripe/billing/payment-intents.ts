import type { Account } from '../account';
import { NO_FIELDS } from '../empty';
import type { Charge, PaymentIntent, PaymentMethod } from '../records';
import { docUrl } from '../wire/errors';
import { attach } from './attach';
import { AUTHENTICATION_REQUIRED, isRequested, obstacle } from './authentication';
import { cardOf, isSetUp, noteSetUp, spendPass } from './cards';
import { openChallenge, redirectTo } from './challenges';
import { addCharge } from './charges';
import type { Decline } from './test-cards';

export type Payment =
  | { kind: 'paid'; intent: PaymentIntent; charge: Charge }
  | { kind: 'declined'; intent: PaymentIntent; decline: Decline; charge: Charge | null }
  | { kind: 'requires_action'; intent: PaymentIntent };

export type Attempt = Readonly<{
  /** Nobody is there to be asked. Default false. */
  offSession?: boolean;
  /** The customer has just passed a challenge for this payment. */
  authenticated?: boolean;
  /** Where a challenge leads back to. */
  returnUrl?: string | null;
  /** What an off-session payment does that the bank wants to see the customer for: declines, or waits for them. */
  unseen?: 'decline' | 'wait';
}>;

type NewIntent = Readonly<{ amount: number; currency: string; customer: string | null }> &
  Partial<PaymentIntent>;

/** Stores a payment intent and tells of it. Amounts are minor units. */
export function addIntent(account: Account, given: NewIntent): PaymentIntent {
  const id = account.ids.next('pi');
  const intent = account.store.put('paymentIntents', {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
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
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: NO_FIELDS,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: given.payment_method ? 'requires_confirmation' : 'requires_payment_method',
    transfer_group: null,
    ...given,
  });
  account.emit('payment_intent.created', intent);
  return intent;
}

/** Tries to take an intent's money from a card, with every object and event of its own that Stripe leaves behind. */
export function payIntent(
  account: Account,
  before: PaymentIntent,
  method: PaymentMethod,
  { offSession = false, returnUrl = null, unseen = 'decline', ...attempt }: Attempt,
): Payment {
  const authenticated = spendPass(account, method) || (attempt.authenticated ?? false);
  const intent: PaymentIntent = { ...before, payment_method: method.id, next_action: null };
  const card = cardOf(account, method);
  const found = card
    ? obstacle(card, {
        kind: 'payment',
        offSession,
        setUp: isSetUp(account, method),
        requested: isRequested(before.payment_method_options?.card?.request_three_d_secure),
      })
    : null;
  if (found === 'challenge' && !authenticated) {
    if (!offSession || unseen === 'wait') return wait(account, intent, method, returnUrl);
    return refuse(account, intent, method, AUTHENTICATION_REQUIRED, false);
  }
  const decline = found === 'challenge' || found === null ? (card?.onCharge ?? null) : found;
  if (decline) return refuse(account, intent, method, decline, authenticated);
  return take(account, intent, method, { offSession, authenticated });
}

function take(
  account: Account,
  intent: PaymentIntent,
  method: PaymentMethod,
  { offSession, authenticated }: { offSession: boolean; authenticated: boolean },
): Payment {
  if (intent.setup_future_usage && intent.customer && method.customer === null)
    attach(account, method.id, intent.customer, 'payment_method');
  else if (method.customer === null)
    account.store.put('tombstones', { id: method.id, object: 'payment_method' });
  if (intent.setup_future_usage === 'off_session' && !offSession) noteSetUp(account, method);
  const charge = addCharge(account, intent, method, { decline: null, authenticated });
  const held = intent.capture_method === 'manual';
  const paid = account.store.put('paymentIntents', {
    ...intent,
    status: held ? 'requires_capture' : 'succeeded',
    amount_capturable: held ? intent.amount : 0,
    amount_received: held ? 0 : intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
  });
  account.emit(held ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded', paid);
  account.emit('charge.succeeded', charge);
  return { kind: 'paid', intent: paid, charge };
}

function refuse(
  account: Account,
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline,
  authenticated: boolean,
): Payment {
  const charge = addCharge(account, intent, method, { decline, authenticated });
  const failed = account.store.put('paymentIntents', {
    ...intent,
    status: 'requires_payment_method',
    latest_charge: charge.id,
    payment_method: null,
    last_payment_error: {
      type: 'card_error',
      code: decline.code,
      ...(decline.declineCode !== null && { decline_code: decline.declineCode }),
      doc_url: docUrl(decline.code),
      message: decline.message,
      charge: charge.id,
      payment_method: method,
    },
  });
  account.emit('payment_intent.payment_failed', failed);
  account.emit('charge.failed', charge);
  return { kind: 'declined', intent: failed, decline, charge };
}

function wait(
  account: Account,
  intent: PaymentIntent,
  method: PaymentMethod,
  returnUrl: string | null,
): Payment {
  const challenge = openChallenge(account, {
    purpose: { kind: 'payment_intent', id: intent.id },
    method,
    amount: { amount: intent.amount, currency: intent.currency },
    returnUrl,
  });
  const waiting = account.store.put('paymentIntents', {
    ...intent,
    status: 'requires_action',
    next_action: redirectTo(account, challenge),
  });
  account.emit('payment_intent.requires_action', waiting);
  return { kind: 'requires_action', intent: waiting };
}

/** What Stripe says of a payment whose customer was seen by the bank, and not recognised. */
const AUTHENTICATION_FAILED: Decline = {
  code: 'payment_intent_authentication_failure',
  declineCode: null,
  message:
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
};

/** A challenge that was not passed: the intent wants another payment method. Nothing was charged. */
export function failAuthentication(
  account: Account,
  intent: PaymentIntent,
  method: PaymentMethod,
): Extract<Payment, { kind: 'declined' }> {
  const { code, message } = AUTHENTICATION_FAILED;
  const failed = account.store.put('paymentIntents', {
    ...intent,
    status: 'requires_payment_method',
    next_action: null,
    payment_method: null,
    last_payment_error: {
      type: 'invalid_request_error',
      code,
      doc_url: docUrl(code),
      message,
      payment_method: method,
    },
  });
  account.emit('payment_intent.payment_failed', failed);
  return { kind: 'declined', intent: failed, decline: AUTHENTICATION_FAILED, charge: null };
}
