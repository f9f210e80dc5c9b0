import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { PlanKey } from '@/lib/billing/catalogue';
import { inbox, portalIntents } from '@/lib/db/schema';
import { PlainBrowser, type PlainPage } from '../rig/plain-browser';
import { aRunningApp, type RunningApp } from '../rig/running-app';
import { makeSubscriber, type Subscriber, type SubscriberOptions } from '../rig/subscribers';

const NOVEMBER_20 = 1795132800;

let running: RunningApp;
let stage: RunningApp['stage'];
let app: RunningApp['app'];

beforeAll(async () => {
  running = await aRunningApp(inject('databaseUrl'), inject('stripeApiBase')); // these tests deliver by hand
  ({ stage, app } = running);
});

afterAll(() => running?.stop());

type Visitor = Subscriber & Readonly<{ browser: PlainBrowser }>;

async function aVisitor(options?: SubscriberOptions): Promise<Visitor> {
  const subscriber = await makeSubscriber(stage.stripe, stage.database, options);
  return { ...subscriber, browser: await stage.browserOf(await stage.userOf(subscriber.email)) };
}

const pageOf = ({ browser }: Visitor, path = '/account') => browser.open(`${app.url}${path}`);

/** Everything at Stripe and in the app that somebody else must not move. */
async function belongingsOf({ customerId, subscriptionId }: Visitor) {
  const { stripe, database } = stage;
  const [customer, subscription, invoices] = await Promise.all([
    stripe.customers.retrieve(customerId),
    stripe.subscriptions.retrieve(subscriptionId),
    stripe.invoices.list({ customer: customerId }),
  ]);
  const intents = await database.$count(portalIntents, eq(portalIntents.customerId, customerId));
  return { customer, subscription, invoices: invoices.data, intents };
}

const ANCHOR_NOW = {
  billing_cycle_anchor: { type: 'now' },
  proration_behavior: 'always_invoice',
  payment_behavior: 'allow_incomplete',
} as const;

/** Each button with somebody who has it on their page. */
const ACTIONS: readonly (readonly [button: string, path: string, owner: () => Promise<Visitor>])[] = [
  ...['Open the billing portal', 'Replace', 'Edit', 'Cancel plan', 'Pause plan', 'Change plan there'].map(
    (button) => [button, '/account', () => aVisitor({ plan: 'pro' })] as const,
  ),
  ['Keep Starter', '/account', () => aVisitor({ terms: { cancel_at: NOVEMBER_20 } })],
  ['Keep Pro instead', '/account', () => withSchedule()],
  ['Pay $7.50 now', '/account', () => pastDue()],
  ['Update payment method', '/account', () => pastDue()],
  [' to Scale', '/pricing', () => aVisitor({ plan: 'pro' })],
];

async function withSchedule(): Promise<Visitor> {
  const visitor = await aVisitor({ plan: 'pro' });
  const portal = await visitor.browser.press(await pageOf(visitor, '/pricing'), ' to Starter');
  await visitor.browser.press(portal, 'Schedule change');
  return visitor;
}

async function pastDue(plan: PlanKey = 'starter'): Promise<Visitor> {
  const visitor = await aVisitor({ plan, card: 'pm_card_chargeCustomerFail' });
  await stage.stripe.subscriptions.update(visitor.subscriptionId, ANCHOR_NOW);
  return visitor;
}

test.each(ACTIONS)('"%s" does for a stranger nothing but ask who they are', async (button, path, owner) => {
  const ada = await owner();
  const page = await pageOf(ada, path);
  const [before, { id: userId }] = [await belongingsOf(ada), await stage.userOf(ada.email)];
  for (const cookie of [null, 'next-auth.session-token=made-up', `next-auth.session-token=${userId}`]) {
    const landed = await new PlainBrowser(cookie).press(page, button);
    expect(new URL(landed.url).pathname).toBe('/sign-in');
  }
  expect(await belongingsOf(ada)).toEqual(before);
});

const MALFORMED = ['', '0', '../../admin', "' or '1'='1", '{"$ne":null}', 'sub_\u{1F4A5}', 'x'.repeat(5_000)];

test.each(ACTIONS)(
  '"%s" with another customer’s ids, and with ids that are none, moves nothing of theirs',
  async (button, path, owner) => {
    const [ada, eve] = [await owner(), await aVisitor({ plan: 'free' })];
    const page = await pageOf(ada, path);
    const before = await belongingsOf(ada);
    const ids = {
      subscription: ada.subscriptionId,
      customer: ada.customerId,
      item: ada.itemId,
      user: ada.email,
    };
    const attempts = [
      ids,
      ...MALFORMED.slice(-3).map((id) => Object.fromEntries(Object.keys(ids).map((name) => [name, id]))),
    ];
    for (const fields of attempts) {
      const landed = await eve.browser.press(page, button, fields);
      expect(landed.status).toBe(200);
      expect(landed.text).not.toContain(ada.email);
    }
    expect(await belongingsOf(ada)).toEqual(before);
  },
);

