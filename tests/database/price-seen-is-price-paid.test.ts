import { beforeAll, describe, expect, test } from 'vitest';
import type { User } from '@/lib/auth';
import {
  CURRENCIES,
  type Currency,
  INTERVALS,
  type Interval,
  lookupKey,
  PLANS,
  type PlanKey,
  PROMOTIONS,
} from '@/lib/billing/catalogue';
import type { PlanPrice } from '@/lib/billing/plan';
import type { PromotionCode } from '@/lib/billing/promotion';
import { db } from '@/lib/db/client';
import { findCustomer, readState } from '@/lib/db/customer-store';
import { customers } from '@/lib/db/schema';
import { formatMoney } from '@/lib/money';
import { openPlanDoor } from '@/lib/pricing/change';
import { dueToday } from '@/lib/pricing/due-today';
import { offersOf, type PricingFacts, pricingView } from '@/lib/pricing/page-view';
import { listPlanPrices } from '@/lib/stripe/catalog';
import { stripe } from '@/lib/stripe/client';
import { findPromotionCode } from '@/lib/stripe/promotion-codes';
import { syncCustomer } from '@/lib/stripe/sync';
import { seedCatalogue } from '../../scripts/seed/catalogue';
import { pay } from '../contract/checkout-steps';
import { confirm, visit } from '../contract/portal-page';
import { aCustomer } from '../factories';
import { FROZEN_NOW } from '../rig/frozen-now';
import { aUser } from './given';

const CARD = { number: '4242 4242 4242 4242', expiry: '08 / 29', cvc: '123', name: 'Ada Lovelace' };

type Combination = Readonly<{
  code: string | null;
  plan: PlanKey;
  interval: Interval;
  currency: Currency;
  /** As it is typed; null where nothing is said. */
  quantity: string | null;
}>;

/** Every code of the seed and none, in lower case as somebody types it, with every plan, number, interval and currency. */
const COMBINATIONS: readonly Combination[] = [
  null,
  ...PROMOTIONS.map(({ code }) => code.toLowerCase()),
].flatMap((code) =>
  PLANS.flatMap(({ key: plan, quantity }) =>
    INTERVALS.flatMap((interval) =>
      CURRENCIES.flatMap((currency) =>
        (quantity ? [null, '3'] : [null]).map((typed) => ({
          code,
          plan,
          interval,
          currency,
          quantity: typed,
        })),
      ),
    ),
  ),
);

let prices: readonly PlanPrice[];
const codes = new Map<string | null, PromotionCode | null>([[null, null]]);

beforeAll(async () => {
  await seedCatalogue({ stripe: stripe(), now: FROZEN_NOW, moveClock: null, created: 0 });
  prices = await listPlanPrices();
  for (const { code } of COMBINATIONS)
    if (code !== null && !codes.has(code)) codes.set(code, await findPromotionCode(code, null));
});

/** What the pricing page knows about somebody with this choice. */
async function factsOf(
  user: User | null,
  { code, plan, interval, currency, quantity }: Combination,
): Promise<PricingFacts> {
  const customer = user && (await findCustomer(user.id));
  const state = customer && (await readState(customer));
  return {
    email: user?.email ?? null,
    visitor: { signedIn: user !== null, state },
    prices,
    interval,
    currency,
    plan,
    quantity,
    promo: code === null ? null : { text: code, code: codes.get(code) ?? null },
    refused: null,
  };
}

function cardOf(facts: PricingFacts, plan: PlanKey) {
  const card = pricingView(facts, FROZEN_NOW).plans.find((each) => each.plan === plan);
  if (!card?.price) throw new Error(`The page shows no price for ${plan}.`);
  return { seen: card.discounted?.price ?? card.price, full: card.price, button: card.button.kind };
}

async function press(
  user: User,
  { code: promo, plan, interval, currency, quantity }: Combination,
): Promise<string> {
  const door = await openPlanDoor(user, { plan, interval, currency, promo, quantity });
  if (!('url' in door))
    throw new Error(`${plan} ${interval} ${currency} ${promo} was refused: ${door.refused}`);
  return door.url;
}

