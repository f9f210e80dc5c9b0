import type { Account } from '../account';
import { NO_METHOD, settleSubscription } from '../billing/apply-change';
import { requireOwnMethod } from '../billing/attach';
import { cardDeclined } from '../billing/cards';
import { collect, methodOf } from '../billing/collect';
import { voidInvoice } from '../billing/invoices';
import { endpoint } from '../endpoint';
import type { Invoice } from '../records';
import { ApiError, invalid, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { boolean, oneOf, range, string } from '../wire/params';

const filters = {
  ...pagination,
  collection_method: oneOf('charge_automatically', 'send_invoice'),
  created: range(),
  customer: string(),
  status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void'),
  subscription: string(),
};

function requireInvoice(account: Account, id: string): Invoice {
  const invoice = account.store.get('invoices', id);
  if (!invoice) throw notFound('invoice', id);
  return invoice;
}

function requireOpen(invoice: Invoice, doing: string): void {
  if (invoice.status === 'paid') throw invalid('Invoice is already paid');
  if (invoice.status !== 'open')
    throw invalid(`You can only ${doing} an open invoice. This invoice has status: ${invoice.status}.`);
}

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
        within(invoice.created, params.created),
    });
  }),
  endpoint('GET', '/v1/invoices/:id', {}, (account, _, { id = '' }) => requireInvoice(account, id)),
  endpoint('GET', '/v1/invoices/:id/lines', pagination, (account, params, { id = '' }) => {
    const { lines } = requireInvoice(account, id);
    const from = params.starting_after
      ? lines.data.findIndex((line) => line.id === params.starting_after) + 1
      : 0;
    const limit = params.limit ?? 10;
    return {
      ...lines,
      data: lines.data.slice(from, from + limit),
      has_more: lines.data.length > from + limit,
    };
  }),
  endpoint(
    'POST',
    '/v1/invoices/:id/pay',
    { off_session: boolean(), payment_method: string() },
    (account, params, { id = '' }) => {
      const invoice = requireInvoice(account, id);
      requireOpen(invoice, 'pay');
      const customer = invoice.customer ?? '';
      const subscription = account.store.get(
        'subscriptions',
        invoice.parent?.subscription_details?.subscription ?? '',
      );
      const method = params.payment_method
        ? requireOwnMethod(account, params.payment_method, customer, 'payment_method')
        : methodOf(account, customer, subscription?.default_payment_method ?? null);
      const collected = collect(account, invoice, method);
      if (collected.kind === 'paid') {
        settleSubscription(account, collected.invoice);
        return collected.invoice;
      }
      if (collected.kind === 'no_method') throw invalid(NO_METHOD, { code: 'resource_missing' });
      const refusal =
        collected.kind === 'declined'
          ? cardDeclined(collected.decline, { payment_intent: collected.intent })
          : new ApiError(
              402,
              'This payment requires additional user action before it can be completed successfully.',
              {
                type: 'card_error',
                code: 'invoice_payment_intent_requires_action',
              },
            );
      refusal.keepsWrites = true;
      throw refusal;
    },
  ),
  endpoint('POST', '/v1/invoices/:id/void', {}, (account, _, { id = '' }) => {
    const invoice = requireInvoice(account, id);
    requireOpen(invoice, 'void');
    return voidInvoice(account, invoice);
  }),
];
