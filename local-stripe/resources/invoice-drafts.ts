import type { Account } from '../account';
import { requireOwnMethod } from '../billing/attach';
import { DAY } from '../billing/calendar';
import { customerDiscounts } from '../billing/customer-discount';
import { assign, itemsToTakeUp, redraw, removeItem } from '../billing/draft-lines';
import { draftInvoice } from '../billing/invoices';
import { endDiscount } from '../billing/redemption';
import { endpoint } from '../endpoint';
import type { Customer, Invoice } from '../records';
import { invalid, missing, noSuch } from '../wire/errors';
import { mergeMetadata } from '../wire/metadata';
import {
  boolean,
  clearable,
  clearableString,
  hash,
  type Infer,
  integer,
  list,
  metadata,
  oneOf,
  required,
  string,
} from '../wire/params';
import { moment, redeemFor } from './invoice-item-params';
import { billedIn } from './invoice-items';
import { requireDraft, requireInvoice } from './require-invoice';
import { discountEntry } from './subscription-params';

const shared = {
  auto_advance: boolean(),
  automatically_finalizes_at: moment,
  collection_method: oneOf('charge_automatically', 'send_invoice'),
  custom_fields: clearable(
    list(hash({ name: required(string(40)), value: required(string(140)) }), { max: 4 }),
  ),
  days_until_due: integer({ min: 0, max: 36_500 }),
  default_payment_method: clearableString(),
  description: clearableString(1500),
  discounts: clearable(list(discountEntry)),
  due_date: moment,
  footer: clearableString(5000),
  metadata: metadata(),
  statement_descriptor: clearableString(22),
};
const create = {
  ...shared,
  currency: string(3),
  customer: required(string()),
  pending_invoice_items_behavior: oneOf('exclude', 'include'),
  subscription: string(),
};
type Given = Partial<Infer<typeof shared>>;

/** What stays open to change once an invoice is finalized. */
const AFTER_FINALIZING: readonly (keyof Given)[] = ['auto_advance', 'default_payment_method', 'metadata'];

const HOUR = 3600;

const kept = <T>(given: T | null | undefined, before: T | null): T | null =>
  given === undefined ? before : given;

/** An invoice with the given fields; its discounts and lines are not drawn yet. */
function withFields(account: Account, before: Invoice, given: Given): Invoice {
  if (given.default_payment_method)
    requireOwnMethod(account, given.default_payment_method, before.customer ?? '', 'default_payment_method');
  const auto_advance = given.auto_advance ?? before.auto_advance ?? false;
  return {
    ...before,
    ...terms(account, before, given),
    auto_advance,
    automatically_finalizes_at: finalizesAt(account, before, given, auto_advance),
    custom_fields:
      given.custom_fields === undefined
        ? before.custom_fields
        : (given.custom_fields?.flatMap((each) => each ?? []) ?? null),
    default_payment_method: kept(given.default_payment_method, before.default_payment_method),
    description: kept(given.description, before.description),
    footer: kept(given.footer, before.footer),
    metadata: mergeMetadata(before.metadata ?? {}, given.metadata),
    statement_descriptor: kept(given.statement_descriptor, before.statement_descriptor),
  };
}

/** How and when an invoice is to be paid: one that is sent has a day on which it is due, one that is charged has none. */
function terms(account: Account, before: Invoice, given: Given): Partial<Invoice> {
  const collection_method = given.collection_method ?? before.collection_method;
  const { days_until_due: days, due_date } = given;
  if (days !== undefined && due_date !== undefined)
    throw invalid('You may only specify one of these parameters: days_until_due, due_date.', {
      param: 'due_date',
    });
  const named = days === undefined ? 'due_date' : 'days_until_due';
  if (collection_method === 'charge_automatically') {
    if (days !== undefined || due_date !== undefined)
      throw invalid(`\`${named}\` is valid only with collection_method=send_invoice.`, { param: named });
    return { collection_method, due_date: null };
  }
  if (due_date !== undefined && due_date <= account.now())
    throw invalid('Invalid due_date: must be in the future.', { param: 'due_date' });
  const due = due_date ?? (days === undefined ? before.due_date : before.created + days * DAY);
  if (due === null) throw missing('days_until_due');
  if (!account.store.get('customers', before.customer ?? '')?.email)
    throw invalid(
      'Missing email. In order to create invoices that are sent to the customer, the customer must have a valid email.',
      { param: 'customer' },
    );
  return { collection_method, due_date: due };
}

