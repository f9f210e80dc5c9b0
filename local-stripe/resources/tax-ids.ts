import type { Account } from '../account';
import { FORMATS, TAX_ID_TYPES, TEST_NUMBERS, VERIFIED_TYPES } from '../billing/tax-id-types';
import { endpoint } from '../endpoint';
import type { Customer, TaxId } from '../records';
import { invalid, missing, noSuch, notFound } from '../wire/errors';
import { page, pagination } from '../wire/list';
import { hash, oneOf, required, string } from '../wire/params';
import { requireOwner } from './require-owner';

/** A tax id as it is given: its type and its number. */
export const taxIdParams = { type: required(oneOf(...TAX_ID_TYPES)), value: required(string(100)) };
const owner = hash({ customer: string(), type: required(oneOf('customer', 'self')) });

/** Stores a tax id of a customer, or of the account itself. Throws Stripe's refusal of a malformed number. */
export function addTaxId(
  account: Account,
  given: { type: string; value: string },
  customer: Customer | null,
): TaxId {
  const { type } = given;
  const value = given.value.replace(/\s+/g, type === 'ch_vat' ? ' ' : '').toUpperCase();
  const format = FORMATS[type];
  if (format && !format.test(value) && !TEST_NUMBERS[value])
    throw invalid(`Invalid value for ${type}.`, { code: 'tax_id_invalid', param: 'value' });
  const taxId = account.store.put('taxIds', {
    id: account.ids.next('txi'),
    object: 'tax_id',
    country: countryOf(type, value),
    created: account.now(),
    customer: customer?.id ?? null,
    customer_account: null,
    livemode: false,
    owner: customer
      ? { customer: customer.id, customer_account: null, type: 'customer' }
      : { customer_account: null, type: 'self' },
    type,
    value,
    verification: customer && {
      status: VERIFIED_TYPES.has(type) ? (TEST_NUMBERS[value] ?? 'pending') : 'unavailable',
      verified_address: null,
      verified_name: null,
    },
  });
  if (customer) account.emit('customer.tax_id.created', taxId);
  return taxId;
}

function countryOf(type: string, value: string): string | null {
  if (type === 'eu_oss_vat') return null;
  if (type !== 'eu_vat') return type.slice(0, 2).toUpperCase();
  const prefix = /^[A-Z]{2}/.exec(value)?.[0] ?? null;
  return prefix === 'EL' ? 'GR' : prefix;
}

/** Takes a tax id from its owner. */
export function removeTaxId(account: Account, taxId: TaxId) {
  account.store.remove('taxIds', taxId.id);
  if (taxId.customer !== null) account.emit('customer.tax_id.deleted', taxId);
  return { id: taxId.id, object: 'tax_id', deleted: true };
}

function requireTaxId(account: Account, id: string, customer?: string): TaxId {
  const taxId = account.store.get('taxIds', id);
  if (!taxId || (customer !== undefined && taxId.customer !== customer)) throw notFound('tax id', id);
  return taxId;
}

/** Whose tax ids are meant; without an owner, the account's own. */
function ownerOf(
  account: Account,
  given: { type: 'customer' | 'self'; customer?: string | undefined } | undefined,
): Customer | null {
  if (given?.type !== 'customer') return null;
  if (given.customer === undefined) throw missing('owner[customer]');
  const customer = account.store.get('customers', given.customer);
  if (!customer) throw noSuch('customer', given.customer, 'owner[customer]');
  return customer;
}

const OF_CUSTOMER = '/v1/customers/:customer/tax_ids';

export const taxIds = [
  endpoint('POST', OF_CUSTOMER, taxIdParams, (account, params, { customer = '' }) =>
    addTaxId(account, params, requireOwner(account, customer)),
  ),
  endpoint('GET', OF_CUSTOMER, pagination, (account, params, { customer = '' }) => {
    requireOwner(account, customer);
    const from = account.store.by('taxIds', 'customer', customer);
    return page(account, 'taxIds', { url: `/v1/customers/${customer}/tax_ids`, params, from });
  }),
  endpoint('GET', `${OF_CUSTOMER}/:id`, {}, (account, _, { customer = '', id = '' }) =>
    requireTaxId(account, id, customer),
  ),
  endpoint('DELETE', `${OF_CUSTOMER}/:id`, {}, (account, _, { customer = '', id = '' }) =>
    removeTaxId(account, requireTaxId(account, id, customer)),
  ),
  endpoint('POST', '/v1/tax_ids', { ...taxIdParams, owner }, (account, params) =>
    addTaxId(account, params, ownerOf(account, params.owner)),
  ),
  endpoint('GET', '/v1/tax_ids', { ...pagination, owner }, (account, params) => {
    const customer = ownerOf(account, params.owner);
    return page(account, 'taxIds', {
      url: '/v1/tax_ids',
      params,
      keep: (each) => each.customer === (customer?.id ?? null),
    });
  }),
  endpoint('GET', '/v1/tax_ids/:id', {}, (account, _, { id = '' }) => requireTaxId(account, id)),
  endpoint('DELETE', '/v1/tax_ids/:id', {}, (account, _, { id = '' }) =>
    removeTaxId(account, requireTaxId(account, id)),
  ),
];
