import { endpoint } from '../endpoint';
import { notFound } from '../wire/errors';
import { page, pagination } from '../wire/list';
import { string } from '../wire/params';

/** What invoices left behind when they were collected: to be read, not made. */
export const payments = [
  endpoint('GET', '/v1/payment_intents', { ...pagination, customer: string() }, (account, params) =>
    page(account, 'paymentIntents', {
      url: '/v1/payment_intents',
      params,
      keep: (each) => params.customer === undefined || each.customer === params.customer,
    }),
  ),
  endpoint('GET', '/v1/payment_intents/:id', {}, (account, _, { id = '' }) => {
    const intent = account.store.get('paymentIntents', id);
    if (!intent) throw notFound('payment_intent', id, 'intent');
    return intent;
  }),
  endpoint(
    'GET',
    '/v1/charges',
    { ...pagination, customer: string(), payment_intent: string() },
    (account, params) =>
      page(account, 'charges', {
        url: '/v1/charges',
        params,
        keep: (each) =>
          (params.customer === undefined || each.customer === params.customer) &&
          (params.payment_intent === undefined || each.payment_intent === params.payment_intent),
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
