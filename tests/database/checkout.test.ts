import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { User } from '@/lib/auth';
import type { Interval, PlanKey } from '@/lib/billing/catalogue';
import { currentSubscription } from '@/lib/billing/customer-state';
import { outcomeOf } from '@/lib/billing/outcome';
import { db } from '@/lib/db/client';
import { portalIntents } from '@/lib/db/schema';
import { receiveEvent } from '@/lib/inbox/receive';
import { workOffInbox } from '@/lib/inbox/work';
import { openPlanDoor } from '@/lib/pricing/change';
import { stripe } from '@/lib/stripe/client';
import { ensureCustomer } from '@/lib/stripe/customer';
import { syncCustomer } from '@/lib/stripe/sync';
import { seedCatalogue } from '../../scripts/seed/catalogue';
import { pay } from '../contract/checkout-steps';
import { visit } from '../contract/portal-page';
import { FROZEN_NOW } from '../rig/frozen-now';
import { aUser, fresh } from './given';

const CARD = { number: '4242 4242 4242 4242', expiry: '08 / 29', cvc: '123', name: 'Ada Lovelace' };

beforeAll(async () => {
  await seedCatalogue({ stripe: stripe(), now: FROZEN_NOW, moveClock: null, created: 0 });
});

/** Presses a plan's button; where it leads. */
async function press(
  user: User,
  plan: PlanKey,
  {
    interval = 'month',
    promo = null,
    quantity = null,
  }: { interval?: Interval; promo?: string | null; quantity?: string | null } = {},
): Promise<string> {
  const door = await openPlanDoor(user, { plan, interval, currency: null, promo, quantity });
  return 'url' in door ? door.url : door.refused;
}

const openSessions = async (user: User) => {
  const customer = await ensureCustomer(user);
  return (await stripe().checkout.sessions.list({ customer, status: 'open' })).data;
};

const live = async (user: User) =>
  (await stripe().subscriptions.list({ customer: await ensureCustomer(user), status: 'active' })).data;

/** What the newest visit of a user did, by what Stripe says now. */
async function outcome(user: User) {
  const rows = await db().select().from(portalIntents).where(eq(portalIntents.userId, user.id));
  const row = rows.at(-1);
  if (!row?.openedAt) throw new Error('No visit was opened.');
  return outcomeOf(row.intent, row.before, await syncCustomer(row.customerId), row.openedAt);
}

test('a first plan begins at Checkout, with the code, and is proven by what Stripe says', async () => {
  const user = await aUser();
  const url = await press(user, 'pro', { promo: 'spring25' });
  const [session] = await openSessions(user);
  expect(session).toMatchObject({ url, amount_subtotal: 4900, amount_total: 3675, currency: 'usd' });
  expect(await outcome(user)).toMatchObject({ kind: 'unchanged', to: null });
  await pay(url, CARD);
  expect(await outcome(user)).toMatchObject({
    about: 'plan',
    kind: 'changed',
    from: null,
    to: { plan: 'pro', interval: 'month', unit: { amount: 4900, currency: 'usd' } },
    invoice: { amountDue: 3675, status: 'paid' },
    newDiscounts: [{ coupon: { percentOff: 25 } }],
  });
});

test('the free plan begins without a card', async () => {
  const user = await aUser();
  const page = await visit(await press(user, 'free'));
  expect(page.postForms.flatMap(({ names }) => names)).not.toContain('number');
});

test('the same choice again leads to the same open session', async () => {
  const user = await aUser();
  const first = await press(user, 'pro');
  expect(await press(user, 'pro')).toBe(first);
  expect(await openSessions(user)).toHaveLength(1);
});

test('another choice ends the session that was open', async () => {
  const user = await aUser();
  const first = await press(user, 'pro');
  const second = await press(user, 'scale');
  expect(second).not.toBe(first);
  expect((await openSessions(user)).map(({ url }) => url)).toEqual([second]);
  expect((await visit(first)).postForms).toEqual([]);
});

test('two tabs at once share one session, whatever each chose last', async () => {
  const user = await aUser();
  const urls = await Promise.all([press(user, 'pro'), press(user, 'pro'), press(user, 'scale')]);
  const open = await openSessions(user);
  expect(open).toHaveLength(1);
  expect(urls).toContain(open[0]?.url);
});

test('once a plan runs, the button leads to the portal, and there is never a second subscription', async () => {
  const user = await aUser();
  await pay(await press(user, 'starter'), CARD);
  expect(await press(user, 'pro')).toContain('/p/session/');
  expect(await press(user, 'starter')).toBe('no-change');
  expect(await live(user)).toHaveLength(1);
  expect(await openSessions(user)).toEqual([]);
});

/** Somebody whose Checkout session stayed open while a plan began elsewhere, and the session's address. */
async function anOpenSessionBesideAPlan() {
  const user = await aUser();
  const old = await press(user, 'pro');
  const [price] = (await stripe().prices.list({ lookup_keys: ['free_month'] })).data;
  const customer = await ensureCustomer(user);
  await stripe().subscriptions.create({ customer, items: [{ price: price?.id ?? '' }] });
  return { user, customer, old };
}

test('a session that stayed open beside a plan begun elsewhere is ended by the next press', async () => {
  const { user, old } = await anOpenSessionBesideAPlan();
  expect(await press(user, 'scale')).toContain('/p/session/');
  expect((await visit(old)).postForms).toEqual([]);
});

test('it is ended, without a press, by the event about that plan', async () => {
  const { customer, old } = await anOpenSessionBesideAPlan();
  const event = {
    id: fresh('evt'),
    type: 'customer.subscription.created',
    livemode: false,
    data: { object: { object: 'subscription', customer } },
  };
  await receiveEvent(event as unknown as Parameters<typeof receiveEvent>[0]); // the rest of an event is never read
  await workOffInbox();
  expect((await visit(old)).postForms).toEqual([]);
});

test('a former customer is billed in the currency they had', async () => {
  const user = await aUser();
  const inEuros = { plan: 'pro', interval: 'month', currency: 'eur', promo: null, quantity: null } as const;
  const door = await openPlanDoor(user, inEuros);
  await pay('url' in door ? door.url : '', CARD);
  const [subscription] = await live(user);
  await stripe().subscriptions.cancel(subscription?.id ?? '');
  await press(user, 'pro');
  expect(await openSessions(user)).toMatchObject([{ currency: 'eur', amount_total: 4500 }]);
});

test('a code for first payments is fixed for a newcomer and left out for somebody who has paid', async () => {
  const user = await aUser();
  await pay(await press(user, 'starter', { promo: 'FIRST50' }), CARD);
  const state = await syncCustomer(await ensureCustomer(user));
  expect(state.invoices).toMatchObject([{ amountDue: 750 }]);
  await stripe().subscriptions.cancel(currentSubscription(state)?.id ?? '');
  await press(user, 'starter', { promo: 'FIRST50' });
  expect(await openSessions(user)).toMatchObject([{ amount_total: 1500, allow_promotion_codes: true }]);
});
