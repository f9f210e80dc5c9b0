import type { Account } from '../account';
import { refuseThirdDecimal } from '../billing/currency-units';
import { LARGEST_CHARGE } from '../billing/largest-charge';
import type { Charged } from '../billing/plain-items';
import { priceAmount } from '../billing/price-amount';
import { type DiscountParam, readDiscounts, redeem } from '../billing/redemption';
import type { Price } from '../records';
import { invalid, missing, noSuch } from '../wire/errors';
import {
  boolean,
  clearable,
  clearableString,
  exactDecimal,
  hash,
  type Infer,
  integer,
  list,
  metadata,
  oneOf,
  required,
  string,
  timestamp,
} from '../wire/params';
import { createPrice } from './prices';
import { discountEntry } from './subscription-params';

/** A Unix time that a date can show: none after the year 9999. */
export const moment = timestamp({ min: 0, max: 253_402_300_799 });

/** What an invoice item is, and what an invoice's line may be set to. */
export const itemShape = {
  amount: integer({ min: -LARGEST_CHARGE, max: LARGEST_CHARGE }),
  description: clearableString(),
  discountable: boolean(),
  discounts: clearable(list(discountEntry)),
  metadata: metadata(),
  period: hash({ end: required(moment), start: required(moment) }),
  price_data: hash({
    currency: required(string(3)),
    product: required(string()),
    tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
    unit_amount: integer({ min: 0, max: LARGEST_CHARGE }),
    unit_amount_decimal: exactDecimal({ min: 0 }),
  }),
  pricing: hash({ price: string() }),
  quantity: integer({ min: 0, max: 1_000_000 }),
};
export const itemParams = { ...itemShape, unit_amount_decimal: exactDecimal() };

export type ItemGiven = Partial<Infer<typeof itemParams>>;

/** A period as given: it does not end before it begins. */
export function periodOf(given: ItemGiven['period'], now: number): { start: number; end: number } {
  if (!given) return { start: now, end: now };
  if (given.end < given.start)
    throw invalid('The period end must not be before its start.', { param: 'period[end]' });
  return { start: given.start, end: given.end };
}

/** How an item is to be charged; null when the parameters say nothing of it. Throws when they say two things. */
export function chargedBy(
  account: Account,
  given: ItemGiven,
  currency: string,
  quantityBefore = 1,
): Charged | null {
  const named = (['amount', 'price_data', 'pricing', 'unit_amount_decimal'] as const).filter(
    (name) => given[name] !== undefined,
  );
  if (named.length > 1)
    throw invalid(`You may only specify one of these parameters: ${named.join(', ')}.`, {
      param: named[0] ?? '',
    });
  const quantity = given.quantity ?? quantityBefore;
  if (given.amount !== undefined) {
    if (given.quantity !== undefined)
      throw invalid('You may only specify one of these parameters: amount, quantity.', { param: 'quantity' });
    refuseThirdDecimal(given.amount, currency, 'amount');
    return { by: 'amount', amount: given.amount };
  }
  if (given.unit_amount_decimal !== undefined) {
    refuseThirdDecimal(given.unit_amount_decimal, currency, 'unit_amount_decimal');
    return { by: 'unit', unit: given.unit_amount_decimal, quantity };
  }
  const price = priceOf(account, given);
  if (!price) return null;
  priceAmount(price, currency, quantity);
  return { by: 'price', price, quantity };
}

/** A price that is charged once. One that comes as data is archived at once: it is for this item alone. */
function priceOf(account: Account, given: ItemGiven): Price | null {
  if (given.price_data) {
    if (!account.store.get('products', given.price_data.product))
      throw noSuch('product', given.price_data.product, 'price_data[product]');
    return createPrice(account, { ...given.price_data, active: false });
  }
  if (!given.pricing) return null;
  const { price: id } = given.pricing;
  if (id === undefined) throw missing('pricing[price]');
  const price = account.store.get('prices', id);
  if (!price) throw noSuch('price', id, 'pricing[price]');
  if (!price.active)
    throw invalid('The price specified is inactive. This field only accepts active prices.', {
      param: 'pricing[price]',
    });
  if (price.recurring)
    throw invalid(
      'The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.',
      { param: 'pricing[price]' },
    );
  return price;
}

/** Redeems the discounts that are given for an item or an invoice, and gives their ids. */
export function redeemFor(
  account: Account,
  given: readonly (DiscountParam | undefined)[],
  on: { customer: string; amount: number; currency: string },
  holder: { invoice: string } | { invoice_item: string },
): string[] {
  const item = 'invoice_item' in holder ? { item: 'invoice item' as const } : {};
  const redeemer = { ...on, ...item, subscription: null, isUpdate: false };
  return readDiscounts(account, given, redeemer, 'discounts').map(
    (terms) => redeem(account, terms, holder).id,
  );
}
