import { eq } from 'drizzle-orm';
import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { customers, inbox, portalIntents, subscriptions } from '@/lib/db/schema';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { replaceCard } from '../factories';
import { type AppProcess, startAppProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import type { PlainBrowser } from '../rig/plain-browser';
import { type PostgresProxy, startPostgresProxy } from '../rig/postgres-proxy';
import { type StripeProxy, startStripeProxy } from '../rig/stripe-proxy';
import { makeSubscriber, type Subscriber, type SubscriberOptions } from '../rig/subscribers';

let stage: Stage;
let toPostgres: PostgresProxy;
let toStripe: StripeProxy;
let start: () => Promise<AppProcess>;
let app: AppProcess;

beforeAll(async () => {
  stage = await aStage({
    databaseUrl: inject('databaseUrl'),
    stripeUrl: inject('stripeApiBase'),
    now: FROZEN_NOW,
  });
  toPostgres = await startPostgresProxy(stage.databaseUrl);
  toStripe = await startStripeProxy(inject('stripeApiBase'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  await stage.deliverTo(`${url}/api/stripe/webhook`);
  await stage.local(
    'deliveries',
    Array.from({ length: 20 }, () => ['retry_after[]', '200']),
  );
  start = () =>
    startAppProcess(port, stage.env(url, { DATABASE_URL: toPostgres.url, STRIPE_API_BASE: toStripe.url }));
  app = await start();
});

afterAll(async () => {
  await app?.stop();
  await toStripe?.stop();
  await toPostgres?.stop();
  await stage?.close();
});

/** A step after which the process can end; settles when it is reached. */
type Step = () => Promise<unknown>;

const statement =
  (text: string, when: 'before' | 'after'): Step =>
  () =>
    toPostgres.catchStatement(text, when);

const request =
  (method: string, path: RegExp, when: 'before' | 'after'): Step =>
  () =>
    new Promise((reached) => {
      const hold = (passing: { method: string; path: string }) => {
        if (passing.method !== method || !path.test(passing.path)) return undefined;
        reached(undefined);
        return new Promise<'cut'>(() => {}); // for ever: the process ends meanwhile
      };
      toStripe.disturb({ [when]: hold });
    });

/** Lets `work` begin, ends the app with kill -9 once `step` is reached, and starts it again. */
async function killedAt(step: Step, work: () => Promise<unknown>): Promise<void> {
  const reached = step();
  const worked = work().catch(() => 'its answer never came');
  await reached;
  await app.kill();
  toStripe.disturb({});
  await worked;
  app = await start();
}

type Visitor = Subscriber & Readonly<{ browser: PlainBrowser; userId: string }>;

async function aVisitor(options?: SubscriberOptions): Promise<Visitor> {
  const subscriber = await makeSubscriber(stage.stripe, stage.database, options);
  const user = await stage.userOf(subscriber.email);
  return { ...subscriber, userId: user.id, browser: await stage.browserOf(user) };
}

const untilNothingWaits = () =>
  vi.waitFor(async () => {
    expect(await stage.database.$count(inbox, eq(inbox.status, 'pending'))).toBe(0);
    expect(await stage.database.$count(inbox, eq(inbox.status, 'dead'))).toBe(0);
  }, 60_000);

test.each<[string, Step]>([
  ['an event is stored and before it is answered', statement('insert into "inbox"', 'after')],
  ['it is answered and before it is claimed', statement('for update skip locked', 'before')],
  ['it is claimed and before Stripe is read', request('GET', /^\/v1\/customers\/cus_/, 'before')],
  ['Stripe is read and before that is written', statement('update "customers"', 'before')],
  ['that is written and before the event is marked done', statement('update "inbox"', 'before')],
])('a process that ends after %s leaves the work to the next', async (_step, step) => {
  const { customerId } = await aVisitor();
  await untilNothingWaits();
  let card = '';
  await killedAt(step, async () => {
    card = await replaceCard(stage.stripe, customerId, 'pm_card_mastercard');
  });
  await vi.waitFor(async () => {
    const [row] = await stage.database
      .select()
      .from(customers)
      .where(eq(customers.stripeCustomerId, customerId));
    expect(row?.paymentMethod?.id).toBe(card);
  }, 60_000);
  await untilNothingWaits();
  // the newest: those of the visitor's making came before they were anybody's
  const delivered = await stage.stripe.events.list({ type: 'customer.updated', limit: 1 });
  // another event of the same act may have shown the card before this one was delivered again
  for (const { id } of delivered.data)
    await vi.waitFor(async () => {
      const rows = await stage.database.select().from(inbox).where(eq(inbox.id, id));
      expect(rows).toMatchObject([{ status: 'done' }]);
    }, 60_000);
});

test('a customer that is made at Stripe and not yet stored is not made again', async () => {
  const { browser } = await aVisitor();
  const newcomer = await stage.aUser();
  const own = await stage.browserOf(newcomer);
  const page = await browser.open(`${app.url}/account`); // a newcomer’s page has no such button; the action is everybody’s
  const press = () => own.press(page, 'Open the billing portal');
  await killedAt(request('POST', /^\/v1\/customers$/, 'after'), press);
  expect((await press()).url).toContain('/p/session/');
  const { data } = await stage.stripe.customers.list({ email: newcomer.email });
  expect(data).toHaveLength(1);
  expect(
    await stage.database.select().from(customers).where(eq(customers.userId, newcomer.id)),
  ).toMatchObject([{ stripeCustomerId: data[0]?.id }]);
});

const chooseProOf = async ({ browser }: Visitor) =>
  browser.press(await browser.open(`${app.url}/pricing`), ' to Pro');
const proofOf = async (visitor: Visitor) =>
  visitor.browser.press(await chooseProOf(visitor), 'Confirm and pay');
const invoicesOf = async ({ subscriptionId }: Visitor): Promise<Stripe.Invoice[]> =>
  (await stage.stripe.invoices.list({ subscription: subscriptionId })).data;

async function expectOnProOnce(visitor: Visitor): Promise<void> {
  const invoices = await invoicesOf(visitor);
  expect(invoices.map(({ billing_reason, status }) => [billing_reason, status])).toEqual([
    ['subscription_update', 'paid'],
    ['subscription_create', 'paid'],
  ]);
  expect(
    await stage.database.select().from(subscriptions).where(eq(subscriptions.customerId, visitor.customerId)),
  ).toMatchObject([{ id: visitor.subscriptionId, plan: 'pro', status: 'active' }]);
}

test.each<[string, Step]>([
  [
    'the intent is stored and before the portal is opened',
    statement('insert into "portal_intents"', 'after'),
  ],
  ['the portal is opened and before the app hears of it', request('POST', /portal\/sessions$/, 'after')],
  ['the portal is opened and before that is stored', statement('update "portal_intents"', 'before')],
])('a process that ends after %s costs another press and no more', async (_step, step) => {
  const visitor = await aVisitor();
  await killedAt(step, () => chooseProOf(visitor));
  expect((await proofOf(visitor)).text).toContain('You are on Pro');
  await expectOnProOnce(visitor);
  const intents = await stage.database
    .select()
    .from(portalIntents)
    .where(eq(portalIntents.customerId, visitor.customerId));
  expect(intents.filter(({ outcome }) => outcome !== null)).toHaveLength(1);
  for (const { id } of intents.filter(({ openedAt }) => openedAt === null))
    expect((await visitor.browser.open(`${app.url}/account/return/${id}`)).status).toBe(404);
});

test('a process that ends after an outcome is computed and before it is stored computes it again', async () => {
  const visitor = await aVisitor();
  const portal = await chooseProOf(visitor);
  let proof = '';
  await killedAt(statement('update "portal_intents"', 'before'), async () => {
    proof = (await visitor.browser.pressOnly(portal, 'Confirm and pay')).headers.get('location') ?? '';
    await visitor.browser.open(proof);
  });
  for (const _load of [1, 2]) {
    const page = await visitor.browser.open(proof);
    expect(page.text).toContain('You are on Pro');
    expect(page.text).toContain('Starter, $15.00 per month');
  }
  await expectOnProOnce(visitor);
});

test('a process that ends after an invoice is paid and before it hears of it charges nothing more', async () => {
  const visitor = await aVisitor({ card: 'pm_card_chargeCustomerFail' });
  const { customerId, subscriptionId, browser } = visitor;
  await stage.stripe.subscriptions.update(subscriptionId, {
    billing_cycle_anchor: { type: 'now' },
    proration_behavior: 'always_invoice',
    payment_behavior: 'allow_incomplete',
  });
  await replaceCard(stage.stripe, customerId, 'pm_card_visa');
  // the page tells what the app knows, and that comes by an event
  const page = await vi.waitFor(async () => {
    const account = await browser.open(`${app.url}/account`);
    expect(account.text).toContain('Your last payment failed');
    return account;
  }, 60_000);
  await killedAt(request('POST', /^\/v1\/invoices\/in_[^/]+\/pay$/, 'after'), () =>
    browser.press(page, 'Pay $7.50 now'),
  );
  const again = await browser.press(page, 'Pay $7.50 now');
  expect(again.text).not.toContain('Your last payment failed');
  const paid = (await invoicesOf(visitor)).filter(({ amount_paid }) => amount_paid === 750);
  expect(paid).toHaveLength(1);
  const { data } = await stage.stripe.paymentIntents.list({ customer: customerId });
  expect(data.filter(({ status, amount }) => status === 'succeeded' && amount === 750)).toHaveLength(1);
});
