import type { Account } from '../account';
import { currencyOf } from '../billing/currencies';
import { redraw, removeItem } from '../billing/draft-lines';
import { addPlainItem, isPlain, moneyOf } from '../billing/plain-items';
import { endpoint } from '../endpoint';
import type { Customer, Invoice, InvoiceItem } from '../records';
import { invalid, missing, noSuch, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import { boolean, type Infer, range, required, string } from '../wire/params';
import { chargedBy, type ItemGiven, itemParams, periodOf, redeemFor } from './invoice-item-params';

const create = {
  ...itemParams,
  currency: string(3),
  customer: required(string()),
  invoice: string(),
  subscription: string(),
};
const filters = {
  ...pagination,
  created: range(),
  customer: string(),
  invoice: string(),
  pending: boolean(),
};

/** The currency that a customer is billed in: the one given, else theirs. Throws when it would be a second one. */
export function billedIn(customer: Customer, given: string | undefined): string {
  const currency = given === undefined ? customer.currency : currencyOf(given, 'currency');
  if (!currency) throw missing('currency');
  if (customer.currency && customer.currency !== currency)
    throw invalid(
      `You cannot combine currencies on a single customer. This customer has had a subscription, coupon, or invoice item with currency ${customer.currency}`,
      { param: 'currency' },
    );
  return currency;
}

/** A draft of this customer's that items can be added to. */
function requireDraft(account: Account, id: string, customer: string): Invoice {
  const invoice = account.store.get('invoices', id);
  if (!invoice || invoice.customer !== customer) throw noSuch('invoice', id, 'invoice');
  if (invoice.status !== 'draft')
    throw invalid(`The invoice ${id} is ${invoice.status}: only a draft can be edited.`, {
      code: 'invoice_not_editable',
      param: 'invoice',
    });
  return invoice;
}

/** Adds an item for a customer: to a draft, or to wait for the next invoice. */
export function createItem(
  account: Account,
  params: ItemGiven & Pick<Infer<typeof create>, 'customer'> & Partial<Infer<typeof create>>,
): InvoiceItem {
  const customer = account.store.get('customers', params.customer);
  if (!customer) throw noSuch('customer', params.customer, 'customer');
  const invoice = params.invoice === undefined ? null : requireDraft(account, params.invoice, customer.id);
  const subscription = params.subscription && account.store.get('subscriptions', params.subscription);
  if (params.subscription !== undefined && (!subscription || subscription.customer !== customer.id))
    throw noSuch('subscription', params.subscription, 'subscription');
  const named =
    params.price_data?.currency ?? account.store.get('prices', params.pricing?.price ?? '')?.currency;
  const currency = billedIn(customer, params.currency ?? invoice?.currency ?? customer.currency ?? named);
  const charged = chargedBy(account, params, currency);
  if (!charged) throw missing('amount');
  const id = account.ids.next('ii');
  const { amount } = moneyOf(charged, currency);
  const item = addPlainItem(account, {
    id,
    customer: customer.id,
    currency,
    charged,
    description: params.description ?? null,
    discountable: params.discountable ?? amount >= 0,
    discounts: redeemFor(
      account,
      params.discounts ?? [],
      { customer: customer.id, amount, currency },
      { invoice_item: id },
    ),
    invoice: invoice?.id ?? null,
    subscription: params.subscription ?? null,
    metadata: mergeMetadata({}, params.metadata),
    period: periodOf(params.period, account.now()),
  });
  if (customer.currency === null) {
    const billed = account.store.put('customers', { ...customer, currency });
    account.emit('customer.updated', billed, customer);
  }
  return item;
}

/** An item that no finalized invoice holds. */
function requireEditable(account: Account, id: string): InvoiceItem {
  const item = requireItem(account, id);
  const invoice = item.invoice === null ? undefined : account.store.get('invoices', item.invoice);
  if (invoice && invoice.status !== 'draft')
    throw invalid(`The invoice item ${id} is on the invoice ${invoice.id}, which is ${invoice.status}.`, {
      code: 'invoice_not_editable',
      param: 'id',
    });
  return item;
}

function requireItem(account: Account, id: string): InvoiceItem {
  const item = account.store.get('invoiceItems', id);
  if (!item) throw notFound('invoiceitem', id, 'invoiceitem');
  return item;
}

/** Changes an item; what is not given stays. */
export function updateItem(account: Account, before: InvoiceItem, params: ItemGiven): InvoiceItem {
  if (!isPlain(before) && (params.quantity ?? params.pricing ?? params.price_data) !== undefined)
    throw invalid('The price and quantity of a proration cannot be changed.', { param: 'quantity' });
  const charged =
    chargedBy(account, params, before.currency, before.quantity) ?? requantified(account, before, params);
  const money = charged ? moneyOf(charged, before.currency) : {};
  return account.store.put('invoiceItems', {
    ...before,
    ...money,
    description: params.description === undefined ? before.description : params.description,
    discountable: params.discountable ?? before.discountable,
    discounts:
      params.discounts === undefined
        ? before.discounts
        : redeemFor(
            account,
            params.discounts ?? [],
            { customer: before.customer, amount: before.amount, currency: before.currency },
            { invoice_item: before.id },
          ),
    metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
    period: params.period ? periodOf(params.period, account.now()) : before.period,
  });
}

/** Another quantity of what is charged already. */
function requantified(account: Account, { pricing }: InvoiceItem, { quantity }: ItemGiven) {
  if (quantity === undefined) return null;
  const price = account.store.get('prices', pricing?.price_details?.price ?? '');
  if (price) return { by: 'price' as const, price, quantity };
  return { by: 'unit' as const, unit: pricing?.unit_amount_decimal ?? '0', quantity };
}

/** Draws the draft anew that an item is on, or was. */
function redrawDraft(account: Account, id: string | null): void {
  const draft = account.store.get('invoices', id ?? '');
  if (draft) account.emit('invoice.updated', redraw(account, draft), draft);
}

export const invoiceItems = [
  endpoint('POST', '/v1/invoiceitems', create, (account, params) => {
    const item = createItem(account, params);
    redrawDraft(account, item.invoice);
    return item;
  }),
  endpoint('GET', '/v1/invoiceitems', filters, (account, params) =>
    page(account, 'invoiceItems', {
      url: '/v1/invoiceitems',
      params,
      ...(params.invoice !== undefined
        ? { from: account.store.by('invoiceItems', 'invoice', params.invoice) }
        : params.customer !== undefined && {
            from: account.store.by('invoiceItems', 'customer', params.customer),
          }),
      keep: (item) =>
        (params.customer === undefined || item.customer === params.customer) &&
        (params.pending === undefined || (item.invoice === null) === params.pending) &&
        within(item.date, params.created),
    }),
  ),
  endpoint('GET', '/v1/invoiceitems/:id', {}, (account, _, { id = '' }) => requireItem(account, id)),
  endpoint('POST', '/v1/invoiceitems/:id', itemParams, (account, params, { id = '' }) => {
    const after = updateItem(account, requireEditable(account, id), params);
    redrawDraft(account, after.invoice);
    return after;
  }),
  endpoint('DELETE', '/v1/invoiceitems/:id', {}, (account, _, { id = '' }) => {
    const item = requireEditable(account, id);
    removeItem(account, item);
    redrawDraft(account, item.invoice);
    return { id, object: 'invoiceitem', deleted: true };
  }),
];
