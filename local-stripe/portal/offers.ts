import type { Account } from '../account';
import { recurringOf } from '../billing/drafts';
import { productName, unitAmount } from '../billing/lines';
import type { Configuration, Price, Subscription } from '../records';
import { ApiError } from '../wire/errors';

/** A price that a subscription can be changed to in the portal. */
export type Offer = Readonly<{
  price: Price;
  product: string;
  description: string | null;
  isCurrent: boolean;
  /** The limits within which the customer sets the quantity; null when they do not. */
  quantity: Readonly<{ minimum: number; maximum: number | null }> | null;
}>;

/**
 * What the configuration offers to a subscription of one item, the cheapest first. The current price is among it only
 * where its quantity can be changed or a code added, as there is nothing else to change about it.
 */
export function offersTo(
  account: Account,
  configuration: Configuration,
  subscription: Subscription,
): Offer[] {
  const { default_allowed_updates: allowed, products } = configuration.features.subscription_update;
  const [item] = subscription.items.data;
  const offers = (products ?? []).flatMap(({ product, prices, adjustable_quantity: adjustable }) =>
    prices.flatMap((id): Offer[] => {
      const price = account.store.get('prices', id);
      const isCurrent = id === item?.price.id;
      if (!price?.active || !hasAmount(price, subscription.currency)) return [];
      const quantity =
        allowed.includes('quantity') && adjustable.enabled
          ? { minimum: adjustable.minimum ?? 1, maximum: adjustable.maximum ?? null }
          : null;
      if (isCurrent ? quantity === null && !allowed.includes('promotion_code') : !allowed.includes('price'))
        return [];
      const description = account.store.get('products', product)?.description ?? null;
      return [{ price, product: productName(account, price), description, isCurrent, quantity }];
    }),
  );
  const amount = ({ price }: Offer) => unitAmount(price, subscription.currency);
  return offers.sort((a, b) => amount(a) - amount(b));
}

function hasAmount(price: Price, currency: string): boolean {
  try {
    unitAmount(price, currency);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

/** How often a price is charged, as the address of the page names it: `month`, `month-3`. */
export function everyOf(price: Price): string {
  const { interval, interval_count } = recurringOf(price);
  return interval_count === 1 ? interval : `${interval}-${interval_count}`;
}
