import { endpoint } from '../endpoint';
import { notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { range, string } from '../wire/params';

/** What payments leave behind: to be read, not made. */
export const payments = [
  endpoint(
    'GET',
    '/v1/charges',
    { ...pagination, created: range(), customer: string(), payment_intent: string() },
    (account, params) =>
      page(account, 'charges', {
        url: '/v1/charges',
        params,
        ...(params.payment_intent !== undefined
          ? { from: account.store.by('charges', 'intent', params.payment_intent) }
          : params.customer !== undefined && {
              from: account.store.by('charges', 'customer', params.customer),
            }),
        keep: (each) =>
          within(each.created, params.created) &&
          (params.customer === undefined || each.customer === params.customer),
      }),
  ),
  endpoint('GET', '/v1/charges/:id', {}, (account, _, { id = '' }) => {
    const charge = account.store.get('charges', id);
    if (!charge) throw notFound('charge', id);
    return charge;
  }),
  endpoint('GET', '/v1/invoice_payments', { ...pagination, invoice: string() }, (account, params) =>
    page(account, 'invoicePayments', {
      url: '/v1/invoice_payments',
      params,
      keep: (each) => params.invoice === undefined || each.invoice === params.invoice,
    }),
  ),
  endpoint('GET', '/v1/invoice_payments/:id', {}, (account, _, { id = '' }) => {
    const payment = account.store.get('invoicePayments', id);
    if (!payment) throw notFound('invoice_payment', id);
    return payment;
  }),
];
