import { and, desc, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { User } from '@/lib/auth';
import { type Interval, lookupKey, type PlanKey } from '@/lib/billing/catalogue';
import { outcomeOf } from '@/lib/billing/outcome';
import { db } from '@/lib/db/client';
import { findCustomer, readState } from '@/lib/db/customer-store';
import { customers, portalIntents, subscriptions } from '@/lib/db/schema';
import { openPlanDoor } from '@/lib/pricing/change';
import { dueToday } from '@/lib/pricing/due-today';
import { offersOf } from '@/lib/pricing/page-view';
import { listPlanPrices } from '@/lib/stripe/catalog';
import { stripe } from '@/lib/stripe/client';
import { syncCustomer } from '@/lib/stripe/sync';
import { seedCatalogue } from '../../scripts/seed/catalogue';
import { confirm, visit } from '../contract/portal-page';
import { aCustomer } from '../factories';
import { FROZEN_NOW } from '../rig/frozen-now';
import { aUser } from './given';

beforeAll(async () => {
  await seedCatalogue({ stripe: stripe(), now: FROZEN_NOW, moveClock: null, created: 0 });
});

type Standing = Readonly<{ plan: PlanKey; interval: Interval; quantity: number }>;
type Wanted = Readonly<{
  plan: PlanKey;
  interval?: Interval;
  quantity?: string | null;
  promo?: string | null;
}>;

/** A user who stands here, since this second. */
async function somebodyOn({ plan, interval, quantity }: Standing): Promise<User> {
  const user = await aUser();
  const { customer } = await aCustomer(stripe());
  await db().insert(customers).values({ stripeCustomerId: customer, userId: user.id, livemode: false });
  const [price] = (await stripe().prices.list({ lookup_keys: [lookupKey(plan, interval)] })).data;
  await stripe().subscriptions.create({ customer, items: [{ price: price?.id ?? '', quantity }] });
  await syncCustomer(customer);
  return user;
}

const press = async (user: User, { interval = 'month', quantity = null, promo = null, plan }: Wanted) => {
  const door = await openPlanDoor(user, { plan, interval, currency: null, promo, quantity });
  return 'url' in door ? door.url : door.refused;
};

/** What the card says is paid today; null where nothing is said. */
async function saidBeforehand(user: User, { plan, interval = 'month', quantity = null }: Wanted) {
  const customer = await findCustomer(user.id);
  const state = customer && (await readState(customer));
  const facts = {
    email: user.email,
    visitor: { signedIn: true, state },
    prices: await listPlanPrices(),
    interval,
    currency: null,
    promo: null,
    plan,
    quantity,
    refused: null,
  };
  return (await dueToday(offersOf(facts, FROZEN_NOW), facts.visitor)[plan]) ?? null;
}

/** Where the user stands by Stripe, after what came of the newest visit was decided. */
async function afterwards(user: User) {
  const customer = await findCustomer(user.id);
  if (!customer) throw new Error('The user has no customer.');
  const state = await syncCustomer(customer.stripeCustomerId);
  const [visited] = await db()
    .select()
    .from(portalIntents)
    .where(eq(portalIntents.userId, user.id))
    .orderBy(desc(portalIntents.openedAt))
    .limit(1);
  if (!visited?.openedAt) throw new Error('No visit was opened.');
  const [row] = await db()
    .select({
      quantity: subscriptions.quantity,
      priceId: subscriptions.priceId,
      amount: subscriptions.amount,
    })
    .from(subscriptions)
    .where(and(eq(subscriptions.customerId, customer.stripeCustomerId), eq(subscriptions.status, 'active')));
  const [{ plan, interval, upcoming } = { plan: null, interval: null, upcoming: null }] = state.subscriptions;
  return {
    outcome: outcomeOf(visited.intent, visited.before, state, visited.openedAt).kind,
    now: { plan, interval, quantity: row?.quantity },
    next: upcoming && { plan: upcoming.plan, interval: upcoming.interval, quantity: upcoming.quantity },
  };
}

const PRO = { plan: 'pro', interval: 'month', quantity: 1 } as const;
const scale = (quantity: number, interval: Interval = 'month') =>
  ({ plan: 'scale', interval, quantity }) as const;

describe('at once, for what the card and the portal say', () => {
  test.each<[string, Standing, Wanted, string, Standing]>([
    ['more of it', scale(2), { plan: 'scale', quantity: '3' }, '$149.00', scale(3)],
    ['all there are', scale(1), { plan: 'scale', quantity: '10' }, '$1,341.00', scale(10)],
    ['from one plan to several of another', PRO, { plan: 'scale', quantity: '3' }, '$398.00', scale(3)],
    ['without a number, one of it', PRO, { plan: 'scale' }, '$100.00', scale(1)],
    [
      'more of it, by the year',
      scale(2),
      { plan: 'scale', interval: 'year', quantity: '5' },
      '$7,152.00',
      scale(5, 'year'),
    ],
  ])('%s', async (_what, from, wanted, today, to) => {
    const user = await somebodyOn(from);
    expect(await saidBeforehand(user, wanted)).toBe(`You pay ${today} today.`);
    const page = await visit(await press(user, wanted));
    expect(page.text).toContain(`Confirm and pay ${today}`);
    await confirm(page);
    expect(await afterwards(user)).toEqual({ outcome: 'changed', now: to, next: null });
  });
});

describe('when the period ends, and nothing is paid', () => {
  test.each<[string, Standing, Wanted, Standing]>([
    ['fewer of it', scale(3), { plan: 'scale', quantity: '2' }, scale(2)],
    ['another plan, of which there is one', scale(3), { plan: 'pro' }, PRO],
    [
      'the other interval, in the same number',
      scale(2),
      { plan: 'scale', interval: 'year' },
      scale(2, 'year'),
    ],
    ['the shorter interval, in the same number', scale(4, 'year'), { plan: 'scale' }, scale(4)],
  ])('%s', async (_what, from, wanted, to) => {
    const user = await somebodyOn(from);
    expect(await saidBeforehand(user, wanted)).toBeNull();
    await confirm(await visit(await press(user, wanted)));
    expect(await afterwards(user)).toEqual({ outcome: 'scheduled', now: from, next: to });
  });
});

describe('what is refused', () => {
  test.each(['0', '11', '1.5', '-2', 'abc', '', '99999999999'])(
    '%j of it, and no visit begins',
    async (quantity) => {
      for (const user of [await aUser(), await somebodyOn(PRO)]) {
        expect(await press(user, { plan: 'scale', quantity })).toBe('quantity-not-offered');
        expect(await db().select().from(portalIntents).where(eq(portalIntents.userId, user.id))).toEqual([]);
      }
    },
  );

  test('as many as there are', async () => {
    expect(await press(await somebodyOn(scale(2)), { plan: 'scale', quantity: '2' })).toBe('no-change');
    expect(await press(await somebodyOn(scale(2)), { plan: 'scale' })).toBe('no-change');
  });

  test('what somebody has already, at a price from earlier', async () => {
    const user = await somebodyOn(scale(2));
    const customer = (await findCustomer(user.id))?.stripeCustomerId ?? '';
    const [subscription] = (await stripe().subscriptions.list({ customer })).data;
    const old = await stripe().prices.create({
      product: 'sidedoor_scale',
      currency: 'usd',
      unit_amount: 9900,
      recurring: { interval: 'month' },
    });
    await stripe().subscriptions.update(subscription?.id ?? '', {
      items: [{ id: subscription?.items.data[0]?.id ?? '', price: old.id, quantity: 2 }],
    });
    await syncCustomer(customer);
    expect(await press(user, { plan: 'scale' })).toBe('no-change');
    expect(await press(user, { plan: 'scale', quantity: '3' })).toContain('/p/session/');
  });

  test('not: what somebody has beyond the limits, in the other interval', async () => {
    const user = await somebodyOn(scale(15));
    expect(await press(user, { plan: 'scale', quantity: '16' })).toBe('quantity-not-offered');
    expect(await press(user, { plan: 'scale', interval: 'year', quantity: '15' })).toContain('/p/session/');
  });
});
