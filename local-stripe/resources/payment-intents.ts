import { releaseAuthorization } from '../billing/capture';
import { paymentOf } from '../billing/collect';
import { currencyOf } from '../billing/currencies';
import { addIntent } from '../billing/payment-intents';
import { endpoint } from '../endpoint';
import { invalid } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import {
  boolean,
  clearable,
  clearableString,
  integer,
  metadata,
  oneOf,
  range,
  required,
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
  requireSecret,
} from './intent-params';
import { shipping, shippingOf } from './intent-shipping';
import { requireChargeable } from './minimum-charge';
import { paymentIntentCapture } from './payment-intent-capture';
import {
  captureMethod,
  confirmed,
  confirmParams,
  setupFutureUsage,
  unexpected,
} from './payment-intent-confirm';
import { requireIntent } from './require-intent';

const { return_url: _, ...changing } = confirming;
const create = {
  ...confirmParams,
  amount: required(integer()),
  automatic_payment_methods: automaticPaymentMethods,
  confirm: boolean(),
  confirmation_method: oneOf('automatic', 'manual'),
  currency: required(string(3)),
  customer: string(),
  description: string(1000),
  metadata: metadata(),
  receipt_email: string(),
  setup_future_usage: setupFutureUsage,
};
const update = {
  ...changing,
  amount: integer(),
  capture_method: captureMethod,
  currency: string(3),
  customer: string(),
  description: clearableString(1000),
  metadata: metadata(),
  receipt_email: clearableString(),
  setup_future_usage: clearable(setupFutureUsage),
  shipping: clearable(shipping),
};

