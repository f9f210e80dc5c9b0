import type { Account } from '../account';
import type { Price, Subscription, SubscriptionItem } from '../records';
import { type Period, periodAround } from './calendar';
import { openDebits, unusedOf } from './debits';
import { lower, type Terms, termsOf } from './discounts';
import { type Draft, fullDescription, prorationDescription } from './lines';
import { priceAmount } from './price-amount';
import { share } from './proration';
import { planOf } from './subscription-item';

/** What an item is to be: an existing one by id, or a new one. */
export type WantedItem = Readonly<{
  id: string | null;
  price: Price;
  quantity: number;
  metadata?: Record<string, string>;
}>;

export type Wanted = Readonly<{
  items: readonly WantedItem[];
  /** The discounts that hold from now on; prorations are computed with them. */
  terms: readonly Terms[];
  anchor: 'now' | 'unchanged';
  prorationBehavior: 'none' | 'create_prorations' | 'always_invoice';
  /** Unix seconds; the moment that time is split at. */
  at: number;
  endTrial: boolean;
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
  const { at } = wanted;
  const onTrial =
    subscription.trial_end !== null && subscription.trial_end > at && subscription.status === 'trialing';
  const old = subscription.items.data;
  const switches = wanted.items.some(
    (item) => intervalOf(item.price) !== intervalOf(old.find((o) => o.id === item.id)?.price),
  );
  const classicReset = subscription.billing_mode.type === 'classic' && switches;
  const fresh = wanted.anchor === 'now' || classicReset || (onTrial && wanted.endTrial);
  const anchor = fresh ? at : subscription.billing_cycle_anchor;
  const nets = netAmounts(wanted, subscription.currency);
  const drafts: Draft[] = [];
  const items: SubscriptionItem[] = [];
  const gone = old.filter((item) => !wanted.items.some((each) => each.id === item.id));
  for (const item of gone) drafts.push(...credits(account, subscription, item, at, wanted.prorationBehavior));
  wanted.items.forEach((want, i) => {
    const before = old.find((item) => item.id === want.id);
    const changed = !before || before.price.id !== want.price.id || (before.quantity ?? 1) !== want.quantity;
    const period = fresh
      ? periodAround(at, recurringOf(want.price), at)
      : newPeriod(subscription, before, want.price, anchor, at, onTrial, wanted.prorationBehavior);
    const item = itemOf(account, subscription.id, want, before, period);
    items.push(item);
    if (onTrial && !wanted.endTrial) return;
    if (!changed && !fresh) return;
    if (before && !onTrial)
      drafts.push(...credits(account, subscription, before, at, wanted.prorationBehavior));
    const net = nets[i] ?? { amount: 0, gross: 0, lowered: [] };
    if (fresh) drafts.push(fullLine(account, subscription, item, period, net));
    else if (wanted.prorationBehavior !== 'none')
      drafts.push(debit(account, subscription, item, period, net, at, anchor));
  });
  const wasFree = old.every(
    (item) => priceAmount(item.price, subscription.currency, item.quantity ?? 1) === 0,
  );
  const isPaid = nets.some((net) => net.gross > 0);
  return { items, drafts, anchor, invoiceNow: fresh || (wasFree && isPaid && !onTrial) };
}

type Net = Readonly<{ gross: number; amount: number; lowered: ReturnType<typeof lower>[number] }>;

function netAmounts(wanted: Pick<Wanted, 'items' | 'terms'>, currency: string): Net[] {
  const lines = wanted.items.map(({ price, quantity }) => ({
    amount: priceAmount(price, currency, quantity),
    product: price.product,
  }));
  return lower(lines, wanted.terms, currency).map((lowered, i) => {
    const gross = lines[i]?.amount ?? 0;
    return { gross, lowered, amount: lowered.reduce((left, each) => left - each.amount, gross) };
  });
}

export const recurringOf = (price: Price) => price.recurring ?? { interval: 'month', interval_count: 1 };

const intervalOf = (price: Price | undefined): string =>
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
  prorationBehavior: Wanted['prorationBehavior'],
): Period {
  const current = before ?? subscription.items.data[0];
  const stays =
    current && (intervalOf(current.price) === intervalOf(price) || onTrial || prorationBehavior === 'none');
  if (stays) return { start: current.current_period_start, end: current.current_period_end };
  return { start: at, end: periodAround(anchor, recurringOf(price), at).end };
}

