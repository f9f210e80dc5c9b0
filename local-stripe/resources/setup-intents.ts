import type { Account } from '../account';
import { cardDeclined } from '../billing/cards';
import { addSetupIntent, setUp } from '../billing/setup-intents';
import { endpoint } from '../endpoint';
import type { SetupIntent } from '../records';
import { type ApiError, invalid, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import {
  boolean,
  clearable,
  clearableString,
  type Infer,
  list,
  metadata,
  oneOf,
  range,
  string,
} from '../wire/params';
import {
  automatic,
  automaticPaymentMethods,
  cardOptions,
  confirming,
  firstFixed,
  givenMethod,
  isOpen,
  knownCustomer,
  OPEN,
  requireReturnUrl,
  requireSecret,
} from './intent-params';

const { return_url: _, ...changing } = confirming;
const create = {
  ...confirming,
  automatic_payment_methods: automaticPaymentMethods,
  confirm: boolean(),
  customer: string(),
  description: string(1000),
  metadata: metadata(),
  usage: oneOf('off_session', 'on_session'),
};
const update = {
  ...changing,
  allowed_payment_method_types: clearable(list(oneOf('card'))),
  customer: string(),
  description: clearableString(1000),
  metadata: metadata(),
};

function requireIntent(account: Account, id: string): SetupIntent {
  const intent = account.store.get('setupIntents', id);
  if (!intent) throw notFound('setupintent', id, 'intent');
  return intent;
}

const unexpected = (message: string, intent: SetupIntent): ApiError =>
  invalid(message, { code: 'setup_intent_unexpected_state', setup_intent: intent });

/** Confirms an intent; throws the card error of a decline, with the attempt on record. */
function confirmed(
  account: Account,
  intent: SetupIntent,
  given: Partial<Infer<typeof confirming>>,
): SetupIntent {
  const method =
    givenMethod(account, given, intent.customer) ??
    account.store.get('paymentMethods', intent.payment_method ?? '');
  if (!method)
    throw unexpected(
      "You cannot confirm this SetupIntent because it's missing a payment method. You can either update the SetupIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      intent,
    );
  requireReturnUrl('SetupIntent', intent, given.return_url);
  const attempt = setUp(account, intent, method, { returnUrl: given.return_url ?? null });
  if (attempt.kind !== 'declined') return attempt.intent;
  const refusal = cardDeclined(attempt.decline, { payment_method: method, setup_intent: attempt.intent });
  refusal.keepsWrites = true;
  throw refusal;
}

export const setupIntents = [
  endpoint('POST', '/v1/setup_intents', create, (account, params) => {
    if (params.return_url !== undefined && !params.confirm)
      throw invalid('You can only pass `return_url` when `confirm` is `true`.', { param: 'return_url' });
    const customer = knownCustomer(account, params.customer);
    const method = givenMethod(account, params, customer);
    const intent = addSetupIntent(account, {
      allowed_payment_method_types: params.allowed_payment_method_types ?? null,
      automatic_payment_methods: automatic(
        params.automatic_payment_methods,
        params.allowed_payment_method_types,
      ),
      customer,
      description: params.description ?? null,
      metadata: mergeMetadata({}, params.metadata),
      payment_method: method?.id ?? null,
      payment_method_options: cardOptions(params.payment_method_options),
      usage: params.usage ?? 'off_session',
    });
    const { payment_method: _method, payment_method_data: _data, ...rest } = params; // taken already
    return params.confirm ? confirmed(account, intent, rest) : intent;
  }),
  endpoint(
    'GET',
    '/v1/setup_intents',
    { ...pagination, created: range(), customer: string(), payment_method: string() },
    (account, params) =>
      page(account, 'setupIntents', {
        url: '/v1/setup_intents',
        params,
        ...(params.customer !== undefined && {
          from: account.store.by('setupIntents', 'customer', params.customer),
        }),
        keep: (intent) =>
          within(intent.created, params.created) &&
          (params.payment_method === undefined || intent.payment_method === params.payment_method),
      }),
  ),
  endpoint('GET', '/v1/setup_intents/:id', { client_secret: string() }, (account, params, { id = '' }) => {
    const intent = requireIntent(account, id);
    requireSecret('SetupIntent', intent, params.client_secret);
    return intent;
  }),
  endpoint('POST', '/v1/setup_intents/:id', update, (account, params, { id = '' }) => {
    const before = requireIntent(account, id);
    const { description } = params;
    const changed = firstFixed(params);
    if (changed !== undefined && !isOpen(before))
      throw unexpected(
        `You cannot update ${changed} of this SetupIntent because it has a status of ${before.status}. Only a SetupIntent with one of the following statuses may be updated: ${OPEN.join(', ')}.`,
        before,
      );
    const customer = knownCustomer(account, params.customer) ?? before.customer;
    const method = givenMethod(account, params, customer);
    return account.store.put('setupIntents', {
      ...before,
      allowed_payment_method_types:
        params.allowed_payment_method_types === undefined
          ? before.allowed_payment_method_types
          : params.allowed_payment_method_types,
      customer,
      description: description === undefined ? before.description : description,
      metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
      payment_method_options: cardOptions(params.payment_method_options) ?? before.payment_method_options,
      ...(method && { next_action: null, payment_method: method.id, status: 'requires_confirmation' }),
    });
  }),
  endpoint('POST', '/v1/setup_intents/:id/confirm', confirming, (account, params, { id = '' }) => {
    const intent = requireIntent(account, id);
    if (intent.status === 'succeeded')
      throw unexpected('You cannot confirm this SetupIntent because it has already succeeded.', intent);
    if (!isOpen(intent))
      throw unexpected(
        `You cannot confirm this SetupIntent because it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be confirmed: ${OPEN.join(', ')}.`,
        intent,
      );
    const options = cardOptions(params.payment_method_options) ?? intent.payment_method_options;
    return confirmed(account, { ...intent, payment_method_options: options }, params);
  }),
  endpoint(
    'POST',
    '/v1/setup_intents/:id/cancel',
    { cancellation_reason: oneOf('abandoned', 'duplicate', 'requested_by_customer') },
    (account, params, { id = '' }) => {
      const before = requireIntent(account, id);
      if (!isOpen(before))
        throw unexpected(
          `You cannot cancel this SetupIntent because it has a status of ${before.status}. Only a SetupIntent with one of the following statuses may be canceled: ${OPEN.join(', ')}.`,
          before,
        );
      const canceled = account.store.put('setupIntents', {
        ...before,
        status: 'canceled',
        cancellation_reason: params.cancellation_reason ?? null,
        next_action: null,
      });
      account.emit('setup_intent.canceled', canceled);
      return canceled;
    },
  ),
];
