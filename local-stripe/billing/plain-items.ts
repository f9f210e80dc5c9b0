import type { Account } from '../account';
import type { InvoiceItem, InvoiceLine, Price } from '../records';
import { dividedText, scaled, wholeUnits } from './decimal';
import { productName } from './lines';
import { priceAmount, unitAmountDecimal } from './price-amount';

/** What an item is charged by: an amount as it stands, so much a unit, or a price. */
export type Charged = Readonly<
  | { by: 'amount'; amount: number }
  | { by: 'unit'; unit: string; quantity: number }
  | { by: 'price'; price: Price; quantity: number }
>;

type NewItem = Readonly<{
  id: string;
  customer: string;
  currency: string;
  charged: Charged;
  description: string | null;
  discountable: boolean;
  /** Ids of discounts of its own. */
  discounts: readonly string[];
  invoice: string | null;
  subscription: string | null;
  metadata: Record<string, string>;
  period: { start: number; end: number };
}>;

type Money = Pick<InvoiceItem, 'amount' | 'net_amount' | 'pricing' | 'quantity' | 'quantity_decimal'>;

/** The money fields of an item that is charged so. */
export function moneyOf(charged: Charged, currency: string): Money {
  const quantity = charged.by === 'amount' ? 1 : charged.quantity;
  const amount =
    charged.by === 'amount'
      ? charged.amount
      : charged.by === 'unit'
        ? wholeUnits(scaled(charged.unit) * BigInt(quantity))
        : priceAmount(charged.price, currency, quantity);
  const unit =
    charged.by === 'unit'
      ? charged.unit
      : charged.by === 'price' && !charged.price.transform_quantity
        ? unitAmountDecimal(charged.price, currency)
        : null;
  return {
    amount,
    net_amount: amount,
    pricing: {
      type: 'price_details',
      ...(charged.by === 'price' && {
        price_details: { price: charged.price.id, product: charged.price.product },
      }),
      unit_amount_decimal: unit ?? dividedText(amount, quantity),
    },
    quantity,
    quantity_decimal: String(quantity),
  };
}

/** Stores an item that somebody added, as against one that a change of a subscription left. */
export function addPlainItem(account: Account, given: NewItem): InvoiceItem {
  const named = given.charged.by === 'price' ? productName(account, given.charged.price) : null;
  const item: InvoiceItem = account.store.put('invoiceItems', {
    id: given.id,
    object: 'invoiceitem',
    ...moneyOf(given.charged, given.currency),
    currency: given.currency,
    customer: given.customer,
    customer_account: null,
    date: account.now(),
    description: given.description ?? named,
    discountable: given.discountable,
    discounts: [...given.discounts],
    invoice: given.invoice,
    livemode: false,
    metadata: given.metadata,
    parent:
      given.subscription === null
        ? null
        : { type: 'subscription_details', subscription_details: { subscription: given.subscription } },
    period: given.period,
    proration: false,
    tax_rates: [],
    test_clock: account.store.get('customers', given.customer)?.test_clock ?? null,
  });
  account.emit('invoiceitem.created', item);
  return item;
}

/** Whether somebody added this item; a change of a subscription leaves items that name what they are for. */
export const isPlain = (item: InvoiceItem): boolean =>
  item.parent?.subscription_details?.subscription_item === undefined;

/** The invoice line of an item that somebody added, before any discount. */
export function plainLine(item: InvoiceItem, id: string, invoice: string | null): InvoiceLine {
  const subscription = item.parent?.subscription_details?.subscription ?? null;
  return {
    id,
    object: 'line_item',
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    discount_amounts: [],
    discountable: item.discountable,
    discounts: (item.discounts ?? []).map(String),
    invoice,
    livemode: false,
    metadata: item.metadata ?? {},
    parent: {
      type: 'invoice_item_details',
      invoice_item_details: {
        invoice_item: item.id,
        proration: false,
        proration_details: { credited_items: null },
        subscription,
      },
      subscription_item_details: null,
    },
    period: item.period,
    pretax_credit_amounts: [],
    pricing: item.pricing && {
      type: 'price_details',
      ...(item.pricing.price_details && { price_details: item.pricing.price_details }),
      unit_amount_decimal: item.pricing.unit_amount_decimal,
    },
    quantity: item.quantity,
    quantity_decimal: item.quantity_decimal,
    subscription,
    subtotal: item.amount,
    taxes: [],
  };
}