export const paymentIntents = [
  endpoint('POST', '/v1/payment_intents', create, (account, params) => {
    const currency = currencyOf(params.currency, 'currency');
    requireChargeable(params.amount, currency);
    for (const name of ['error_on_requires_action', 'off_session', 'return_url'] as const)
      if (params[name] !== undefined && !params.confirm)
        throw invalid(`You can only pass \`${name}\` when \`confirm\` is \`true\`.`, { param: name });
    const customer = knownCustomer(account, params.customer);
    const method = givenMethod(account, params, customer);
    const intent = addIntent(account, {
      amount: params.amount,
      currency,
      customer,
      allowed_payment_method_types: params.allowed_payment_method_types ?? null,
      automatic_payment_methods: automatic(
        params.automatic_payment_methods,
        params.allowed_payment_method_types,
      ),
      capture_method: params.capture_method ?? 'automatic_async',
      confirmation_method: params.confirmation_method ?? 'automatic',
      description: params.description ?? null,
      metadata: mergeMetadata({}, params.metadata),
      payment_method: method?.id ?? null,
      payment_method_options: cardOptions(params.payment_method_options),
      receipt_email: params.receipt_email ?? null,
      setup_future_usage: params.setup_future_usage ?? null,
      shipping: params.shipping ? shippingOf(params.shipping) : null,
    });
    const { payment_method: _method, payment_method_data: _data, ...rest } = params; // taken already
    return params.confirm ? confirmed(account, intent, rest) : intent;
  }),
  endpoint(
    'GET',
    '/v1/payment_intents',
    { ...pagination, created: range(), customer: string() },
    (account, params) =>
      page(account, 'paymentIntents', {
        url: '/v1/payment_intents',
        params,
        ...(params.customer !== undefined && {
          from: account.store.by('paymentIntents', 'customer', params.customer),
        }),
        keep: (intent) => within(intent.created, params.created),
      }),
  ),
  endpoint('GET', '/v1/payment_intents/:id', { client_secret: string() }, (account, params, { id = '' }) => {
    const intent = requireIntent(account, id);
    requireSecret('PaymentIntent', intent, params.client_secret);
    return intent;
  }),
  endpoint('POST', '/v1/payment_intents/:id', update, (account, params, { id = '' }) => {
    const before = requireIntent(account, id);
    const { description } = params;
    const changed = firstFixed(params);
    if (changed !== undefined && !isOpen(before))
      throw unexpected(
        `This PaymentIntent's ${changed} could not be updated because it has a status of ${before.status}. You may only update the ${changed} of a PaymentIntent with one of the following statuses: ${OPEN.join(', ')}.`,
        before,
      );
    const ofInvoice = paymentOf(account, before);
    if (ofInvoice && (params.amount !== undefined || params.currency !== undefined))
      throw invalid('The amount of a PaymentIntent that pays an invoice follows the invoice.', {
        param: params.amount === undefined ? 'currency' : 'amount',
      });
    const customer = knownCustomer(account, params.customer) ?? before.customer;
    const method = givenMethod(account, params, customer);
    const currency =
      params.currency === undefined ? before.currency : currencyOf(params.currency, 'currency');
    requireChargeable(params.amount ?? before.amount, currency);
    const afresh = method !== null || params.amount !== undefined;
    return account.store.put('paymentIntents', {
      ...before,
      allowed_payment_method_types:
        params.allowed_payment_method_types ?? before.allowed_payment_method_types,
      amount: params.amount ?? before.amount,
      capture_method: params.capture_method ?? before.capture_method,
      currency,
      customer,
      description: description === undefined ? before.description : description,
      metadata: mergeMetadata(before.metadata, params.metadata),
      payment_method: method?.id ?? before.payment_method,
      payment_method_options: cardOptions(params.payment_method_options) ?? before.payment_method_options,
      receipt_email: params.receipt_email === undefined ? before.receipt_email : params.receipt_email,
      setup_future_usage:
        params.setup_future_usage === undefined ? before.setup_future_usage : params.setup_future_usage,
      shipping:
        params.shipping === undefined ? before.shipping : params.shipping && shippingOf(params.shipping),
      ...(afresh && {
        next_action: null,
        status: (method?.id ?? before.payment_method) ? 'requires_confirmation' : 'requires_payment_method',
      }),
    });
  }),
  endpoint('POST', '/v1/payment_intents/:id/confirm', confirmParams, (account, params, { id = '' }) => {
    const intent = requireIntent(account, id);
    if (intent.status === 'succeeded')
      throw unexpected(
        'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.',
        intent,
      );
    if (!isOpen(intent))
      throw unexpected(
        `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: ${OPEN.join(', ')}.`,
        intent,
      );
    return confirmed(
      account,
      {
        ...intent,
        capture_method: params.capture_method ?? intent.capture_method,
        payment_method_options: cardOptions(params.payment_method_options) ?? intent.payment_method_options,
        receipt_email: params.receipt_email === undefined ? intent.receipt_email : params.receipt_email,
        setup_future_usage:
          params.setup_future_usage === undefined ? intent.setup_future_usage : params.setup_future_usage,
        shipping:
          params.shipping === undefined ? intent.shipping : params.shipping && shippingOf(params.shipping),
      },
      params,
    );
  }),
  endpoint(
    'POST',
    '/v1/payment_intents/:id/cancel',
    { cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer') },
    (account, params, { id = '' }) => {
      const before = requireIntent(account, id);
      if (!isOpen(before) && before.status !== 'requires_capture')
        throw unexpected(
          `You cannot cancel this PaymentIntent because it has a status of ${before.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_reauthorization, requires_confirmation, requires_action, processing.`,
          before,
        );
      if (paymentOf(account, before))
        throw invalid('A PaymentIntent that pays an invoice cannot be canceled. Void the invoice instead.', {
          code: 'payment_intent_unexpected_state',
        });
      if (before.status === 'requires_capture') releaseAuthorization(account, before);
      const canceled = account.store.put('paymentIntents', {
        ...before,
        status: 'canceled',
        amount_capturable: 0,
        canceled_at: account.now(),
        cancellation_reason: params.cancellation_reason ?? null,
        next_action: null,
      });
      account.emit('payment_intent.canceled', canceled);
      return canceled;
    },
  ),
  paymentIntentCapture,
];
