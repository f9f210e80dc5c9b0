import type { Account } from '../account';
import { addPlainItem, type Charged } from '../billing/plain-items';
import { priceAmount } from '../billing/price-amount';
import type { Subscription } from '../records';
import { invalid, missing, noSuch } from '../wire/errors';
import { mergeMetadata } from '../wire/metadata';
import { boolean, hash, type Infer, integer, list, metadata, required, string } from '../wire/params';
import { createPrice } from './prices';

const entry = {
  discountable: boolean(),
  metadata: metadata(),
  price: string(),
  price_data: hash({
    currency: required(string(3)),
    product: required(string()),
    unit_amount: integer({ min: 0 }),
  }),
  quantity: integer({ min: 0 }),
};

/** What is charged once, with the subscription's next invoice. */
export const addInvoiceItems = list(hash(entry), { max: 20 });

type Given = Infer<typeof entry>;

/** Something to charge once, read and priced; not stored yet. */
type Added = Readonly<{
  charged: Charged & { by: 'price' };
  discountable: boolean;
  metadata: Record<string, string>;
}>;

/** Reads what is to be charged once. Throws for a price that recurs, is archived or has no amount in the currency. */
export function readAdded(
  account: Account,
  given: readonly (Given | undefined)[] | undefined,
  currency: string,
): Added[] {
  return (given ?? []).flatMap((each, i) =>
    each ? [readOne(account, each, currency, `add_invoice_items[${i}]`)] : [],
  );
}

function readOne(account: Account, given: Given, currency: string, param: string): Added {
  if (given.price !== undefined && given.price_data)
    throw invalid('You may only specify one of these parameters: price, price_data.', {
      param: `${param}[price]`,
    });
  if (given.price_data && !account.store.get('products', given.price_data.product))
    throw noSuch('product', given.price_data.product, `${param}[price_data][product]`);
  const price = given.price_data
    ? createPrice(account, { ...given.price_data, active: false })
    : account.store.get('prices', given.price ?? '');
  if (!price) {
    if (given.price === undefined) throw missing(`${param}[price]`);
    throw noSuch('price', given.price, `${param}[price]`);
  }
  if (!given.price_data && !price.active)
    throw invalid('The price specified is inactive. This field only accepts active prices.', {
      param: `${param}[price]`,
    });
  if (price.recurring)
    throw invalid(
      'The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.',
      { param: `${param}[price]` },
    );
  const quantity = given.quantity ?? 1;
  priceAmount(price, currency, quantity);
  return {
    charged: { by: 'price', price, quantity },
    discountable: given.discountable ?? true,
    metadata: mergeMetadata({}, given.metadata),
  };
}

/** Leaves what is charged once for the subscription's next invoice. */
export function leaveForNextInvoice(
  account: Account,
  added: readonly Added[],
  { id, customer, currency }: Pick<Subscription, 'id' | 'customer' | 'currency'>,
): void {
  const period = { start: account.now(), end: account.now() };
  for (const { charged, discountable, metadata } of added)
    addPlainItem(account, {
      id: account.ids.next('ii'),
      customer,
      currency,
      charged,
      description: null,
      discountable,
      discounts: [],
      invoice: null,
      subscription: id,
      metadata,
      period,
    });
}