/**
 * Flexible billing gives back what was really charged for the time that is left, one line for each charge; classic
 * billing computes it from the item's price and today's discounts. https://docs.stripe.com/billing/subscriptions/billing-mode
 */
function credits(
  account: Account,
  subscription: Subscription,
  item: SubscriptionItem,
  at: number,
  prorationBehavior: Wanted['prorationBehavior'],
): Draft[] {
  if (prorationBehavior === 'none') return [];
  const quantity = item.quantity ?? 1;
  const charges =
    subscription.billing_mode.type === 'classic'
      ? [classicCharge(account, subscription, item, at)]
      : openDebits(account, item.id, at);
  return charges.flatMap((entry) => {
    const amount = unusedOf(entry, at);
    if (amount === 0) return [];
    return {
      kind: 'unused' as const,
      description: prorationDescription(account, 'unused', item.price, quantity, at),
      amount: -amount,
      period: { start: at, end: entry.end },
      price: item.price,
      quantity,
      subscription: subscription.id,
      item: item.id,
      lowered: [],
      used: [],
      credited: entry.invoice === null ? null : { invoice: entry.invoice, lines: [entry.line] },
    };
  });
}

function classicCharge(account: Account, subscription: Subscription, item: SubscriptionItem, at: number) {
  const want = { id: item.id, price: item.price, quantity: item.quantity ?? 1 };
  const terms = termsOf(account, subscription.discounts, at);
  const [net] = netAmounts({ items: [want], terms }, subscription.currency);
  return {
    invoice: null,
    line: '',
    amount: net?.amount ?? 0,
    start: item.current_period_start,
    end: item.current_period_end,
  };
}

function debit(
  account: Account,
  subscription: Subscription,
  item: SubscriptionItem,
  period: Period,
  net: Net,
  at: number,
  anchor: number,
): Draft {
  const quantity = item.quantity ?? 1;
  // A period that began with a switch is shorter than its interval: the price is for the whole one.
  const whole = periodAround(anchor, recurringOf(item.price), at);
  const { start, end } = period.end === whole.end ? whole : period;
  return {
    kind: 'remaining',
    description: prorationDescription(account, 'remaining', item.price, quantity, at),
    amount: share(net.amount, end - at, end - start),
    period: { start: at, end: period.end },
    price: item.price,
    quantity,
    subscription: subscription.id,
    item: item.id,
    lowered: [],
    used: net.lowered.map(({ discount }) => discount),
    credited: null,
  };
}

/** A whole period's charge, as a new period begins. */
export function fullLine(
  account: Account,
  subscription: Pick<Subscription, 'id' | 'currency'>,
  item: SubscriptionItem,
  period: Period,
  net: Pick<Net, 'gross' | 'lowered'>,
): Draft {
  const quantity = item.quantity ?? 1;
  return {
    kind: 'full',
    description: fullDescription(account, item.price, quantity, subscription.currency),
    amount: net.gross,
    period,
    price: item.price,
    quantity,
    subscription: subscription.id,
    item: item.id,
    lowered: net.lowered,
    used: net.lowered.map(({ discount }) => discount),
    credited: null,
  };
}

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
    discounts: before?.discounts ?? [],
    metadata: want.metadata ?? before?.metadata ?? {},
    plan: planOf(want.price),
    price: want.price,
    quantity: want.quantity,
    subscription,
    tax_rates: [],
  };
}

/** The lines of the period that follows each item's current one, with the discounts that still run then. */
export function renewalDrafts(
  account: Account,
  subscription: Pick<Subscription, 'id' | 'currency' | 'billing_cycle_anchor'>,
  items: readonly SubscriptionItem[],
  terms: readonly Terms[],
): Draft[] {
  const nets = netAmounts(
    { items: items.map((item) => ({ id: item.id, price: item.price, quantity: item.quantity ?? 1 })), terms },
    subscription.currency,
  );
  return items.map((item, i) =>
    fullLine(
      account,
      subscription,
      item,
      {
        start: item.current_period_end,
        end: periodAround(subscription.billing_cycle_anchor, recurringOf(item.price), item.current_period_end)
          .end,
      },
      nets[i] ?? { gross: 0, lowered: [] },
    ),
  );
}
