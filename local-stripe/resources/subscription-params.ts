import type { Account } from '../account';
import { intervalOf, type WantedItem } from '../billing/change';
import { LARGEST_CHARGE } from '../billing/largest-charge';
import { priceAmount } from '../billing/price-amount';
import { readDiscounts } from '../billing/redemption';
import type { Price, Subscription } from '../records';
import { invalid, missing, noSuch } from '../wire/errors';
import { mergeMetadata } from '../wire/metadata';
import {
  boolean,
  clearable,
  emptyList,
  exactDecimal,
  hash,
  type Infer,
  integer,
  list,
  metadata,
  oneOf,
  required,
  string,
} from '../wire/params';
import { createPrice } from './prices';

export const discountEntry = hash({ coupon: string(), discount: string(), promotion_code: string() });

/** One entry of a subscription's `items`. */
export const itemParams = {
  id: string(),
  deleted: boolean(),
  discounts: clearable(list(discountEntry)),
  metadata: metadata(),
  plan: string(),
  price: string(),
  price_data: hash({
    currency: required(string(3)),
    product: required(string()),
    tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
    unit_amount: integer({ min: 0 }),
    unit_amount_decimal: exactDecimal({ min: 0 }),
    recurring: required(
      hash({
        interval: required(oneOf('day', 'week', 'month', 'year')),
        interval_count: integer({ min: 1 }),
      }),
    ),
  }),
  quantity: integer({ min: 0 }),
  tax_rates: emptyList('tax rates'),
};
export const itemsParam = list(hash(itemParams), { max: 20 });

const { id: _, deleted: __, ...newItemParams } = itemParams;
/** The `items` of a subscription that does not exist yet. */
export const newItemsParam = list(hash(newItemParams), { max: 20 });

type GivenItem = Partial<Infer<typeof itemParams>>;

/** A price that a subscription can have; throws when it is unknown, archived or charged once. */
function requireRecurringPrice(account: Account, id: string, param: string, name = 'price'): Price {
  const price = account.store.get('prices', id);
  if (!price) throw noSuch(name, id, param);
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
  const [first, second] = (['plan', 'price', 'price_data'] as const).filter((name) => given[name]);
  if (first && second)
    throw invalid(`You may only specify one of these parameters: ${first}, ${second}.`, {
      param: `${param}[${first}]`,
    });
  if (given.plan !== undefined) return requireRecurringPrice(account, given.plan, `${param}[plan]`, 'plan');
  if (given.price !== undefined) return requireRecurringPrice(account, given.price, `${param}[price]`);
  if (!given.price_data) return null;
  return createPrice(account, given.price_data);
}

/** Whose items these are, as far as their own discounts ask. */
type Holder = Readonly<{ customer: string; subscription: string | null; currency: string | undefined }>;

/** The items of a new subscription. */
export function newItems(
  account: Account,
  given: readonly (GivenItem | undefined)[],
  param: string,
  holder: Omit<Holder, 'subscription'> = { customer: '', currency: undefined },
): WantedItem[] {
  if (given.length === 0) throw missing(param);
  given.forEach((entry, i) => {
    if (entry?.id !== undefined) throw noSuch('subscription item', entry.id, `${param}[${i}][id]`);
  });
  const items = given.map((entry, i) =>
    newItem(account, entry, `${param}[${i}]`, { subscription: null, ...holder }),
  );
  refuseTwice(items, param);
  refuseTooLarge(items, holder.currency, param);
  return items;
}

function newItem(account: Account, given: GivenItem | undefined, param: string, holder: Holder): WantedItem {
  if (given?.deleted)
    throw invalid('Only an item that exists can be deleted: name its `id`.', { param: `${param}[deleted]` });
  const price = given && priceOf(account, given, param);
  if (!price) throw missing(`${param}[price]`);
  const quantity = given.quantity ?? 1;
  return {
    id: null,
    price,
    quantity,
    metadata: mergeMetadata({}, given.metadata),
    ...ownTerms(account, given, price, quantity, holder, param),
  };
}

/** The discounts of one item alone; what is not given stays. */
function ownTerms(
  account: Account,
  { discounts }: GivenItem,
  price: Price,
  quantity: number,
  { customer, subscription, currency = price.currency }: Holder,
  param: string,
): Pick<WantedItem, 'terms'> {
  if (discounts === undefined) return {};
  const amount = priceAmount(price, currency, quantity);
  const redeemer = {
    customer,
    subscription,
    isUpdate: subscription !== null,
    item: 'subscription item' as const,
    amount,
    currency,
  };
  return { terms: readDiscounts(account, discounts ?? [], redeemer, `${param}[discounts]`) };
}

/** A period that costs more than can be charged at once is refused before it is promised. */
function refuseTooLarge(items: readonly WantedItem[], currency: string | undefined, param: string): void {
  const total = items.reduce(
    (sum, { price, quantity }) => sum + priceAmount(price, currency ?? price.currency, quantity),
    0,
  );
  if (total > LARGEST_CHARGE)
    throw invalid(
      `The total of these items is ${total} for one period; Stripe charges at most ${LARGEST_CHARGE} at once.`,
      { code: 'amount_too_large', param },
    );
}

/** Classic billing wants one interval; flexible billing takes several. */
export function refuseMixedIntervals(mode: string, items: readonly WantedItem[], param: string): void {
  if (mode === 'flexible' || new Set(items.map(({ price }) => intervalOf(price))).size < 2) return;
  throw invalid(
    'All prices on a subscription must have the same `recurring.interval` and `recurring.interval_count`. Prices with different intervals need `billing_mode[type]=flexible`.',
    { param },
  );
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
  const holder = {
    customer: subscription.customer,
    subscription: subscription.id,
    currency: subscription.currency,
  };
  given?.forEach((entry = {}, i) => {
    const path = `${param}[${i}]`;
    if (entry.id === undefined) {
      items.push(newItem(account, entry, path, holder));
      return;
    }
    const at = items.findIndex((item) => item.id === entry.id);
    const before = items[at];
    if (!before) throw noSuch('subscription item', entry.id, `${path}[id]`);
    if (entry.deleted) {
      items.splice(at, 1);
      return;
    }
    const price = priceOf(account, entry, path) ?? before.price;
    const quantity = entry.quantity ?? before.quantity;
    items[at] = {
      id: before.id,
      price,
      quantity,
      ...ownTerms(account, entry, price, quantity, holder, path),
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
  refuseMixedIntervals(subscription.billing_mode.type, items, param);
  return items;
}

function refuseTwice(items: readonly WantedItem[], param: string): void {
  const ids = items.map((item) => item.price.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    throw invalid(`Cannot add multiple subscription items with the same plan: ${twice}`, { param });
}
