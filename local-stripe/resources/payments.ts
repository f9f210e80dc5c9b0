import { endpoint } from '../endpoint';
import { notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { hash, oneOf, range, required, string } from '../wire/params';

const invoicePaymentFilters = {
  ...pagination,
  created: range(),
  invoice: string(),
  payment: hash({ payment_intent: string(), type: required(oneOf('payment_intent')) }),
  status: oneOf('canceled', 'open', 'paid'),
};

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
  endpoint('GET', '/v1/invoice_payments', invoicePaymentFilters, (account, params) => {
    const { created, invoice, payment, status } = params;
    return page(account, 'invoicePayments', {
      url: '/v1/invoice_payments',
      params,
      ...(invoice !== undefined && { from: account.store.by('invoicePayments', 'invoice', invoice) }),
      ...(payment?.payment_intent !== undefined && {
        from: account.store.by('invoicePayments', 'intent', payment.payment_intent),
      }),
      keep: (each) =>
        within(each.created, created) &&
        (invoice === undefined || each.invoice === invoice) &&
        (status === undefined || each.status === status),
    });
  }),
  endpoint('GET', '/v1/invoice_payments/:id', {}, (account, _, { id = '' }) => {
    const payment = account.store.get('invoicePayments', id);
    if (!payment) throw notFound('invoice_payment', id);
    return payment;
  }),
];
