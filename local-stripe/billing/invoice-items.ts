import type { Account } from '../account';
import type { InvoiceItem, InvoiceLine } from '../records';
import { dividedText } from './decimal';
import { type Draft, isProration, lineOf } from './lines';
import { isPlain, plainLine } from './plain-items';

/** A proration that waits for an invoice. */
export function addInvoiceItem(
  account: Account,
  draft: Draft,
  customer: string,
  currency: string,
): InvoiceItem {
  const item: InvoiceItem = {
    id: account.ids.next('ii'),
    object: 'invoiceitem',
    amount: draft.amount,
    currency,
    customer,
    customer_account: null,
    date: account.now(),
    description: draft.description,
    discountable: false,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: {},
    net_amount: draft.lowered.reduce((left, each) => left - each.amount, draft.amount),
    parent: {
      type: 'subscription_details',
      subscription_details: { subscription: draft.subscription, subscription_item: draft.item },
    },
    period: { start: draft.period.start, end: draft.period.end },
    pricing: {
      type: 'price_details',
      price_details: { price: draft.price.id, product: draft.price.product },
      unit_amount_decimal: dividedText(draft.amount, draft.quantity),
    },
    proration: isProration(draft),
    proration_details: {
      credited_items: draft.credited && {
        type: 'invoice_line_items',
        invoice_line_item_details: {
          invoice: draft.credited.invoice,
          invoice_line_items: draft.credited.lines,
        },
      },
      discount_amounts: draft.lowered.map((each) => ({ ...each })),
    },
    quantity: draft.quantity,
    quantity_decimal: String(draft.quantity),
    tax_rates: [],
    test_clock: null,
  };
  account.store.put('invoiceItems', item);
  account.emit('invoiceitem.created', item);
  return item;
}

/** The items that the subscription's next invoice takes up, oldest first: its own and those of no subscription. */
export function pendingItems(account: Account, customer: string, subscription: string): InvoiceItem[] {
  return account.store
    .by('invoiceItems', 'customer', customer)
    .filter((item) => {
      const own = item.parent?.subscription_details?.subscription;
      return item.invoice === null && (own === undefined || own === subscription);
    })
    .reverse();
}

/** The invoice line of a pending item. */
export function lineOfItem(
  account: Account,
  item: InvoiceItem,
  id: string,
  invoice: string | null,
): InvoiceLine | null {
  if (isPlain(item)) return plainLine(item, id, invoice);
  const price = account.store.get('prices', item.pricing?.price_details?.price ?? '');
  if (!price) return null;
  const details = item.proration_details?.credited_items?.invoice_line_item_details;
  const draft: Draft = {
    kind: item.amount < 0 ? 'unused' : 'remaining',
    description: item.description ?? '',
    amount: item.amount,
    period: item.period,
    price,
    quantity: item.quantity,
    subscription: item.parent?.subscription_details?.subscription ?? '',
    item: item.parent?.subscription_details?.subscription_item ?? '',
    lowered: item.proration_details?.discount_amounts ?? [],
    used: [],
    credited: details ? { invoice: details.invoice, lines: details.invoice_line_items } : null,
  };
  return lineOf(draft, { id, invoice, currency: item.currency, invoiceItem: item.id });
}
