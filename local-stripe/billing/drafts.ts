import type { Account } from '../account';
import type { Price, Subscription, SubscriptionItem } from '../records';
import { type Period, periodAround } from './calendar';
import { termsFor } from './customer-discount';
import { openDebits, unusedOf } from './debits';
import { type Lowered, lower, type Terms, termsOf } from './discounts';
import { counted, type Draft, fullDescription, productName, prorationDescription } from './lines';
import { priceAmount } from './price-amount';
import { intervalsIn, remaining, share } from './proration';

export type Prorations = 'none' | 'create_prorations' | 'always_invoice';

/** A price for a number of units, with the discounts of its own. */
export type Priced = Readonly<{ price: Price; quantity: number; own?: readonly Terms[] }>;

/** A whole period's charge before and after its discounts. */
type Net = Readonly<{ gross: number; amount: number; lowered: readonly Lowered[] }>;

export const NOTHING: Net = { gross: 0, amount: 0, lowered: [] };

/** What each of these costs for a whole period, with the discounts that all of them share. */
export function netAmounts(items: readonly Priced[], terms: readonly Terms[], currency: string): Net[] {
  const lines = items.map(({ price, quantity, own }) => ({
    amount: priceAmount(price, currency, quantity),
    product: price.product,
    ...(own && { own }),
  }));
  return lower(lines, terms, currency).map((lowered, i) => {
    const gross = lines[i]?.amount ?? 0;
    return { gross, lowered, amount: lowered.reduce((left, each) => left - each.amount, gross) };
  });
}

/** An item as it is priced at `moment`. */
export const pricedItem = (account: Account, item: SubscriptionItem, moment: number): Priced => ({
  price: item.price,
  quantity: item.quantity ?? 1,
  own: termsOf(account, item.discounts, moment),
});

/** How often a price recurs; a price without it stands beside monthly ones. */
export const recurringOf = (price: Price) => price.recurring ?? { interval: 'month', interval_count: 1 };

type Holder = Pick<Subscription, 'id' | 'currency' | 'customer' | 'billing_mode' | 'discounts'>;

const isItemized = ({ billing_mode }: Holder): boolean =>
  billing_mode.flexible?.proration_discounts === 'itemized';

type OfLine = Pick<Draft, 'kind' | 'description' | 'amount' | 'period'> & Partial<Draft>;

/** A line of an item, by default without discounts. */
const draftOf = (
  subscription: Pick<Subscription, 'id'>,
  item: SubscriptionItem,
  { kind, description, amount, period, lowered = [], used = [], credited = null }: OfLine,
): Draft => ({
  kind,
  description,
  amount,
  period,
  price: item.price,
  quantity: item.quantity ?? 1,
  subscription: subscription.id,
  item: item.id,
  lowered,
  used,
  credited,
});

/**
 * Flexible billing gives back what was really charged for the time that is left, one line for each charge; classic
 * billing computes it from the item's price and today's discounts. https://docs.stripe.com/billing/subscriptions/billing-mode
 */
export function credits(
  account: Account,
  subscription: Holder,
  item: SubscriptionItem,
  at: number,
  prorationBehavior: Prorations,
): Draft[] {
  if (prorationBehavior === 'none') return [];
  const quantity = item.quantity ?? 1;
  const charges =
    subscription.billing_mode.type === 'classic'
      ? [classicCharge(account, subscription, item, at)]
      : openDebits(account, item.id, at);
  return charges.flatMap((entry): Draft[] => {
    const amount = unusedOf(entry, at);
    if (amount === 0) return [];
    const off = isItemized(subscription)
      ? (entry.off ?? []).map((each) => ({ ...each, amount: 0 - remaining(each.amount, entry, at) }))
      : [];
    return [
      draftOf(subscription, item, {
        kind: 'unused',
        description: prorationDescription(account, 'unused', item.price, quantity, at),
        amount: off.reduce((gross, each) => gross + each.amount, -amount),
        period: { start: at, end: entry.end },
        lowered: off,
        credited: entry.invoice === null ? null : { invoice: entry.invoice, lines: [entry.line] },
      }),
    ];
  });
}