test('a button that names an amount charges no other: not on an old page, nor on one of somebody else', async () => {
  const [ada, eve] = [await pastDue(), await pastDue('pro')];
  const [page, before] = [await pageOf(ada), await belongingsOf(eve)];
  for (const seen of ['$7.50', '', '$0.00']) {
    const landed = await eve.browser.press(page, 'Pay $7.50 now', { seen });
    expect(landed.text).toContain('The amount to pay has changed Nothing was charged.');
    expect(landed.text).toContain('Pay $24.50 now');
  }
  expect(await belongingsOf(eve)).toEqual(before);
});

test('a choice of a plan, interval or currency that is none leads back to the plans', async () => {
  const eve = await aVisitor();
  const page = await pageOf(eve, '/pricing');
  for (const value of MALFORMED) {
    const landed = await eve.browser.press(page, ' to Pro', {
      plan: value,
      interval: value,
      currency: value,
    });
    expect([landed.status, new URL(landed.url).pathname]).toEqual([200, '/pricing']);
  }
  expect(await stage.database.$count(portalIntents, eq(portalIntents.customerId, eve.customerId))).toBe(0);
});

/** Ada's proof of a change, as the address of its page. */
async function aProof(ada: Visitor): Promise<PlainPage> {
  const portal = await ada.browser.press(await pageOf(ada, '/pricing'), ' to Pro');
  return ada.browser.press(portal, 'Confirm and pay');
}

test('a return is nobody else’s, and a made-up or malformed one is nobody’s', async () => {
  const [ada, eve] = [await aVisitor(), await aVisitor()];
  const proof = await aProof(ada);
  expect(proof.text).toContain('You are on Pro');
  const id = proof.url.split('/').at(-1) ?? '';
  const others = [
    id,
    `${id.slice(0, -1)}_`,
    id.toLowerCase(),
    `${id}%0A`,
    `${id}%20`,
    `${id};a=b`,
    `.%2F${id}`,
    `%252e%252e%252f${id}`,
    encodeURIComponent([...id].map((letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)).join('')), // full width
    `${id},${id}`,
    '%5B%22%24ne%22%5D',
    'made-up',
    '%00',
    '%F0%9F%92%A5',
    '..%2F..',
    "'%20or%201=1",
    'x'.repeat(3_000),
  ];
  for (const other of others) {
    const page = await eve.browser.open(`${app.url}/account/return/${other}`);
    expect([other.slice(0, 30), page.status]).toEqual([other.slice(0, 30), 404]);
    expect(page.text).not.toContain('You are on Pro');
  }
  // as Next's own navigation asks for it
  for (const prefetch of ['0', '1']) {
    const headers = { rsc: '1', 'next-router-prefetch': prefetch };
    const answer = await eve.browser.send(proof.url, { headers });
    expect(await answer.text()).not.toContain('You are on Pro');
  }
  const stranger = await new PlainBrowser(null).open(proof.url);
  expect(new URL(stranger.url).pathname).toBe('/sign-in');
});

const AN_EVENT = { id: 'evt_1', object: 'event', type: 'customer.updated', livemode: false };
const DATA = { data: { object: { object: 'customer', id: 'cus_1' } } };

test.each([
  ['that is not JSON', 'not json', 400, 'it is not JSON'],
  ['that is empty', ' ', 400, 'it is not JSON'],
  ['that is a list', '[]', 400, 'not a JSON object'],
  ['that is null', 'null', 400, 'not a JSON object'],
  ['without an id', JSON.stringify({ ...AN_EVENT, ...DATA, id: undefined }), 400, '"id" is missing'],
  ['without a type', JSON.stringify({ ...AN_EVENT, ...DATA, type: 7 }), 400, '"type" is missing'],
  ['without a mode', JSON.stringify({ ...AN_EVENT, ...DATA, livemode: null }), 400, '"livemode" is missing'],
  ['without data', JSON.stringify(AN_EVENT), 400, '"data.object" is missing'],
  ['without an object', JSON.stringify({ ...AN_EVENT, data: {} }), 400, '"data.object" is missing'],
  ['that is thin', JSON.stringify({ ...AN_EVENT, object: 'v2.core.event' }), 400, '"data.object" is missing'],
  ['of live mode', JSON.stringify({ ...AN_EVENT, ...DATA, livemode: true }), 200, '"received":true'],
])('a signed delivery %s is answered and leaves nothing', async (_what, payload, status, words) => {
  const signature = stage.stripe.webhooks.generateTestHeaderString({ payload, secret: stage.webhookSecret });
  const answer = await fetch(`${app.url}/api/stripe/webhook`, {
    method: 'POST',
    headers: { 'stripe-signature': signature },
    body: payload,
  });
  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(words);
  expect(await stage.database.$count(inbox)).toBe(0);
});
