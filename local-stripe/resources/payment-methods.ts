import type { Account } from '../account';
import { attach, detach } from '../billing/attach';
import { cardFrom, noAddress } from '../billing/cards';
import { endpoint } from '../endpoint';
import type { PaymentMethod } from '../records';
import { missing, noSuch, notFound } from '../wire/errors';
import { page, pagination } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import { clearable, hash, integer, metadata, oneOf, required, string } from '../wire/params';

const address = hash({
  city: clearable(string()),
  country: clearable(string(2)),
  line1: clearable(string()),
  line2: clearable(string()),
  postal_code: clearable(string()),
  state: clearable(string()),
});
const billingDetails = hash({
  address,
  email: clearable(string()),
  name: clearable(string()),
  phone: clearable(string()),
});
const create = {
  type: required(oneOf('card')),
  card: hash({
    token: string(),
    number: string(),
    exp_month: integer(),
    exp_year: integer(),
    cvc: string(),
  }),
  billing_details: billingDetails,
  metadata: metadata(),
};
const update = {
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
      billing_details: detailsWith(method.billing_details, params.billing_details),
      metadata: mergeMetadata({}, params.metadata),
    });
  }),
  endpoint(
    'GET',
    '/v1/payment_methods',
    { ...pagination, customer: string(), type: oneOf('card') },
    (account, params) => listFor(account, params.customer, '/v1/payment_methods', params),
  ),
  endpoint('GET', '/v1/payment_methods/:id', {}, (account, _, { id = '' }) => requireMethod(account, id)),
  endpoint('POST', '/v1/payment_methods/:id', update, (account, params, { id = '' }) => {
    const before = requireMethod(account, id);
    const { exp_month, exp_year } = params.card ?? {};
    const after = account.store.put('paymentMethods', {
      ...before,
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
      return attach(account, id, params.customer, 'payment_method');
    },
  ),
  endpoint('POST', '/v1/payment_methods/:id/detach', {}, (account, _, { id = '' }) =>
    detach(account, requireMethod(account, id)),
  ),
  endpoint(
    'GET',
    '/v1/customers/:customer/payment_methods',
    { ...pagination, type: oneOf('card') },
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

type Page = Parameters<typeof page>[2]['params'];

function listFor(account: Account, customer: string | undefined, url: string, params: Page): object {
  return page(account, 'paymentMethods', {
    url,
    params,
    // Without a customer Stripe lists nothing that is attached; unattached ones are not listed either.
    from: customer === undefined ? [] : account.store.by('paymentMethods', 'customer', customer),
  });
}

type Details = PaymentMethod['billing_details'];
type GivenDetails = {
  address?: { [field: string]: string | null | undefined } | undefined;
  email?: string | null | undefined;
  name?: string | null | undefined;
  phone?: string | null | undefined;
};

function detailsWith(before: Details, given: GivenDetails | undefined): Details {
  if (!given) return before;
  const { address: place, ...rest } = given;
  const changes = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...before,
    ...changes,
    address: place ? { ...noAddress, ...before.address, ...place } : before.address,
  };
}
