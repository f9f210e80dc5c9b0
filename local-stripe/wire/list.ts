import type { Account } from '../account';
import type { Collection, Records, WireList } from '../records';
import { invalid, noSuch } from './errors';
import { type Infer, integer, string } from './params';

export const pagination = {
  limit: integer({ min: 1, max: 100 }),
  starting_after: string(),
  ending_before: string(),
};

type Query<T> = Readonly<{
  url: string;
  params: Infer<typeof pagination>;
  /** Which records belong in the list. */
  keep?: (record: T) => boolean;
  /** Candidates newest first, when an index has them; else the whole collection. */
  from?: readonly T[];
}>;

/** One page of a collection, newest first, as Stripe lists: `limit` 1 to 100 (default 10), one cursor at most. */
export function page<C extends Collection>(
  account: Account,
  collection: C,
  query: Query<Records[C]>,
): WireList<Records[C]> {
  const { limit = 10, starting_after, ending_before } = query.params;
  refuseTwoCursors(starting_after, ending_before);
  refuseStrangers(account, query.params);
  const cursor = starting_after ?? ending_before;
  if (cursor !== undefined && !account.store.get(collection, cursor))
    throw invalid(`No such ${nameOf(collection)}: '${cursor}'`, {
      code: 'resource_missing',
      param: starting_after === undefined ? 'ending_before' : 'starting_after',
    });
  const backwards = ending_before !== undefined;
  const found: Records[C][] = [];
  for (const record of candidates(account, collection, query.from, cursor, backwards)) {
    if (query.keep && !query.keep(record)) continue;
    found.push(record);
    if (found.length > limit) break;
  }
  const data = found.slice(0, limit);
  return {
    object: 'list',
    data: backwards ? data.reverse() : data,
    has_more: found.length > limit,
    url: query.url,
  };
}

/** Filters that name an object: its collection, and what it is called in a refusal. */
const FILTERS: readonly (readonly [param: string, collection: Collection, name: string])[] = [
  ['customer', 'customers', 'customer'],
  ['subscription', 'subscriptions', 'subscription'],
  ['invoice', 'invoices', 'invoice'],
  ['payment_intent', 'paymentIntents', 'payment_intent'],
  ['payment_method', 'paymentMethods', 'PaymentMethod'],
  ['price', 'prices', 'price'],
  ['plan', 'prices', 'plan'],
  ['product', 'products', 'product'],
  ['coupon', 'coupons', 'coupon'],
  ['test_clock', 'testClocks', 'test clock'],
];

/** A list of what belongs to an object that never was is refused; what belongs to a deleted one is listed. */
function refuseStrangers(account: Account, params: Readonly<Record<string, unknown>>): void {
  for (const [param, collection, name] of FILTERS) {
    const id = params[param];
    if (typeof id !== 'string' || account.store.get(collection, id)) continue;
    if (!account.store.get('tombstones', id) && !account.store.get('retiredCoupons', id))
      throw noSuch(name, id, param);
  }
}

function refuseTwoCursors(after: string | undefined, before: string | undefined): void {
  if (after !== undefined && before !== undefined)
    throw invalid('You cannot parameterize both starting_after and ending_before.', {
      param: 'ending_before',
    });
}

/** One page of a list that stands inside an object, such as an invoice's lines, in the order it has there. */
export function pageOf<T extends { id: string }>(
  whole: Omit<WireList<T>, 'data' | 'has_more'> & { data: readonly T[] },
  { limit = 10, starting_after, ending_before }: Infer<typeof pagination>,
): WireList<T> {
  refuseTwoCursors(starting_after, ending_before);
  const cursor = starting_after ?? ending_before;
  const at = whole.data.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && at < 0)
    throw invalid(`No such object in this list: '${cursor}'`, {
      code: 'resource_missing',
      param: starting_after === undefined ? 'ending_before' : 'starting_after',
    });
  const backwards = starting_after === undefined && ending_before !== undefined;
  const left = backwards ? whole.data.slice(0, at) : whole.data.slice(at + 1);
  const data = backwards ? left.slice(-limit) : left.slice(0, limit);
  return { ...whole, data, has_more: left.length > limit };
}

/** `promotionCodes` is a list of promotion codes: what one of them is called in a refusal. */
const nameOf = (collection: Collection): string =>
  collection.replace(/s$/, '').replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);

function candidates<C extends Collection>(
  account: Account,
  collection: C,
  from: readonly Records[C][] | undefined,
  cursor: string | undefined,
  backwards: boolean,
): Iterable<Records[C]> {
  if (!from)
    return backwards
      ? account.store.oldestFirst(collection, cursor)
      : account.store.newestFirst(collection, cursor);
  if (cursor === undefined) return from;
  // by when they were made: the cursor itself may be one that the filter leaves out
  const place = (id: string) => account.store.placeOf(collection, id);
  const at = place(cursor);
  return backwards
    ? from.filter(({ id }) => place(id) > at).reverse()
    : from.filter(({ id }) => place(id) < at);
}

/** Whether a moment lies in a `created`-like filter. */
export function within(
  moment: number,
  range:
    | { gt?: number | undefined; gte?: number | undefined; lt?: number | undefined; lte?: number | undefined }
    | undefined,
): boolean {
  if (!range) return true;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range;
  return moment > gt && moment >= gte && moment < lt && moment <= lte;
}
