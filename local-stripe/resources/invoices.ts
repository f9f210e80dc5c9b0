import type { Account } from '../account';
import { endpoint } from '../endpoint';
import { page, pagination, within } from '../wire/list';
import { oneOf, range, string } from '../wire/params';
import { invoiceDrafts } from './invoice-drafts';
import { invoiceLines } from './invoice-lines';
import { invoiceSettlement } from './invoice-settlement';
import { requireInvoice } from './require-invoice';

const filters = {
  ...pagination,
  collection_method: oneOf('charge_automatically', 'send_invoice'),
  created: range(),
  customer: string(),
  due_date: range(),
  status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void'),
  subscription: string(),
};

/** What leads to the fewest candidates. */
function candidates(
  account: Account,
  params: { customer?: string | undefined; subscription?: string | undefined },
) {
  if (params.subscription !== undefined)
    return account.store.by('invoices', 'subscription', params.subscription);
  return params.customer === undefined
    ? undefined
    : account.store.by('invoices', 'customer', params.customer);
}

export const invoices = [
  endpoint('GET', '/v1/invoices', filters, (account, params) => {
    const from = candidates(account, params);
    return page(account, 'invoices', {
      url: '/v1/invoices',
      params,
      ...(from && { from }),
      keep: (invoice) =>
        (params.customer === undefined || invoice.customer === params.customer) &&
        (params.status === undefined || invoice.status === params.status) &&
        (params.collection_method === undefined || invoice.collection_method === params.collection_method) &&
        (params.due_date === undefined ||
          (invoice.due_date !== null && within(invoice.due_date, params.due_date))) &&
        within(invoice.created, params.created),
    });
  }),
  endpoint('GET', '/v1/invoices/:id', {}, (account, _, { id = '' }) => requireInvoice(account, id)),
  ...invoiceDrafts,
  ...invoiceLines,
  ...invoiceSettlement,
];