/** A draft that advances by itself is finalized an hour after it began to, or when it says. */
function finalizesAt(account: Account, before: Invoice, given: Given, advances: boolean): number | null {
  const at = given.automatically_finalizes_at;
  if (!advances) {
    if (at !== undefined)
      throw invalid('`automatically_finalizes_at` is valid only with auto_advance=true.', {
        param: 'automatically_finalizes_at',
      });
    return null;
  }
  if (at !== undefined && at <= account.now())
    throw invalid('Invalid automatically_finalizes_at: must be in the future.', {
      param: 'automatically_finalizes_at',
    });
  return at ?? before.automatically_finalizes_at ?? account.now() + HOUR;
}

/** Replaces a draft's discounts, and draws it anew. */
function redrawn(account: Account, draft: Invoice, given: Given['discounts']): Invoice {
  if (given === undefined) return redraw(account, draft);
  const before = draft.discounts.map(String);
  const on = { customer: draft.customer ?? '', amount: draft.subtotal, currency: draft.currency };
  const discounts = redeemFor(account, given ?? [], on, { invoice: draft.id });
  for (const id of before) if (!discounts.includes(id)) endDiscount(account, id);
  return redraw(account, { ...draft, discounts });
}

function createDraft(account: Account, params: Infer<typeof create>): Invoice {
  const customer = account.store.get('customers', params.customer);
  if (!customer) throw noSuch('customer', params.customer, 'customer');
  const subscription = params.subscription ?? null;
  const items = itemsFor(account, customer, subscription, params.pending_invoice_items_behavior);
  const currency = billedIn(customer, params.currency ?? customer.currency ?? 'usd');
  const id = account.ids.next('in');
  const bare = draftInvoice(account, {
    id,
    customer,
    subscription,
    currency,
    lines: [],
    discounts: params.discounts === undefined ? customerDiscounts(account, customer.id) : [],
    reason: 'manual',
    period: { start: account.now(), end: account.now() },
    paymentMethod: null,
  });
  const draft = withFields(account, { ...bare, auto_advance: false }, params);
  assign(account, items, id);
  const summed = redraw(account, account.store.put('invoices', draft));
  const invoice = params.discounts ? redrawn(account, summed, params.discounts) : summed;
  account.emit('invoice.created', invoice);
  return invoice;
}

/** The waiting items that a new invoice takes up. Throws when it was to have some and there are none. */
function itemsFor(
  account: Account,
  customer: Customer,
  subscription: string | null,
  behavior: 'exclude' | 'include' | undefined,
) {
  if (subscription !== null && account.store.get('subscriptions', subscription)?.customer !== customer.id)
    throw noSuch('subscription', subscription, 'subscription');
  if (subscription === null && behavior !== 'include') return [];
  const items = behavior === 'exclude' ? [] : itemsToTakeUp(account, customer.id, subscription);
  if (items.length > 0) return items;
  throw subscription === null
    ? invalid('Nothing to invoice for customer', { code: 'invoice_no_customer_line_items' })
    : invalid('Nothing to invoice for subscription', { code: 'invoice_no_subscription_line_items' });
}

function update(account: Account, before: Invoice, params: Infer<typeof shared>): Invoice {
  if (before.status !== 'draft') {
    const frozen = Object.keys(params).find((name) => !AFTER_FINALIZING.some((each) => each === name));
    if (frozen !== undefined)
      throw invalid(`Finalized invoices can't be updated in this way: ${frozen}.`, {
        code: 'invoice_not_editable',
        param: frozen,
      });
  }
  const changed = account.store.put('invoices', {
    ...withFields(account, before, params),
    ...(before.status !== 'draft' && {
      automatically_finalizes_at: before.automatically_finalizes_at,
      due_date: before.due_date,
    }),
  });
  const after = before.status === 'draft' ? redrawn(account, changed, params.discounts) : changed;
  account.emit('invoice.updated', after, before);
  return after;
}

export const invoiceDrafts = [
  endpoint('POST', '/v1/invoices', create, createDraft),
  endpoint('POST', '/v1/invoices/:id', shared, (account, params, { id = '' }) =>
    update(account, requireInvoice(account, id), params),
  ),
  endpoint('DELETE', '/v1/invoices/:id', {}, (account, _, { id = '' }) => {
    const draft = requireDraft(account, id, 'delete');
    if (draft.billing_reason !== 'manual')
      throw invalid(
        'You can only delete one-off invoices; this one was made by a subscription. Void it instead.',
      );
    for (const item of account.store.by('invoiceItems', 'invoice', id)) removeItem(account, item);
    account.store.remove('invoices', id);
    account.emit('invoice.deleted', draft);
    return { id, object: 'invoice', deleted: true };
  }),
];
