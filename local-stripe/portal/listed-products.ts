import type { Account } from '../account';
import type { Configuration } from '../records';
import { invalid, noSuch } from '../wire/errors';

type Listed = NonNullable<Configuration['features']['subscription_update']['products']>;
type Given = Readonly<{
  product: string;
  prices: readonly (string | undefined)[];
  adjustable_quantity?:
    | { enabled: boolean; minimum?: number | undefined; maximum?: number | undefined }
    | undefined;
}>;

const PARAM = 'features[subscription_update][products]';

/**
 * The products and prices that a configuration offers. The whole list is checked on every save, so a price that was
 * archived since makes the configuration unsaveable until it is taken out, as at Stripe.
 */
export function checkedProducts(
  account: Account,
  given: readonly (Given | undefined)[] | null | undefined,
  before: Listed,
): Listed {
  const products: Listed =
    given === undefined
      ? before
      : (given ?? []).flatMap((entry) =>
          entry
            ? {
                product: entry.product,
                prices: entry.prices.flatMap((price) => price ?? []),
                adjustable_quantity: {
                  enabled: entry.adjustable_quantity?.enabled ?? true,
                  minimum: entry.adjustable_quantity?.minimum ?? 1,
                  maximum: entry.adjustable_quantity?.maximum ?? null,
                },
              }
            : [],
        );
  if (products.length > 10)
    throw invalid(`You can list at most 10 products; you passed ${products.length}.`, { param: PARAM });
  const intervals = new Set<string>();
  for (const [i, entry] of products.entries()) refuseBadEntry(account, entry, `${PARAM}[${i}]`, intervals);
  return products;
}

/** `intervals` collects what each product is listed with, over all entries. */
function refuseBadEntry(
  account: Account,
  entry: Listed[number],
  param: string,
  intervals: Set<string>,
): void {
  const { minimum, maximum } = entry.adjustable_quantity;
  if (maximum !== null && maximum !== undefined && maximum < minimum)
    throw invalid(`The maximum quantity ${maximum} is less than the minimum of ${minimum}.`, {
      param: `${param}[adjustable_quantity][maximum]`,
    });
  if (!account.store.get('products', entry.product))
    throw noSuch('product', entry.product, `${param}[product]`);
  for (const id of entry.prices) {
    const price = account.store.get('prices', id);
    if (!price) throw noSuch('price', id, `${param}[prices]`);
    if (price.product !== entry.product)
      throw invalid(`The price \`${id}\` does not belong to the product \`${entry.product}\`.`, {
        param: `${param}[prices]`,
      });
    if (!price.active || !price.recurring || price.billing_scheme === 'tiered')
      throw invalid('Only active, per unit licensed prices are supported.', { param: `${param}[prices]` });
    const interval = `${entry.product}/${price.recurring.interval}/${price.recurring.interval_count}`;
    if (intervals.has(interval))
      throw invalid(
        `The product \`${entry.product}\` is listed with two prices of the same interval (${price.recurring.interval}). Use separate products.`,
        { param: `${param}[prices]` },
      );
    intervals.add(interval);
  }
}
