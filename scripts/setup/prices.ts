import type Stripe from 'stripe';
import {
  type CatalogPlan,
  CURRENCIES,
  type Currency,
  INTERVALS,
  type Interval,
  lookupKey,
  PLANS,
} from '@/lib/billing/catalogue';
import { formatMoney, money } from '@/lib/money';
import { productId } from './products';
import { blocked, doing, isOurs, MARK, type Plan, type Step, together } from './step';

type Amounts = Readonly<Partial<Record<Currency, number>>>;

/**
 * Prices by lookup key. Stripe never changes a price's amount: a changed one is a new price that takes the key over,
 * and the old one is archived; whoever pays it keeps it. https://docs.stripe.com/products-prices/manage-prices
 */
export async function planPrices(stripe: Stripe): Promise<Plan> {
  const offers = PLANS.flatMap((plan) => INTERVALS.map((interval) => ({ plan, interval })));
  const plans = await Promise.all(
    offers.map(({ plan, interval }) => planPrice(stripe, plan, interval, plan.prices[interval])),
  );
  return together(...plans, await planLeftovers(stripe));
}

async function planPrice(
  stripe: Stripe,
  plan: CatalogPlan,
  interval: Interval,
  amounts: Amounts,
): Promise<Plan> {
  const key = lookupKey(plan.key, interval);
  const { data } = await stripe.prices.list({
    lookup_keys: [key],
    expand: ['data.currency_options'],
    limit: 1,
  });
  const [found] = data;
  const create = (transfer_lookup_key: boolean): Step => ({
    what: `create price ${key}: ${inWords(amounts)} per ${interval}`,
    take: () => stripe.prices.create({ ...priceParams(plan, interval, amounts), transfer_lookup_key }),
  });
  if (!found) return doing(create(false));
  if (!isOurs(found))
    return blocked(
      `Price ${found.id} holds the lookup key "${key}" and was not made by this tool.`,
      'Take the key from it in the Dashboard, then run: npm run stripe:setup',
    );
  if (!sameTerms(found, plan, interval, amounts))
    return doing(create(true), archive(stripe, found, 'its amount changed'));
  if (found.active) return doing();
  const take = () => stripe.prices.update(found.id, { active: true });
  return doing({ what: `bring back price ${key} (${found.id})`, take });
}

/** Prices of ours that no lookup key leads to any more: an interrupted run leaves one behind. */
async function planLeftovers(stripe: Stripe): Promise<Plan> {
  const steps: Step[] = [];
  // a list of what belongs to a product that never was is refused
  const { data: products } = await stripe.products.list({
    ids: PLANS.map(({ key }) => productId(key)),
    limit: 100,
  });
  for (const { id: product } of products) {
    for await (const price of stripe.prices.list({ product, active: true, limit: 100 })) {
      if (isOurs(price) && price.lookup_key === null)
        steps.push(archive(stripe, price, 'a newer one took its key'));
    }
  }
  return doing(...steps);
}

const archive = (stripe: Stripe, { id }: Stripe.Price, why: string): Step => ({
  what: `archive price ${id}: ${why}; who pays it keeps it`,
  take: () => stripe.prices.update(id, { active: false }),
});

function priceParams(plan: CatalogPlan, interval: Interval, amounts: Amounts): Stripe.PriceCreateParams {
  const [[currency, unit_amount], ...others] = listed(amounts);
  return {
    product: productId(plan.key),
    lookup_key: lookupKey(plan.key, interval),
    nickname: `${plan.name}, per ${interval}`,
    currency,
    unit_amount,
    currency_options: Object.fromEntries(others.map(([code, amount]) => [code, { unit_amount: amount }])),
    recurring: { interval },
    metadata: { [MARK]: lookupKey(plan.key, interval) },
  };
}

/** The amounts in the catalogue's order of currencies, the price's own first. */
function listed(amounts: Amounts): [[Currency, number], ...[Currency, number][]] {
  const [first, ...others] = CURRENCIES.flatMap((currency): [Currency, number][] => {
    const amount = amounts[currency];
    return amount === undefined ? [] : [[currency, amount]];
  });
  if (!first) throw new Error('A plan of the catalogue has no amount in any currency.');
  return [first, ...others];
}

function sameTerms(found: Stripe.Price, plan: CatalogPlan, interval: Interval, amounts: Amounts): boolean {
  const options = Object.entries(found.currency_options ?? {}).map(([currency, option]) => [
    currency,
    option.unit_amount,
  ]);
  const known = Object.fromEntries([...options, [found.currency, found.unit_amount]]);
  return (
    found.product === productId(plan.key) &&
    found.recurring?.interval === interval &&
    found.recurring.interval_count === 1 &&
    JSON.stringify(sorted(known)) === JSON.stringify(sorted(amounts))
  );
}

const sorted = (amounts: Readonly<Record<string, unknown>>) =>
  Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1));

const inWords = (amounts: Amounts): string =>
  listed(amounts)
    .map(([currency, amount]) => formatMoney(money(amount, currency)))
    .join(', ');
