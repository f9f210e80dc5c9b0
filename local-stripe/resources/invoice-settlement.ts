import type { Account } from '../account';
import { collectInvoice, finalizeAndAdvance, markUncollectible, payOutOfBand } from '../billing/advance';
import { closeForSubscription, NO_METHOD } from '../billing/apply-change';
import { requireOwnMethod } from '../billing/attach';
import { cardDeclined } from '../billing/cards';
import type { Collected } from '../billing/collect';
import { voidInvoice } from '../billing/invoices';
import { endpoint } from '../endpoint';
import type { Invoice } from '../records';
import { ApiError, invalid } from '../wire/errors';
import { boolean, string } from '../wire/params';
import { requireInvoice, requireStatus } from './require-invoice';

const pay = { off_session: boolean(), paid_out_of_band: boolean(), payment_method: string() };

/** The invoice once it is paid; otherwise Stripe's refusal, and the attempt stays on record. */
function paidOrRefused(collected: Collected): Invoice {
  if (collected.kind === 'paid') return collected.invoice;
  if (collected.kind === 'no_method') throw invalid(NO_METHOD, { code: 'resource_missing' });
  const refusal =
    collected.kind === 'declined'
      ? cardDeclined(collected.decline, { payment_intent: collected.intent })
      : new ApiError(
          402,
          'This payment requires additional user action before it can be completed successfully.',
          { type: 'card_error', code: 'invoice_payment_intent_requires_action' },
        );
  refusal.keepsWrites = true;
  throw refusal;
}

function finalizeFirst(account: Account, invoice: Invoice): Invoice {
  return invoice.status === 'draft' ? finalizeAndAdvance(account, invoice, false) : invoice;
}

export const invoiceSettlement = [
  endpoint(
    'POST',
    '/v1/invoices/:id/finalize',
    { auto_advance: boolean() },
    (account, params, { id = '' }) => {
      const draft = requireInvoice(account, id);
      if (draft.status !== 'draft')
        throw invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.", {
          code: 'invoice_not_editable',
        });
      return finalizeAndAdvance(account, draft, params.auto_advance ?? draft.auto_advance ?? false);
    },
  ),
  endpoint('POST', '/v1/invoices/:id/pay', pay, (account, params, { id = '' }) => {
    const before = requireInvoice(account, id);
    requireStatus(before, ['draft', 'open', 'uncollectible'], 'pay');
    if (params.paid_out_of_band && params.payment_method !== undefined)
      throw invalid('You may only specify one of these parameters: paid_out_of_band, payment_method.', {
        param: 'payment_method',
      });
    const method =
      params.payment_method === undefined
        ? null
        : requireOwnMethod(account, params.payment_method, before.customer ?? '', 'payment_method').id;
    const invoice = finalizeFirst(account, before);
    if (invoice.status === 'paid') return invoice;
    if (params.paid_out_of_band) return payOutOfBand(account, invoice);
    return paidOrRefused(
      collectInvoice(account, invoice, method, { offSession: params.off_session ?? true }),
    );
  }),
  endpoint('POST', '/v1/invoices/:id/send', {}, (account, _, { id = '' }) => {
    const before = requireInvoice(account, id);
    if (before.collection_method !== 'send_invoice')
      throw invalid("You can only manually send an invoice if its collection method is 'send_invoice'.");
    requireStatus(before, ['draft', 'open', 'uncollectible'], 'send');
    const invoice = finalizeFirst(account, before);
    account.emit('invoice.sent', invoice);
    return invoice;
  }),
  endpoint('POST', '/v1/invoices/:id/mark_uncollectible', {}, (account, _, { id = '' }) => {
    const invoice = requireInvoice(account, id);
    requireStatus(invoice, ['open'], 'mark uncollectible');
    const given = markUncollectible(account, invoice);
    closeForSubscription(account, given);
    return given;
  }),
  endpoint('POST', '/v1/invoices/:id/void', {}, (account, _, { id = '' }) => {
    const invoice = requireInvoice(account, id);
    requireStatus(invoice, ['open', 'uncollectible'], 'void');
    const voided = voidInvoice(account, invoice);
    closeForSubscription(account, voided);
    return voided;
  }),
];
