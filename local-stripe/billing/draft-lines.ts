import type { Account } from '../account';
import type { Invoice, InvoiceItem, InvoiceLine } from '../records';
import { termsOf } from './discounts';
import { lineOfItem } from './invoice-items';
import { sumsOf } from './invoice-sums';
import { discountedLines } from './plain-discounts';

/** Customer's items that no invoice has taken up yet, oldest first; of one subscription, or of none. */
export function itemsToTakeUp(
  account: Account,
  customer: string,
  subscription: string | null,
): InvoiceItem[] {
  return account.store
    .by('invoiceItems', 'customer', customer)
    .filter(
      (item) =>
        item.invoice === null &&
        (subscription === null || item.parent?.subscription_details?.subscription === subscription),
    )
    .reverse();
}

/**
 * Draws a draft's lines anew from its items, with its discounts and the customer's balance of now. A line keeps its id.
 * Stores the draft; the caller tells of it.
 */
export function redraw(account: Account, draft: Invoice): Invoice {
  const items = account.store.by('invoiceItems', 'invoice', draft.id).reverse();
  const ids = new Map(draft.lines.data.map((line) => [itemOf(line), line.id]));
  const regular = draft.lines.data.filter((line) => itemOf(line) === null);
  const drawn = items.flatMap(
    (item) => lineOfItem(account, item, ids.get(item.id) ?? account.ids.next('il'), draft.id) ?? [],
  );
  const terms = termsOf(account, draft.discounts.map(String), account.now());
  const lines = discountedLines(account, [...drawn, ...regular], terms, draft.currency);
  const balance = account.store.get('customers', draft.customer ?? '')?.balance ?? 0;
  return account.store.put('invoices', {
    ...draft,
    ...sumsOf(lines, balance, draft.currency),
    lines: { ...draft.lines, data: lines },
  });
}

/** The item behind a line; null for a subscription's regular charge. */
export const itemOf = (line: InvoiceLine): string | null =>
  line.parent?.invoice_item_details?.invoice_item ??
  line.parent?.subscription_item_details?.invoice_item ??
  null;

/** Moves items onto a draft, or off it (`null`): then they wait for the next invoice. */
export function assign(account: Account, items: readonly InvoiceItem[], invoice: string | null): void {
  for (const item of items) account.store.put('invoiceItems', { ...item, invoice });
}

/** Deletes an item for good. */
export function removeItem(account: Account, item: InvoiceItem): void {
  account.store.remove('invoiceItems', item.id);
  account.emit('invoiceitem.deleted', item);
}
