import type { Account } from '../account';
import { attach, letGo, requireOwnMethod } from '../billing/attach';
import { DEFAULT_CURRENCY, withBalance } from '../billing/balance';
import { cancelNow } from '../billing/cancel';
import { cancelSchedule } from '../billing/schedule';
import { requireRoom } from '../billing/test-clock';
import { endpoint } from '../endpoint';
import type { Customer } from '../records';
import { ApiError, invalid, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import {
  clearable,
  clearableString,
  hash,
  type Infer,
  integer,
  list,
  metadata,
  oneOf,
  range,
  required,
  string,
} from '../wire/params';
import { addTaxId, removeTaxId, taxIdParams } from './tax-ids';

const address = {
  city: clearableString(),
  country: clearableString(2),
  line1: clearableString(),
  line2: clearableString(),
  postal_code: clearableString(),
  state: clearableString(),
};
const shared = {
  address: clearable(hash(address)),
  balance: integer(),
  description: clearableString(),
  email: clearableString(512),
  invoice_settings: hash({ default_payment_method: clearableString(), footer: clearableString() }),
  metadata: metadata(),
  name: clearableString(256),
  phone: clearableString(20),
  preferred_locales: clearable(list(string())),
  shipping: clearable(
    hash({ address: required(hash(address)), name: required(string()), phone: clearableString() }),
  ),
  tax_exempt: clearable(oneOf('none', 'exempt', 'reverse')),
};
const create = {
  ...shared,
  payment_method: string(),
  tax_id_data: list(hash(taxIdParams), { max: 5 }),
  test_clock: string(),
};
const filters = { ...pagination, created: range(), email: string(512), test_clock: string() };

type Changes = Partial<Infer<typeof shared>>;

/** A customer that exists; throws a 404 for one that does not, or is deleted. */
export function requireCustomer(account: Account, id: string): Customer {
  const customer = account.store.get('customers', id);
  if (!customer) throw notFound('customer', id);
  return customer;
}

/** `''` unsets, absence keeps. */
const kept = <T>(given: T | null | undefined, before: T | null | undefined): T | null =>
  given === undefined ? (before ?? null) : given;

function withChanges(account: Account, before: Customer, params: Changes, justAttached?: string): Customer {
  return {
    ...balanced(account, before, params.balance),
    address:
      params.address === undefined
        ? (before.address ?? null)
        : params.address && { ...before.address, ...place(params.address) },
    description: kept(params.description, before.description),
    email: kept(params.email, before.email),
    invoice_settings: {
      ...before.invoice_settings,
      default_payment_method: defaultMethod(
        account,
        before,
        params.invoice_settings?.default_payment_method,
        justAttached,
      ),
      footer: kept(params.invoice_settings?.footer, before.invoice_settings.footer),
    },
    metadata: mergeMetadata(before.metadata, params.metadata),
    name: kept(params.name, before.name),
    phone: kept(params.phone, before.phone),
    preferred_locales:
      params.preferred_locales === undefined
        ? (before.preferred_locales ?? [])
        : (params.preferred_locales ?? []).flatMap((each) => each ?? []),
    shipping:
      params.shipping === undefined
        ? before.shipping
        : params.shipping && {
            address: place(params.shipping.address),
            name: params.shipping.name,
            phone: params.shipping.phone ?? null,
          },
    tax_exempt:
      params.tax_exempt === undefined ? (before.tax_exempt ?? 'none') : (params.tax_exempt ?? 'none'),
  };
}

/** A balance that is set leaves a transaction of what it changed by. */
function balanced(account: Account, before: Customer, balance: number | undefined): Customer {
  const amount = (balance ?? before.balance) - before.balance;
  if (amount === 0) return before;
  const currency = before.currency ?? DEFAULT_CURRENCY;
  return withBalance(account, before, amount, { type: 'adjustment', currency }).customer;
}

const place = (given: Infer<typeof address>) => ({
  city: given.city ?? null,
  country: given.country ?? null,
  line1: given.line1 ?? null,
  line2: given.line2 ?? null,
  postal_code: given.postal_code ?? null,
  state: given.state ?? null,
});

function defaultMethod(
  account: Account,
  customer: Customer,
  given: string | null | undefined,
  justAttached: string | undefined,
): string | null {
  if (given === undefined) return customer.invoice_settings.default_payment_method;
  if (given === null) return null;
  // Creating with payment_method=pm_card_visa and the same token as default means the one that was just attached.
  if (justAttached !== undefined && given.startsWith('pm_card_')) return justAttached;
  return requireOwnMethod(account, given, customer.id, 'invoice_settings[default_payment_method]').id;
}

const EMAIL = /^[^\s@]+@[^\s@]+$/;

function refuseBadEmail(email: string | null | undefined): void {
  if (email && !EMAIL.test(email))
    throw invalid(`Invalid email address: ${email}`, { code: 'email_invalid', param: 'email' });
}

/** Makes a customer as `POST /v1/customers` does. */
export function addCustomer(account: Account, params: Partial<Infer<typeof create>>): Customer {
  refuseBadEmail(params.email);
  const id = account.ids.next('cus');
  const bare: Customer = {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: account.now(),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: account.ids.secret(8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: params.test_clock === undefined ? null : requireRoom(account, params.test_clock),
  };
  const method = params.payment_method && attach(account, params.payment_method, id, 'payment_method').id;
  const customer = account.store.put('customers', withChanges(account, bare, params, method || undefined));
  account.emit('customer.created', customer);
  for (const given of params.tax_id_data ?? []) if (given) addTaxId(account, given, customer);
  return customer;
}

/** Takes a customer away, with all that goes on in its name; what was paid stays. */
export function deleteCustomer(account: Account, customer: Customer): void {
  const { id } = customer;
  for (const schedule of account.store.by('subscriptionSchedules', 'customer', id))
    if (['active', 'not_started'].includes(schedule.status)) cancelSchedule(account, schedule);
  for (const subscription of account.store.by('subscriptions', 'customer', id))
    if (!['canceled', 'incomplete_expired'].includes(subscription.status)) cancelNow(account, subscription);
  for (const method of account.store.by('paymentMethods', 'customer', id)) letGo(account, method);
  for (const taxId of account.store.by('taxIds', 'customer', id)) removeTaxId(account, taxId);
  for (const item of account.store.by('invoiceItems', 'customer', id))
    if (item.invoice === null) {
      account.store.remove('invoiceItems', item.id);
      account.emit('invoiceitem.deleted', item);
    }
  account.store.remove('customers', id);
  account.store.put('tombstones', { id, object: 'customer' });
  account.emit('customer.deleted', customer);
}

export const customers = [
  endpoint('POST', '/v1/customers', create, addCustomer),
  endpoint('GET', '/v1/customers', filters, (account, params) =>
    page(account, 'customers', {
      url: '/v1/customers',
      params,
      ...(params.email !== undefined && { from: account.store.by('customers', 'email', params.email) }),
      keep: (customer) =>
        (customer.test_clock ?? null) === (params.test_clock ?? null) &&
        within(customer.created, params.created),
    }),
  ),
  endpoint('GET', '/v1/customers/:id', {}, (account, _, { id = '' }) =>
    account.store.get('tombstones', id)
      ? { id, object: 'customer', deleted: true }
      : requireCustomer(account, id),
  ),
  endpoint('POST', '/v1/customers/:id', shared, (account, params, { id = '' }) => {
    const before = requireCustomer(account, id);
    refuseBadEmail(params.email);
    const after = account.store.put('customers', withChanges(account, before, params));
    account.emit('customer.updated', after, before);
    return after;
  }),
  endpoint('DELETE', '/v1/customers/:id', {}, (account, _, { id = '' }) => {
    deleteCustomer(account, requireCustomer(account, id));
    return { id, object: 'customer', deleted: true };
  }),
  endpoint('DELETE', '/v1/customers/:id/discount', {}, (account, _, { id = '' }) => {
    const before = requireCustomer(account, id);
    const discount = before.discount && account.store.get('discounts', before.discount.id);
    if (!discount) throw new ApiError(404, `No active discount for customer: ${id}`, { param: 'id' });
    const after = account.store.put('customers', { ...before, discount: null });
    account.emit('customer.discount.deleted', discount);
    account.emit('customer.updated', after, before);
    return { ...discount, deleted: true };
  }),
];
