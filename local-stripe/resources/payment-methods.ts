import type { Account } from '../account';
import { attach, detach } from '../billing/attach';
import { addTokenCard, cardFrom } from '../billing/cards';
import { testCardOfMethod } from '../billing/test-cards';
import { endpoint } from '../endpoint';
import type { PaymentMethod } from '../records';
import { missing, noSuch, notFound } from '../wire/errors';
import { page, pagination } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import { hash, integer, metadata, oneOf, required, string } from '../wire/params';
import { billingDetails, cardParams, detailsWith } from './payment-method-params';

const allowRedisplay = oneOf('always', 'limited', 'unspecified');
const create = {
  type: required(oneOf('card')),
  allow_redisplay: allowRedisplay,
  card: hash(cardParams),
  billing_details: billingDetails,
  metadata: metadata(),
};
const update = {
  allow_redisplay: allowRedisplay,
  billing_details: billingDetails,
  card: hash({ exp_month: integer({ min: 1, max: 12 }), exp_year: integer() }),
  metadata: metadata(),
};

function requireMethod(account: Account, id: string): PaymentMethod {
  const method = account.store.get('paymentMethods', id);
  if (!method) throw notFound('PaymentMethod', id, 'payment_method');
  return method;
}

export const paymentMethods = [
  endpoint('POST', '/v1/payment_methods', create, (account, params) => {
    if (!params.card) throw missing('card');
    const method = cardFrom(account, params.card);
    return account.store.put('paymentMethods', {
      ...method,
      allow_redisplay: params.allow_redisplay ?? 'unspecified',
      billing_details: detailsWith(method.billing_details, params.billing_details),
      metadata: mergeMetadata({}, params.metadata),
    });
  }),
  endpoint(
    'GET',
    '/v1/payment_methods',
    { ...pagination, allow_redisplay: allowRedisplay, customer: string(), type: oneOf('card') },
    (account, params) => listFor(account, params.customer, '/v1/payment_methods', params),
  ),
  endpoint('GET', '/v1/payment_methods/:id', {}, (account, _, { id = '' }) => {
    const card = testCardOfMethod(id);
    return card ? addTokenCard(account, card) : requireMethod(account, id);
  }),
  endpoint('POST', '/v1/payment_methods/:id', update, (account, params, { id = '' }) => {
    const before = requireMethod(account, id);
    const { exp_month, exp_year } = params.card ?? {};
    const after = account.store.put('paymentMethods', {
      ...before,
      allow_redisplay: params.allow_redisplay ?? before.allow_redisplay ?? 'unspecified',
      billing_details: detailsWith(before.billing_details, params.billing_details),
      metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
      ...(before.card && {
        card: {
          ...before.card,
          exp_month: exp_month ?? before.card.exp_month,
          exp_year: exp_year ?? before.card.exp_year,
        },
      }),
    });
    account.emit('payment_method.updated', after, before);
    return after;
  }),
  endpoint(
    'POST',
    '/v1/payment_methods/:id/attach',
    { customer: required(string()) },
    (account, params, { id = '' }) => {
      if (!account.store.get('customers', params.customer))
        throw noSuch('customer', params.customer, 'customer');
      if (!testCardOfMethod(id)) requireMethod(account, id);
      return attach(account, id, params.customer, 'payment_method');
    },
  ),
  endpoint('POST', '/v1/payment_methods/:id/detach', {}, (account, _, { id = '' }) =>
    detach(account, requireMethod(account, id)),
  ),
  endpoint(
    'GET',
    '/v1/customers/:customer/payment_methods',
    { ...pagination, allow_redisplay: allowRedisplay, type: oneOf('card') },
    (account, params, { customer = '' }) => {
      if (!account.store.get('customers', customer)) throw notFound('customer', customer, 'customer');
      return listFor(account, customer, `/v1/customers/${customer}/payment_methods`, params);
    },
  ),
  endpoint(
    'GET',
    '/v1/customers/:customer/payment_methods/:id',
    {},
    (account, _, { customer = '', id = '' }) => {
      const method = account.store.get('paymentMethods', id);
      if (method?.customer !== customer) throw notFound('PaymentMethod', id, 'payment_method');
      return method;
    },
  ),
];

type Page = Parameters<typeof page>[2]['params'] & { allow_redisplay?: string | undefined };

function listFor(account: Account, customer: string | undefined, url: string, params: Page): object {
  return page(account, 'paymentMethods', {
    url,
    params,
    // Without a customer Stripe lists nothing that is attached; unattached ones are not listed either.
    from: customer === undefined ? [] : account.store.by('paymentMethods', 'customer', customer),
    keep: (method) =>
      params.allow_redisplay === undefined || method.allow_redisplay === params.allow_redisplay,
  });
}
