import type { Account } from '../account';
import {
  addSource,
  isSource,
  removeSource,
  sourceObject,
  sourcesOf,
  withoutSource,
} from '../billing/sources';
import { endpoint } from '../endpoint';
import type { Customer, PaymentMethod } from '../records';
import { invalid, noSuch, notFound } from '../wire/errors';
import { pageOf, pagination } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import { clearableString, integer, metadata, oneOf, required, string } from '../wire/params';
import { detailsWith } from './payment-method-params';
import { requireOwner } from './require-owner';

const update = {
  address_city: clearableString(),
  address_country: clearableString(2),
  address_line1: clearableString(),
  address_line2: clearableString(),
  address_state: clearableString(),
  address_zip: clearableString(),
  exp_month: integer({ min: 1, max: 12 }),
  exp_year: integer({ min: 1970, max: 2100 }),
  metadata: metadata(),
  name: clearableString(),
};

/** A source of this customer; throws a 400 that names `param`, or, without one, the 404 of a path. */
export function requireSource(account: Account, customer: string, id: string, param?: string): PaymentMethod {
  const method = account.store.get('paymentMethods', id);
  if (method && isSource(method) && method.customer === customer) return method;
  throw param === undefined ? notFound('source', id) : noSuch('source', id, param);
}

/** Stores a customer whose default source may be another one now. */
function put(account: Account, after: Customer, before: Customer): void {
  if (after === before) return;
  account.store.put('customers', after);
  account.emit('customer.updated', after, before);
}

/** Cards by the name of older integrations. */
export const sources = [
  endpoint(
    'POST',
    '/v1/customers/:customer/sources',
    { metadata: metadata(), source: required(string()) },
    (account, params, { customer = '' }) => {
      const before = requireOwner(account, customer);
      const added = addSource(account, customer, params.source, 'source');
      const source = account.store.put('paymentMethods', {
        ...added,
        metadata: mergeMetadata({}, params.metadata),
      });
      if (before.default_source === null) put(account, { ...before, default_source: source.id }, before);
      return sourceObject(source);
    },
  ),
  endpoint(
    'GET',
    '/v1/customers/:customer/sources',
    { ...pagination, object: oneOf('card') },
    (account, params, { customer = '' }) => {
      const { id } = requireOwner(account, customer);
      const data = sourcesOf(account, id).map(sourceObject);
      return pageOf({ object: 'list', data, url: `/v1/customers/${id}/sources` }, params);
    },
  ),
  endpoint('GET', '/v1/customers/:customer/sources/:id', {}, (account, _, { customer = '', id = '' }) =>
    sourceObject(requireSource(account, requireOwner(account, customer).id, id)),
  ),
  endpoint(
    'POST',
    '/v1/customers/:customer/sources/:id',
    update,
    (account, given, { customer = '', id = '' }) => {
      const before = requireSource(account, requireOwner(account, customer).id, id);
      if (!before.card) throw invalid('This source is no card.', { param: 'id' });
      const after = account.store.put('paymentMethods', {
        ...before,
        billing_details: detailsWith(before.billing_details, {
          name: given.name,
          address: Object.fromEntries(
            Object.entries({
              city: given.address_city,
              country: given.address_country,
              line1: given.address_line1,
              line2: given.address_line2,
              postal_code: given.address_zip,
              state: given.address_state,
            }).filter(([, value]) => value !== undefined),
          ),
        }),
        card: {
          ...before.card,
          exp_month: given.exp_month ?? before.card.exp_month,
          exp_year: given.exp_year ?? before.card.exp_year,
        },
        metadata: mergeMetadata(before.metadata ?? {}, given.metadata),
      });
      account.emit('customer.source.updated', sourceObject(after), sourceObject(before));
      return sourceObject(after);
    },
  ),
  endpoint('DELETE', '/v1/customers/:customer/sources/:id', {}, (account, _, { customer = '', id = '' }) => {
    const owner = requireOwner(account, customer);
    removeSource(account, requireSource(account, customer, id));
    put(account, withoutSource(account, owner, id), owner);
    return { id, object: 'card', deleted: true };
  }),
];
