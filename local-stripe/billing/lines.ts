import type { Account } from '../account';
import { NO_ENTRIES, NO_FIELDS } from '../empty';
import type { InvoiceLine, Price } from '../records';
import { invalid } from '../wire/errors';
import type { Period } from './calendar';
import { fractionDigits } from './currency-units';
import { dividedText } from './decimal';
import type { Lowered } from './discounts';
import { unitAmountDecimal } from './price-amount';

/** One line of an invoice before it has an id. */
export type Draft = Readonly<{
  kind: 'unused' | 'remaining' | 'full' | 'trial';
  description: string;
  /** Minor units; a proration's amount already contains its discounts. */
  amount: number;
  period: Period;
  price: Price;
  quantity: number;
  subscription: string;
  item: string;
  /** What the discounts take off, for a line that is discounted as it stands. */
  lowered: readonly Lowered[];
  /** Discounts that were used for this line, also those already inside a proration's amount. */
  used: readonly string[];
  credited: { invoice: string; lines: string[] } | null;
}>;

/** True for a line that credits or charges a part of a period. */
export const isProration = (draft: Draft): boolean => draft.kind === 'unused' || draft.kind === 'remaining';

/** Minor units for one of this price in the currency; throws when it has no amount in it, or none a unit. */
export function unitAmount(price: Price, currency: string): number {
  const amount = unitAmountDecimal(price, currency);
  if (amount === null)
    throw invalid('Only active, per unit licensed prices are supported.', { param: 'price' });
  return Number(amount);
}

/** What lines call a price: its product's name, or the product's id when that is gone. */
export function productName(account: Account, price: Price): string {
  return account.store.get('products', price.product)?.name ?? price.product;
}

/** What the company calls one unit of a product; null when it does not say. */
export function unitLabel(account: Account, price: Price): string | null {
  return account.store.get('products', price.product)?.unit_label ?? null;
}

/** `01 Sep 2020`, as Stripe writes dates in line descriptions. */
function lineDate(moment: number): string {
  return new Date(moment * 1000).toUTCString().slice(5, 16);
}

/** The last few prices in words: writing one takes as long as the rest of its line. */
const written = new Map<string, string>();
const WRITTEN_KEPT = 100;

/** `$15.00`, and `$0.005` for a price of half a cent. */
function unitPrice(decimal: string, currency: string): string {
  const key = `${decimal} ${currency}`;
  const known = written.get(key);
  if (known !== undefined) return known;
  const digits = fractionDigits(currency);
  const most = digits + (decimal.split('.')[1]?.length ?? 0);
  const text = format(currency, digits, most).format(Number(decimal) / 10 ** digits);
  if (written.size >= WRITTEN_KEPT) written.clear();
  written.set(key, text);
  return text;
}

/** Making a format takes longer than all the rest of an invoice line. */
const formats = new Map<string, Intl.NumberFormat>();

function format(currency: string, minimumFractionDigits: number, maximumFractionDigits: number) {
  const key = `${currency} ${maximumFractionDigits}`;
  let known = formats.get(key);
  if (!known) {
    known = new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency,
      minimumFractionDigits,
      maximumFractionDigits,
    });
    formats.set(key, known);
  }
  return known;
}

/** `2 × Starter`, or `2 seat × Starter` where the company names its units: Stripe puts them in no plural. */
export function counted(account: Account, price: Price, quantity: number): string {
  const label = unitLabel(account, price);
  return `${quantity}${label === null ? '' : ` ${label}`} × ${productName(account, price)}`;
}

/** `2 × Starter (at $15.00 / month)`, as Stripe describes a whole period's line. */
export function fullDescription(account: Account, price: Price, quantity: number, currency: string): string {
  const { interval = 'month', interval_count = 1 } = price.recurring ?? {};
  const every = interval_count === 1 ? interval : `every ${interval_count} ${interval}s`;
  const unit = unitAmountDecimal(price, currency);
  const what = counted(account, price, quantity);
  if (unit === null) return what;
  const per = price.transform_quantity ? ` per ${price.transform_quantity.divide_by}` : '';
  return `${what} (at ${unitPrice(unit, currency)}${per} / ${every})`;
}

/** `Unused time on 2 × Starter after 16 Nov 2026`; `at` is Unix seconds. */
export function prorationDescription(
  account: Account,
  kind: 'unused' | 'remaining',
  price: Price,
  quantity: number,
  at: number,
): string {
  const what = quantity === 1 ? productName(account, price) : `${quantity} × ${productName(account, price)}`;
  return `${kind === 'unused' ? 'Unused' : 'Remaining'} time on ${what} after ${lineDate(at)}`;
}

/** The line as the API shows it. */
export function lineOf(
  draft: Draft,
  {
    id,
    invoice,
    currency,
    invoiceItem,
  }: { id: string; invoice: string | null; currency: string; invoiceItem: string | null },
): InvoiceLine {
  return {
    id,
    object: 'line_item',
    amount: draft.amount,
    currency,
    description: draft.description,
    discount_amounts: draft.lowered.map(({ discount, amount }) => ({ amount, discount })),
    discountable: !isProration(draft),
    discounts: draft.lowered.map(({ discount }) => discount),
    invoice,
    livemode: false,
    metadata: NO_FIELDS,
    parent: {
      type: 'subscription_item_details',
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: invoiceItem,
        proration: isProration(draft),
        proration_details: {
          credited_items: draft.credited && {
            invoice: draft.credited.invoice,
            invoice_line_items: draft.credited.lines,
          },
        },
        subscription: draft.subscription,
        subscription_item: draft.item,
      },
    },
    period: { start: draft.period.start, end: draft.period.end },
    pretax_credit_amounts: NO_ENTRIES,
    pricing: {
      type: 'price_details',
      price_details: { price: draft.price.id, product: draft.price.product },
      unit_amount_decimal: unitOf(draft, currency),
    },
    quantity: draft.quantity,
    quantity_decimal: String(draft.quantity),
    subscription: draft.subscription,
    subtotal: draft.amount,
    taxes: NO_ENTRIES,
  };
}

/** A whole period is priced as its price says; a part of one has no price for one. */
function unitOf(draft: Draft, currency: string): string | null {
  if (isProration(draft)) return null;
  const priced = draft.kind === 'full' && !draft.price.transform_quantity;
  return (
    (priced ? unitAmountDecimal(draft.price, currency) : null) ?? dividedText(draft.amount, draft.quantity)
  );
}
