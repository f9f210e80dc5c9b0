import type { Account } from '../account';
import type { InvoiceLine, Price } from '../records';
import { invalid } from '../wire/errors';
import type { Period } from './calendar';
import type { Lowered } from './discounts';

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

export const isProration = (draft: Draft): boolean => draft.kind === 'unused' || draft.kind === 'remaining';

/** Minor units for one of this price in the currency; throws when the price has no amount in it. */
export function unitAmount(price: Price, currency: string): number {
  const amount =
    price.currency_options?.[currency]?.unit_amount ??
    (price.currency === currency ? price.unit_amount : null);
  if (amount === null)
    throw invalid(
      `The price \`${price.id}\` is not available in \`${currency}\`. Add it to the price's currency_options.`,
      { param: 'currency' },
    );
  return amount;
}

export function productName(account: Account, price: Price): string {
  return account.store.get('products', price.product)?.name ?? price.product;
}

/** `01 Sep 2020`, as Stripe writes dates in line descriptions. */
export function lineDate(moment: number): string {
  return new Date(moment * 1000).toUTCString().slice(5, 16);
}

const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));

function money(amount: number, currency: string): string {
  const digits = ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2;
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits);
}

export function fullDescription(account: Account, price: Price, quantity: number, currency: string): string {
  const { interval = 'month', interval_count = 1 } = price.recurring ?? {};
  const every = interval_count === 1 ? interval : `every ${interval_count} ${interval}s`;
  return `${quantity} × ${productName(account, price)} (at ${money(unitAmount(price, currency), currency)} / ${every})`;
}

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
    discountable: draft.kind === 'full',
    discounts: draft.lowered.map(({ discount }) => discount),
    invoice,
    livemode: false,
    metadata: {},
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
    pretax_credit_amounts: [],
    pricing: {
      type: 'price_details',
      price_details: { price: draft.price.id, product: draft.price.product },
      unit_amount_decimal: String(draft.quantity === 0 ? 0 : draft.amount / draft.quantity),
    },
    quantity: draft.quantity,
    quantity_decimal: String(draft.quantity),
    subscription: draft.subscription,
    subtotal: draft.amount,
    taxes: [],
  };
}
