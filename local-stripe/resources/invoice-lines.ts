import type { Account } from '../account';
import { assign, itemOf, redraw, removeItem } from '../billing/draft-lines';
import { endpoint } from '../endpoint';
import type { Invoice, InvoiceItem } from '../records';
import { invalid, missing, noSuch } from '../wire/errors';
import { pageOf, pagination } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import { hash, list, metadata, oneOf, required, string } from '../wire/params';
import { itemShape } from './invoice-item-params';
import { createItem, updateItem } from './invoice-items';
import { requireDraft, requireInvoice } from './require-invoice';

const add = {
  invoice_metadata: metadata(),
  lines: required(list(hash({ ...itemShape, invoice_item: string() }), { max: 250 })),
};
const remove = {
  invoice_metadata: metadata(),
  lines: required(
    list(hash({ behavior: required(oneOf('delete', 'unassign')), id: required(string()) }), { max: 250 }),
  ),
};
const update = {
  invoice_metadata: metadata(),
  lines: required(list(hash({ ...itemShape, id: required(string()) }), { max: 250 })),
};

/** The item behind a draft's line. Throws for an unknown line, and for a subscription's regular charge. */
function itemBehind(account: Account, draft: Invoice, line: string, param: string): InvoiceItem {
  const found = draft.lines.data.find(({ id }) => id === line);
  if (!found) throw noSuch('line item', line, param);
  const item = account.store.get('invoiceItems', itemOf(found) ?? '');
  if (!item)
    throw invalid(`The line ${line} is a subscription's regular charge: change the subscription instead.`, {
      param,
    });
  return item;
}

/** Draws a draft anew after its items changed. */
function redrawn(
  account: Account,
  before: Invoice,
  given: Record<string, string> | null | undefined,
): Invoice {
  const metadata = mergeMetadata(before.metadata ?? {}, given);
  const after = redraw(account, { ...before, metadata });
  account.emit('invoice.updated', after, before);
  return after;
}

export const invoiceLines = [
  endpoint('GET', '/v1/invoices/:id/lines', pagination, (account, params, { id = '' }) =>
    pageOf(requireInvoice(account, id).lines, params),
  ),
  endpoint('POST', '/v1/invoices/:id/add_lines', add, (account, params, { id = '' }) => {
    const draft = requireDraft(account, id, 'add lines to');
    params.lines.forEach((line, i) => {
      if (line?.invoice_item === undefined) {
        createItem(account, { ...line, customer: draft.customer ?? '', invoice: id });
        return;
      }
      const item = account.store.get('invoiceItems', line.invoice_item);
      if (!item || item.customer !== draft.customer || item.invoice !== null)
        throw noSuch('pending invoice item', line.invoice_item, `lines[${i}][invoice_item]`);
      assign(account, [updateItem(account, item, line)], id);
    });
    return redrawn(account, draft, params.invoice_metadata);
  }),
  endpoint('POST', '/v1/invoices/:id/remove_lines', remove, (account, params, { id = '' }) => {
    const draft = requireDraft(account, id, 'remove lines from');
    params.lines.forEach((line, i) => {
      if (!line) throw missing(`lines[${i}][id]`);
      const item = itemBehind(account, draft, line.id, `lines[${i}][id]`);
      if (line.behavior === 'delete') removeItem(account, item);
      else assign(account, [item], null);
    });
    return redrawn(account, draft, params.invoice_metadata);
  }),
  endpoint('POST', '/v1/invoices/:id/update_lines', update, (account, params, { id = '' }) => {
    const draft = requireDraft(account, id, 'change the lines of');
    params.lines.forEach((line, i) => {
      if (!line) throw missing(`lines[${i}][id]`);
      updateItem(account, itemBehind(account, draft, line.id, `lines[${i}][id]`), line);
    });
    return redrawn(account, draft, params.invoice_metadata);
  }),
  endpoint(
    'POST',
    '/v1/invoices/:invoice/lines/:id',
    itemShape,
    (account, params, { invoice = '', id = '' }) => {
      const draft = requireDraft(account, invoice, 'change the lines of');
      updateItem(account, itemBehind(account, draft, id, 'id'), params);
      const line = redrawn(account, draft, undefined).lines.data.find((each) => each.id === id);
      if (!line) throw noSuch('line item', id, 'id');
      return line;
    },
  ),
];
