import type { Account } from '../account';
import type { PaymentMethod, SetupIntent } from '../records';
import { docUrl } from '../wire/errors';
import { attach } from './attach';
import { isRequested, obstacle } from './authentication';
import { cardOf, noteSetUp } from './cards';
import { openChallenge, redirectTo } from './challenges';
import type { Decline } from './test-cards';

export type SetUp =
  | { kind: 'succeeded'; intent: SetupIntent }
  | { kind: 'declined'; intent: SetupIntent; decline: Decline }
  | { kind: 'requires_action'; intent: SetupIntent };

/** Stores a setup intent and tells of it. */
export function addSetupIntent(account: Account, given: Partial<SetupIntent>): SetupIntent {
  const id = account.ids.next('seti');
  const intent = account.store.put('setupIntents', {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${account.ids.secret(24)}`,
    created: account.now(),
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: given.payment_method ? 'requires_confirmation' : 'requires_payment_method',
    usage: 'off_session',
    ...given,
  });
  account.emit('setup_intent.created', intent);
  return intent;
}

/** Tries to set a card up for later payments; when that works, the card belongs to the intent's customer. */
export function setUp(
  account: Account,
  before: SetupIntent,
  method: PaymentMethod,
  {
    authenticated = false,
    returnUrl = null,
    landing = null,
  }: { authenticated?: boolean; returnUrl?: string | null; landing?: string | null },
): SetUp {
  const intent: SetupIntent = { ...before, payment_method: method.id, next_action: null };
  const card = cardOf(account, method);
  const found = card
    ? obstacle(card, {
        kind: 'setup',
        offSession: false,
        setUp: false,
        requested: isRequested(before.payment_method_options?.card?.request_three_d_secure),
      })
    : null;
  if (found === 'challenge' && !authenticated) return wait(account, intent, method, { returnUrl, landing });
  if (found !== 'challenge' && found !== null) return refuse(account, intent, method, found, 'card_error');
  if (intent.customer) attach(account, method.id, intent.customer, 'payment_method');
  if (intent.usage === 'off_session') noteSetUp(account, method);
  const done = account.store.put('setupIntents', { ...intent, status: 'succeeded', last_setup_error: null });
  account.emit('setup_intent.succeeded', done);
  settlePending(account, done);
  return { kind: 'succeeded', intent: done };
}

function wait(
  account: Account,
  intent: SetupIntent,
  method: PaymentMethod,
  back: { returnUrl: string | null; landing: string | null },
): SetUp {
  const challenge = openChallenge(account, {
    purpose: { kind: 'setup_intent', id: intent.id },
    method,
    amount: null,
    ...back,
  });
  const waiting = account.store.put('setupIntents', {
    ...intent,
    status: 'requires_action',
    next_action: redirectTo(account, challenge),
  });
  account.emit('setup_intent.requires_action', waiting);
  return { kind: 'requires_action', intent: waiting };
}

/** A subscription that waited for this card has it now. */
function settlePending(account: Account, intent: SetupIntent): void {
  for (const before of account.store.by('subscriptions', 'customer', intent.customer ?? '')) {
    if (before.pending_setup_intent !== intent.id) continue;
    const keeps = before.payment_settings?.save_default_payment_method === 'on_subscription';
    const after = account.store.put('subscriptions', {
      ...before,
      pending_setup_intent: null,
      default_payment_method: keeps ? intent.payment_method : before.default_payment_method,
    });
    account.emit('customer.subscription.updated', after, before);
  }
}

/** What Stripe says of a set-up whose customer was seen by the bank, and not recognised. */
const AUTHENTICATION_FAILED: Decline = {
  code: 'setup_intent_authentication_failure',
  declineCode: null,
  message:
    'The latest attempt to set up the payment method has failed because authentication failed. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this SetupIntent again.',
};

/** A challenge that was not passed: the intent wants another payment method, and the customer has none more. */
export const failSetUp = (account: Account, intent: SetupIntent, method: PaymentMethod): SetUp =>
  refuse(account, intent, method, AUTHENTICATION_FAILED, 'invalid_request_error');

function refuse(
  account: Account,
  intent: SetupIntent,
  method: PaymentMethod,
  decline: Decline,
  type: 'card_error' | 'invalid_request_error',
): SetUp {
  const failed = account.store.put('setupIntents', {
    ...intent,
    status: 'requires_payment_method',
    next_action: null,
    payment_method: null,
    last_setup_error: {
      type,
      code: decline.code,
      ...(decline.declineCode !== null && { decline_code: decline.declineCode }),
      doc_url: docUrl(decline.code),
      message: decline.message,
      payment_method: method,
    },
  });
  account.emit('setup_intent.setup_failed', failed);
  return { kind: 'declined', intent: failed, decline };
}
