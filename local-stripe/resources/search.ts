import type { Account } from '../account';
import { type Endpoint, endpoint } from '../endpoint';
import type { Collection, Records } from '../records';
import { invalid } from '../wire/errors';
import { integer, required, string } from '../wire/params';
import { matches, parseSearch, type SearchFields } from '../wire/search-query';

const params = { limit: integer({ min: 1, max: 100 }), page: string(), query: required(string()) };

/** What is searched, by which fields. https://docs.stripe.com/search#supported-query-fields-for-each-resource */
const SEARCHED: readonly Readonly<{ resource: string; collection: Collection; fields: SearchFields }>[] = [
  {
    resource: 'customers',
    collection: 'customers',
    fields: { created: 'number', email: 'string', name: 'string', phone: 'string' },
  },
  {
    resource: 'products',
    collection: 'products',
    fields: { active: 'token', description: 'string', name: 'string', shippable: 'token', url: 'string' },
  },
  {
    resource: 'prices',
    collection: 'prices',
    fields: { active: 'token', currency: 'token', lookup_key: 'string', product: 'token', type: 'token' },
  },
  {
    resource: 'subscriptions',
    collection: 'subscriptions',
    fields: { canceled_at: 'number', created: 'number', status: 'token' },
  },
  {
    resource: 'invoices',
    collection: 'invoices',
    fields: {
      created: 'number',
      currency: 'token',
      customer: 'token',
      last_finalization_error_code: 'token',
      last_finalization_error_type: 'token',
      number: 'string',
      receipt_number: 'string',
      status: 'token',
      subscription: 'token',
      total: 'number',
    },
  },
  {
    resource: 'payment_intents',
    collection: 'paymentIntents',
    fields: { amount: 'number', created: 'number', currency: 'token', customer: 'token', status: 'token' },
  },
  {
    resource: 'charges',
    collection: 'charges',
    fields: {
      amount: 'number',
      'billing_details.address.postal_code': 'token',
      created: 'number',
      currency: 'token',
      customer: 'token',
      disputed: 'token',
      'payment_method_details.card.brand': 'token',
      'payment_method_details.card.exp_month': 'token',
      'payment_method_details.card.exp_year': 'token',
      'payment_method_details.card.fingerprint': 'token',
      'payment_method_details.card.last4': 'token',
      refunded: 'token',
      status: 'token',
    },
  },
];

/** Fields that stand elsewhere in the object than their name says. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  last_finalization_error_code: 'last_finalization_error.code',
  last_finalization_error_type: 'last_finalization_error.type',
};

function valueAt(record: object, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => Reflect.get(Object(at), name), record);
}

/** A field of a record, or one key of its metadata. */
function read(record: object, field: string, key: string | null): unknown {
  if (key !== null) {
    const metadata = Object(valueAt(record, 'metadata'));
    return Object.hasOwn(metadata, key) ? metadata[key] : null;
  }
  if (field === 'subscription') return valueAt(record, 'parent.subscription_details.subscription');
  return valueAt(record, ELSEWHERE[field] ?? field);
}

/** A page token names the last record of the page before. */
const tokenOf = (id: string): string => Buffer.from(id).toString('base64url');

function afterPage(account: Account, collection: Collection, page: string | undefined): string | undefined {
  if (page === undefined) return undefined;
  const id = Buffer.from(page, 'base64url').toString();
  if (account.store.get(collection, id)) return id;
  throw invalid(`Invalid page: ${page}. Pass the next_page of an earlier answer to the same query.`, {
    param: 'page',
  });
}

export const search: readonly Endpoint[] = SEARCHED.map(({ resource, collection, fields }) =>
  endpoint('GET', `/v1/${resource}/search`, params, (account, { limit = 10, page, query }) => {
    const asked = parseSearch(query, fields, resource);
    const after = afterPage(account, collection, page);
    const found: Records[Collection][] = [];
    let total = 0;
    let past = after === undefined;
    for (const record of account.store.newestFirst(collection)) {
      if (matches(asked, (field, key) => read(record, field, key))) {
        total += 1;
        if (past && found.length <= limit) found.push(record);
      }
      past ||= record.id === after;
    }
    const data = found.slice(0, limit);
    const last = data.at(-1);
    return {
      object: 'search_result',
      data,
      has_more: found.length > limit,
      next_page: found.length > limit && last ? tokenOf(last.id) : null,
      total_count: total,
      url: `/v1/${resource}/search`,
    };
  }),
);