/** What the database holds of the customer's newest invoice, in words. */
async function charged(
  user: User,
): Promise<{ amount: string; interval: Interval | null; plan: PlanKey | null; quantity: number }> {
  const customer = await findCustomer(user.id);
  if (!customer) throw new Error('The user has no customer.');
  await syncCustomer(customer.stripeCustomerId);
  const { subscriptions, invoices } = await readState(customer);
  const [subscription] = subscriptions;
  const [invoice] = invoices;
  if (!subscription || !invoice) throw new Error('Nothing was stored.');
  const { amountDue, amount } = invoice;
  return {
    amount: formatMoney({ amount: amountDue, currency: amount.currency }),
    interval: subscription.interval,
    plan: subscription.plan,
    quantity: subscription.quantity,
  };
}

async function newestInvoice(user: User): Promise<string> {
  const customer = await findCustomer(user.id);
  const [invoice] = (await stripe().invoices.list({ customer: customer?.stripeCustomerId ?? '', limit: 1 }))
    .data;
  if (!invoice) throw new Error('There is no invoice.');
  return formatMoney({ amount: invoice.amount_paid, currency: invoice.currency });
}

/** A user on the free plan, by the month, in this currency. */
async function onFree(currency: Currency): Promise<User> {
  const user = await aUser();
  const { customer } = await aCustomer(stripe());
  await db().insert(customers).values({ stripeCustomerId: customer, userId: user.id, livemode: false });
  const [price] = (await stripe().prices.list({ lookup_keys: [lookupKey('free', 'month')] })).data;
  await stripe().subscriptions.create({ customer, currency, items: [{ price: price?.id ?? '' }] });
  await syncCustomer(customer);
  return user;
}

const bought = ({ interval, plan, quantity }: Combination) => ({
  interval,
  plan,
  quantity: quantity === null ? 1 : Number(quantity),
});

const AT_ONCE = 6;

/** Does the same for every combination, some at a time; all that went wrong comes back. */
async function forEvery(
  combinations: readonly Combination[],
  work: (each: Combination) => Promise<void>,
): Promise<string[]> {
  const left = [...combinations];
  const wrong: string[] = [];
  const worker = async () => {
    for (let each = left.pop(); each; each = left.pop()) {
      const { code, plan, interval, currency, quantity } = each;
      await work(each).catch((error: Error) => {
        wrong.push(`${code} ${plan} × ${quantity} ${interval} ${currency}: ${error.message}`);
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return wrong;
}

describe('every code × plan × number × interval × currency of the seed', () => {
  test('there are 192 of them, and 48 for three of a plan that is sold by number', () => {
    expect(COMBINATIONS).toHaveLength(240);
  });

  test('somebody new: the price on the card is on Checkout, on the invoice and in the database', {
    timeout: 480_000,
  }, async () => {
    const wrong = await forEvery(COMBINATIONS, async (each) => {
      const { seen } = cardOf(await factsOf(null, each), each.plan);
      const user = await aUser();
      const url = await press(user, each);
      const page = await visit(url);
      expect(page.text).toContain(seen);
      const asksForCard = page.postForms.some(({ names }) => names.includes('number'));
      await pay(url, asksForCard ? CARD : {});
      expect(await newestInvoice(user)).toBe(seen);
      expect(await charged(user)).toEqual({ amount: seen, ...bought(each) });
    });
    expect(wrong).toEqual([]);
  });

  test('a subscriber: what the card says is due today is what the portal asks, on the invoice and in the database', {
    timeout: 480_000,
  }, async () => {
    const paid = COMBINATIONS.filter(({ plan }) => plan !== 'free');
    const wrong = await forEvery(paid, async (each) => {
      const user = await onFree(each.currency);
      const facts = await factsOf(user, each);
      const { seen } = cardOf(facts, each.plan);
      const words = await dueToday(offersOf(facts, FROZEN_NOW), facts.visitor)[each.plan];
      const today = /^You pay (\S+) today\.$/.exec(words ?? '')?.[1] ?? `no amount in "${words}"`;
      const page = await visit(await press(user, each));
      expect(page.text).toContain(`Confirm and pay ${today}`);
      await confirm(page);
      expect(await newestInvoice(user)).toBe(today);
      expect(await charged(user)).toEqual({ amount: today, ...bought(each) });
      if (each.interval === 'month') expect(today).toBe(seen);
    });
    expect(wrong).toEqual([]);
  });
});