function classicCharge(account: Account, subscription: Holder, item: SubscriptionItem, at: number) {
  const terms = termsFor(account, subscription, at);
  const [net = NOTHING] = netAmounts([pricedItem(account, item, at)], terms, subscription.currency);
  return {
    invoice: null,
    line: '',
    amount: net.amount,
    start: item.current_period_start,
    end: item.current_period_end,
    off: [...net.lowered],
  };
}

/** The charge for the rest of a period, of which a whole one, counted from the anchor, costs `net`. */
export function debit(
  account: Account,
  subscription: Holder,
  item: SubscriptionItem,
  period: Period,
  net: Net,
  at: number,
  anchor: number,
): Draft {
  // A period that began with a switch is no whole interval of the price, which is for whole ones.
  const rest = { start: at, end: period.end };
  return partOf(account, subscription, item, rest, net, intervalsIn(rest, anchor, recurringOf(item.price)));
}

/** A part of a whole period's charge: `[seconds, of seconds]`. */
export function partOf(
  account: Account,
  subscription: Holder,
  item: SubscriptionItem,
  period: Period,
  net: Net,
  [seconds, of]: readonly [number, number],
): Draft {
  const off = isItemized(subscription)
    ? net.lowered.map((each) => ({ ...each, amount: share(each.amount, seconds, of) }))
    : [];
  return draftOf(subscription, item, {
    kind: 'remaining',
    description: prorationDescription(account, 'remaining', item.price, item.quantity ?? 1, period.start),
    amount: off.reduce((gross, each) => gross + each.amount, share(net.amount, seconds, of)),
    period,
    lowered: off,
    used: net.lowered.map(({ discount }) => discount),
  });
}

/** A whole period's charge, as a new period begins. */
export function fullLine(
  account: Account,
  subscription: Pick<Subscription, 'id' | 'currency'>,
  item: SubscriptionItem,
  period: Period,
  net: Pick<Net, 'gross' | 'lowered'>,
): Draft {
  return draftOf(subscription, item, {
    kind: 'full',
    description: fullDescription(account, item.price, item.quantity ?? 1, subscription.currency),
    amount: net.gross,
    period,
    lowered: net.lowered,
    used: net.lowered.map(({ discount }) => discount),
  });
}

/** The line that says that a trial costs nothing. */
export function trialLine(
  account: Account,
  subscription: Pick<Subscription, 'id' | 'billing_mode'>,
  item: SubscriptionItem,
  period: Period,
): Draft {
  return draftOf(subscription, item, {
    kind: 'trial',
    description:
      subscription.billing_mode.type === 'classic'
        ? `Trial period for ${productName(account, item.price)}`
        : `Free trial for ${counted(account, item.price, item.quantity ?? 1)}`,
    amount: 0,
    period,
  });
}

/**
 * The anchor that the periods after the current ones are counted from. An item whose interval was changed without
 * proration begins its first period of that interval where the paid one ends, and that moment is the anchor from then on.
 */
export function anchorAtRenewal(
  { billing_cycle_anchor: anchor }: Pick<Subscription, 'billing_cycle_anchor'>,
  items: readonly SubscriptionItem[],
): number {
  const moved = items.find(
    ({ current_period_end: end, price }) => periodAround(anchor, recurringOf(price), end).start !== end,
  );
  return moved?.current_period_end ?? anchor;
}

/** The lines of the period that follows each item's current one, with the discounts that still run then. */
export function renewalDrafts(
  account: Account,
  subscription: Pick<Subscription, 'id' | 'currency' | 'billing_cycle_anchor'>,
  items: readonly SubscriptionItem[],
  terms: readonly Terms[],
): Draft[] {
  const priced = items.map((item) => pricedItem(account, item, item.current_period_end));
  const nets = netAmounts(priced, terms, subscription.currency);
  const anchor = anchorAtRenewal(subscription, items);
  return items.map((item, i) => {
    const { current_period_end: start, price } = item;
    const { end } = periodAround(anchor, recurringOf(price), start);
    return fullLine(account, subscription, item, { start, end }, nets[i] ?? NOTHING);
  });
}
