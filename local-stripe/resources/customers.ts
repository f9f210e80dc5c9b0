import type { Account } from '../account';
import { collectInvoice } from '../billing/advance';
import { attach, letGo } from '../billing/attach';
import { cancelNow } from '../billing/cancel';
import { withOwnDiscount } from '../billing/customer-discount';
import { hasEnded } from '../billing/ended';
import { cancelSchedule } from '../billing/schedule';
import { addSource, removeSource } from '../billing/sources';
import { requireRoom } from '../billing/test-clock';
import { endpoint, type PathIds } from '../endpoint';
import type { Customer } from '../records';
import { ApiError, invalid, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { clearable, hash, type Infer, list, range, string } from '../wire/params';
import { customerFields, withChanges } from './customer-fields';
import { requireSource } from './sources';
import { addTaxId, removeTaxId, taxIdParams } from './tax-ids';

const create = {
  ...customerFields,
  payment_method: string(),
  source: string(),
  tax_id_data: list(hash(taxIdParams), { max: 5 }),
  test_clock: string(),
};
const update = { ...customerFields, default_source: string(), source: string() };
/** Until the version 2025-03-31 a customer could have a discount. */
const older = { coupon: clearable(string()), promotion_code: clearable(string()) };
const filters = { ...pagination, created: range(), email: string(512), test_clock: string() };

/** A customer that exists; throws a 404 for one that does not, or is deleted. */
export function requireCustomer(account: Account, id: string): Customer {
  const customer = account.store.get('customers', id);
  if (!customer) throw notFound('customer', id);
  return customer;
}

const EMAIL = /^[^\s@]+@[^\s@]+$/;

function refuseBadEmail(email: string | null | undefined): void {
  if (email && !EMAIL.test(email))
    throw invalid(`Invalid email address: ${email}`, { code: 'email_invalid', param: 'email' });
}

/** Makes a customer as `POST /v1/customers` does. */
export function addCustomer(
  account: Account,
  params: Partial<Infer<typeof create> & Infer<typeof older>>,
): Customer {
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
  const named = withChanges(account, bare, params, method || undefined);
  const customer = account.store.put('customers', {
    ...withOwnDiscount(account, named, params),
    default_source: params.source === undefined ? null : addSource(account, id, params.source, 'source').id,
  });
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
    if (!hasEnded(subscription)) cancelNow(account, subscription);
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

function changeCustomer(
  account: Account,
  params: Infer<typeof update> & Partial<Infer<typeof older>>,
  { id = '' }: PathIds,
): Customer {
  const before = requireCustomer(account, id);
  refuseBadEmail(params.email);
  const changed = withChanges(account, before, params);
  const after = account.store.put('customers', {
    ...withOwnDiscount(account, changed, params),
    default_source: sourceFor(account, before, params),
  });
  account.emit('customer.updated', after, before);
  if (params.source !== undefined) retryPastDue(account, id);
  return after;
}

/** A new source takes the place of the default one; another one can be named the default. */
function sourceFor(account: Account, before: Customer, params: Infer<typeof update>): string | null {
  const { source, default_source: named } = params;
  const old = before.default_source ?? null;
  if (source !== undefined && named !== undefined)
    throw invalid('You may only specify one of these parameters: default_source, source.', {
      param: 'default_source',
    });
  if (named !== undefined) return requireSource(account, before.id, named, 'default_source').id;
  if (source === undefined) return old;
  const added = addSource(account, before.id, source, 'source');
  const replaced = account.store.get('paymentMethods', old ?? '');
  if (replaced) removeSource(account, replaced);
  return added.id;
}

/** A new card is tried at once for the newest open invoice of every past due subscription. */
function retryPastDue(account: Account, customer: string): void {
  for (const each of account.store.by('subscriptions', 'customer', customer)) {
    if (each.status !== 'past_due' || each.collection_method !== 'charge_automatically') continue;
    const owed = account.store
      .by('invoices', 'subscription', each.id)
      .find(({ status }) => status === 'open');
    if (owed) collectInvoice(account, owed);
  }
}

export const customers = [
  endpoint('POST', '/v1/customers', create, addCustomer, older),
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
  endpoint('POST', '/v1/customers/:id', update, changeCustomer, older),
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
