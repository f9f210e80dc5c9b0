import type { Account } from '../account';
import type { Price, Subscription, SubscriptionItem } from '../records';
import { type Period, periodAround } from './calendar';
import { type Terms, termsOf } from './discounts';
import {
  credits,
  debit,
  fullLine,
  NOTHING,
  netAmounts,
  type Prorations,
  recurringOf,
  trialLine,
} from './drafts';
import type { Draft } from './lines';
import { priceAmount } from './price-amount';
import { planOf } from './subscription-item';

/** What an item is to be: an existing one by id, or a new one. */
export type WantedItem = Readonly<{
  id: string | null;
  price: Price;
  quantity: number;
  metadata?: Record<string, string>;
  /** The item's own discounts, when they are replaced. */
  terms?: readonly Terms[];
}>;

export type Wanted = Readonly<{
  items: readonly WantedItem[];
  /** The discounts that hold from now on; prorations are computed with them. */
  terms: readonly Terms[];
  anchor: 'now' | 'unchanged';
  prorationBehavior: Prorations;
  /** Unix seconds; the moment that time is split at. */
  at: number;
  endTrial: boolean;
  /** Unix seconds until which nothing is charged: a trial begins, or goes on for longer or shorter. */
  trialUntil?: number | undefined;
}>;

export type Change = Readonly<{
  items: SubscriptionItem[];
  drafts: Draft[];
  anchor: number;
  /** Something is due that Stripe never leaves for the next invoice: a new period, or the first paid time. */
  invoiceNow: boolean;
}>;

/**
 * What a change of items makes of a subscription: the items as they will be, and the lines that charge and credit
 * the rest of the period, to the second, each rounded on its own. Nothing is stored.
 */
export function planChange(account: Account, subscription: Subscription, wanted: Wanted): Change {
  const { at, trialUntil, prorationBehavior } = wanted;
  const onTrial = isOnTrial(subscription, at);
  const old = subscription.items.data;
  const switches = wanted.items.some(({ id, price }) => {
    const before = old.find((item) => item.id === id);
    return before !== undefined && intervalOf(price) !== intervalOf(before.price);
  });
  const classicReset = subscription.billing_mode.type === 'classic' && switches && !onTrial;
  const fresh = wanted.anchor === 'now' || classicReset || (onTrial && wanted.endTrial);
  const anchor = trialUntil ?? (fresh ? at : subscription.billing_cycle_anchor);
  const nets = netAmounts(pricedAs(account, wanted, old), wanted.terms, subscription.currency);
  const drafts: Draft[] = [];
  const items: SubscriptionItem[] = [];
  const gone = old.filter((item) => !wanted.items.some((each) => each.id === item.id));
  if (!onTrial)
    for (const item of gone) drafts.push(...credits(account, subscription, item, at, prorationBehavior));
  wanted.items.forEach((want, i) => {
    const before = old.find((item) => item.id === want.id);
    const changed = !before || before.price.id !== want.price.id || (before.quantity ?? 1) !== want.quantity;
    const period =
      trialUntil !== undefined
        ? { start: onTrial && before ? before.current_period_start : at, end: trialUntil }
        : fresh
          ? periodAround(at, recurringOf(want.price), at)
          : newPeriod(subscription, before, want.price, anchor, at, onTrial, prorationBehavior);
    const item = itemOf(account, subscription.id, want, before, period);
    items.push(item);
    const restarts = fresh || trialUntil !== undefined;
    if (onTrial && !wanted.endTrial) return;
    if (!changed && !restarts) return;
    if (before && !onTrial) drafts.push(...credits(account, subscription, before, at, prorationBehavior));
    const net = nets[i] ?? NOTHING;
    if (trialUntil !== undefined) drafts.push(trialLine(account, subscription, item, period));
    else if (fresh) drafts.push(fullLine(account, subscription, item, period, net));
    else if (prorationBehavior !== 'none')
      drafts.push(debit(account, subscription, item, period, net, at, anchor));
  });
  const wasFree = old.every(
    (item) => priceAmount(item.price, subscription.currency, item.quantity ?? 1) === 0,
  );
  const isPaid = nets.some((net) => net.gross > 0);
  const trialBegins = trialUntil !== undefined && !onTrial;
  return { items, drafts, anchor, invoiceNow: fresh || trialBegins || (wasFree && isPaid && !onTrial) };
}

const isOnTrial = ({ status, trial_end }: Subscription, at: number): boolean =>
  status === 'trialing' && trial_end !== null && trial_end > at;

function pricedAs(account: Account, wanted: Wanted, old: readonly SubscriptionItem[]) {
  return wanted.items.map((want) => {
    const kept = old.find((item) => item.id === want.id)?.discounts ?? [];
    return {
      price: want.price,
      quantity: want.quantity,
      own: want.terms ?? termsOf(account, kept, wanted.at),
    };
  });
}

/** How often a price recurs, as one text to be compared: `month/3`. */
export const intervalOf = (price: Price | undefined): string =>
  price ? `${recurringOf(price).interval}/${recurringOf(price).interval_count}` : '';

/**
 * Without a new anchor the period stays; another interval runs from now to that interval's next boundary, counted
 * from the unchanged anchor. With `none` nothing is charged now, so the paid period runs out first.
 */
function newPeriod(
  subscription: Subscription,
  before: SubscriptionItem | undefined,
  price: Price,
  anchor: number,
  at: number,
  onTrial: boolean,
  prorationBehavior: Prorations,
): Period {
  const current = before ?? alikeOf(subscription, price) ?? subscription.items.data[0];
  const stays =
    current && (intervalOf(current.price) === intervalOf(price) || onTrial || prorationBehavior === 'none');
  if (stays) return { start: current.current_period_start, end: current.current_period_end };
  return { start: at, end: periodAround(anchor, recurringOf(price), at).end };
}

/** An item that recurs as often as this price: a new one joins its period. */
const alikeOf = (subscription: Subscription, price: Price): SubscriptionItem | undefined =>
  subscription.items.data.find((item) => intervalOf(item.price) === intervalOf(price));

function itemOf(
  account: Account,
  subscription: string,
  want: WantedItem,
  before: SubscriptionItem | undefined,
  period: Period,
): SubscriptionItem {
  return {
    id: before?.id ?? want.id ?? account.ids.next('si'),
    object: 'subscription_item',
    billing_thresholds: null,
    created: before?.created ?? account.now(),
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: want.terms?.map(({ discount }) => discount.id) ?? before?.discounts ?? [],
    metadata: want.metadata ?? before?.metadata ?? {},
    plan: planOf(want.price),
    price: want.price,
    quantity: want.quantity,
    subscription,
    tax_rates: [],
  };
}
