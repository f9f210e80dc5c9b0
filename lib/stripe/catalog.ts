import 'server-only';
import type Stripe from 'stripe';
import { CURRENCIES, type Currency } from '../billing/catalogue';
import { inTens, LOOKUP_KEYS, offerOf, type PlanPrice } from '../billing/plan';
import { processWide } from '../process-wide';
import { oneOf } from '../search';
import { idOf, stripe } from './client';
import { CatalogueIncompleteError, reading } from './errors';

const FRESH_FOR_MS = 60_000;

/**
 * The catalogue's prices at Stripe, found by lookup key. Throws a CatalogueIncompleteError when one is missing.
 * Asked anew: for everything that leads to a payment. Pages may use recentPlanPrices.
 */
export async function listPlanPrices(): Promise<readonly PlanPrice[]> {
  const lists = await reading('the prices', () =>
    Promise.all(
      inTens(LOOKUP_KEYS).map((lookup_keys) =>
        stripe().prices.list({ lookup_keys, active: true, limit: 100, expand: ['data.currency_options'] }),
      ),
    ),
  );
  const listed = lists.flatMap(({ data }) => data);
  const prices = listed.map(toPlanPrice).filter((price) => price !== null);
  const missing = LOOKUP_KEYS.filter((key) => {
    const offer = offerOf(key);
    return !prices.some((price) => price.plan === offer?.plan && price.interval === offer.interval);
  });
  if (missing.length > 0) throw new CatalogueIncompleteError(missing);
  return prices;
}

/** The catalogue's prices, at most a minute old: a campaign's visitors must not each ask Stripe. */
export async function recentPlanPrices(): Promise<readonly PlanPrice[]> {
  const cache = priceCache();
  if (!cache.prices || cache.readAt + FRESH_FOR_MS < Date.now()) {
    const { forgotten } = cache;
    const prices = await listPlanPrices();
    // what was read before somebody said that it had changed is not kept
    if (cache.forgotten === forgotten) Object.assign(cache, { prices, readAt: Date.now() });
    return prices;
  }
  return cache.prices;
}

/** Makes the next page read the prices anew. */
export function forgetPlanPrices(): void {
  const cache = priceCache();
  cache.prices = null;
  cache.forgotten += 1;
}

// real time, not lib/clock: a frozen clock would keep old prices for good
const priceCache = () =>
  processWide<{ prices: readonly PlanPrice[] | null; readAt: number; forgotten: number }>(
    'plan-prices',
    () => ({
      prices: null,
      readAt: 0,
      forgotten: 0,
    }),
  );

/** Wire shapes stop here. A price that has no single amount per month or year cannot be shown: null. */
function toPlanPrice(price: Stripe.Price): PlanPrice | null {
  const offer = offerOf(price.lookup_key);
  const productId = idOf(price.product);
  if (!offer || !productId || price.recurring?.interval_count !== 1) return null;
  if (price.recurring.interval !== offer.interval || price.unit_amount === null) return null;
  return { priceId: price.id, productId, ...offer, amounts: amountsOf(price, price.unit_amount) };
}

function amountsOf(price: Stripe.Price, ownAmount: number): Partial<Record<Currency, number>> {
  const options = Object.entries(price.currency_options ?? {}).map(
    ([currency, option]) => [currency, option.unit_amount] as const,
  );
  return Object.fromEntries(
    [...options, [price.currency, ownAmount] as const].filter(
      ([currency, amount]) => oneOf(CURRENCIES, currency) !== undefined && amount !== null,
    ),
  );
}
