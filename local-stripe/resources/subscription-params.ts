import type { Account } from '../account';
import type { WantedItem } from '../billing/change';
import type { Price, Subscription } from '../records';
import { invalid, missing, noSuch } from '../wire/errors';
import { mergeMetadata } from '../wire/metadata';
import { boolean, hash, type Infer, integer, list, metadata, oneOf, required, string } from '../wire/params';
import { createPrice } from './prices';

export const discountEntry = hash({ coupon: string(), discount: string(), promotion_code: string() });

/** One entry of a subscription's `items`. */
export const itemParams = {
  id: string(),
  deleted: boolean(),
  metadata: metadata(),
  price: string(),
  price_data: hash({
    currency: required(string(3)),
    product: required(string()),
    unit_amount: integer({ min: 0 }),
    recurring: required(
      hash({
        interval: required(oneOf('day', 'week', 'month', 'year')),
        interval_count: integer({ min: 1 }),
      }),
    ),
  }),
  quantity: integer({ min: 0 }),
};
export const itemsParam = list(hash(itemParams), { max: 20 });

type GivenItem = Infer<typeof itemParams>;

/** A price that a subscription can have; throws when it is unknown, archived or charged once. */
export function requireRecurringPrice(account: Account, id: string, param: string): Price {
  const price = account.store.get('prices', id);
  if (!price) throw noSuch('price', id, param);
  if (!price.active)
    throw invalid(`The price specified is inactive. This field only accepts active prices.`, { param });
  if (!price.recurring)
    throw invalid(
      `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
      { param },
    );
  return price;
}

function priceOf(account: Account, given: GivenItem, param: string): Price | null {
  if (given.price !== undefined) return requireRecurringPrice(account, given.price, `${param}[price]`);
  if (!given.price_data) return null;
  return createPrice(account, given.price_data);
}

/** The items of a new subscription. */
export function newItems(
  account: Account,
  given: readonly (GivenItem | undefined)[],
  param: string,
): WantedItem[] {
  if (given.length === 0) throw missing(param);
  const items = given.map((entry, i) => newItem(account, entry, `${param}[${i}]`));
  refuseTwice(items, param);
  return items;
}

function newItem(account: Account, given: GivenItem | undefined, param: string): WantedItem {
  const price = given && priceOf(account, given, param);
  if (!price) throw missing(`${param}[price]`);
  return { id: null, price, quantity: given.quantity ?? 1, metadata: mergeMetadata({}, given.metadata) };
}

/** The items of an existing subscription after the given changes: what is not named stays. */
export function changedItems(
  account: Account,
  subscription: Subscription,
  given: readonly (GivenItem | undefined)[] | undefined,
  param: string,
): WantedItem[] {
  const stays: WantedItem[] = subscription.items.data.map((item) => ({
    id: item.id,
    price: account.store.get('prices', item.price.id) ?? item.price,
    quantity: item.quantity ?? 1,
  }));
  const items = [...stays];
  given?.forEach((entry = {} as GivenItem, i) => {
    const path = `${param}[${i}]`;
    if (entry.id === undefined) {
      items.push(newItem(account, entry, path));
      return;
    }
    const at = items.findIndex((item) => item.id === entry.id);
    const before = items[at];
    if (!before) throw noSuch('subscription item', entry.id, `${path}[id]`);
    if (entry.deleted) items.splice(at, 1);
    else
      items[at] = {
        id: before.id,
        price: priceOf(account, entry, path) ?? before.price,
        quantity: entry.quantity ?? before.quantity,
        ...(entry.metadata !== undefined && {
          metadata: mergeMetadata(
            subscription.items.data.find((item) => item.id === before.id)?.metadata ?? {},
            entry.metadata,
          ),
        }),
      };
  });
  if (items.length === 0)
    throw invalid(
      'A subscription must have at least one active plan. In order to remove this item, cancel the subscription.',
      {
        param,
      },
    );
  refuseTwice(items, param);
  return items;
}

function refuseTwice(items: readonly WantedItem[], param: string): void {
  const ids = items.map((item) => item.price.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    throw invalid(`Cannot add multiple subscription items with the same plan: ${twice}`, { param });
}
