import { type Money, money } from '../money';
import { type Currency, INTERVALS, type Interval, lookupKey, PLAN_KEYS, type PlanKey } from './catalogue';

/** One of our plans' prices as it exists at Stripe; amounts are minor units per interval. */
export type PlanPrice = Readonly<{
  priceId: string;
  productId: string;
  plan: PlanKey;
  interval: Interval;
  amounts: Readonly<Partial<Record<Currency, number>>>;
}>;

export type PlanOffer = Readonly<{ plan: PlanKey; interval: Interval }>;

const OFFERS: ReadonlyMap<string, PlanOffer> = new Map(
  PLAN_KEYS.flatMap((plan) => INTERVALS.map((interval) => [lookupKey(plan, interval), { plan, interval }])),
);

/** Every lookup key the catalogue needs at Stripe. */
export const LOOKUP_KEYS: readonly string[] = [...OFFERS.keys()];

const MOST_LOOKUP_KEYS = 10;

/** Lookup keys as Stripe takes them in a request: ten at most. https://docs.stripe.com/api/prices/list */
export const inTens = (keys: readonly string[]): string[][] =>
  keys.length === 0 ? [] : [keys.slice(0, MOST_LOOKUP_KEYS), ...inTens(keys.slice(MOST_LOOKUP_KEYS))];

/** The plan and interval a lookup key stands for; null for a key that is not ours. */
export function offerOf(key: string | null): PlanOffer | null {
  return (key !== null && OFFERS.get(key)) || null;
}

/** The price of a plan for an interval; undefined when Stripe has none. */
export function findPrice(
  prices: readonly PlanPrice[],
  plan: PlanKey,
  interval: Interval,
): PlanPrice | undefined {
  return prices.find((price) => price.plan === plan && price.interval === interval);
}

/** What a price costs in a currency; null when it is not sold in that currency. */
export function priceIn(price: PlanPrice, currency: Currency): Money | null {
  const amount = price.amounts[currency];
  return amount === undefined ? null : money(amount, currency);
}

/**
 * How much cheaper a year is than twelve months, as a whole percentage over all paid plans: the smallest saving of
 * them, so that the page never promises more than any plan keeps.
 */
export function yearlySavingPercent(prices: readonly PlanPrice[], currency: Currency): number {
  const savings = prices
    .filter((price) => price.interval === 'month')
    .flatMap((monthly) => {
      const perMonth = monthly.amounts[currency];
      const perYear = findPrice(prices, monthly.plan, 'year')?.amounts[currency];
      return perMonth && perYear ? [Math.round(100 - (100 * perYear) / (12 * perMonth))] : [];
    });
  return savings.length === 0 ? 0 : Math.max(0, Math.min(...savings));
}
