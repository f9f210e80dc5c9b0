import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { portalIntents } from '@/lib/db/schema';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { type AppProcess, startAppProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import type { PlainBrowser, PlainPage } from '../rig/plain-browser';
import { type StripeProxy, startStripeProxy } from '../rig/stripe-proxy';
import { makeCustomer, makeSubscriber, type Subscriber, type SubscriberOptions } from '../rig/subscribers';

let stage: Stage;
let toStripe: StripeProxy;
let app: AppProcess;

beforeAll(async () => {
  stage = await aStage({
    databaseUrl: inject('databaseUrl'),
    stripeUrl: inject('stripeApiBase'),
    now: FROZEN_NOW,
  });
  toStripe = await startStripeProxy(inject('stripeApiBase'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  await stage.deliverTo(`${url}/api/stripe/webhook`); // who is first, the event or the customer, is left to chance
  app = await startAppProcess(port, stage.env(url, { STRIPE_API_BASE: toStripe.url }));
});

afterAll(async () => {
  await app?.stop();
  await toStripe?.stop();
  await stage?.close();
});

type Visitor = Subscriber & Readonly<{ browser: PlainBrowser }>;

async function aVisitor(options?: SubscriberOptions): Promise<Visitor> {
  const subscriber = await makeSubscriber(stage.stripe, stage.database, options);
  return { ...subscriber, browser: await stage.browserOf(await stage.userOf(subscriber.email)) };
}

async function throughDoor({ browser }: Visitor, door: string): Promise<PlainPage> {
  const from = door.startsWith(' to ') ? '/pricing' : '/account';
  const portal = await browser.press(await browser.open(`${app.url}${from}`), door);
  expect(portal.url).toContain('/p/session/');
  return portal;
}

/** The return page of a customer's last visit, whether or not the portal has led there. */
async function openReturn({
  browser,
  customerId,
}: Pick<Visitor, 'browser' | 'customerId'>): Promise<PlainPage> {
  const [intent] = await stage.database
    .select({ id: portalIntents.id })
    .from(portalIntents)
    .where(eq(portalIntents.customerId, customerId))
    .orderBy(desc(portalIntents.createdAt))
    .limit(1);
  return browser.open(`${app.url}/account/return/${intent?.id}`);
}

const CARD = {
  number: '5555555555554444',
  expiry: '08 / 29',
  cvc: '123',
  name: 'Ada Byron',
  country: 'GB',
  postalCode: 'SW1Y 4JH',
};
const ANCHOR_NOW = {
  billing_cycle_anchor: { type: 'now' },
  proration_behavior: 'always_invoice',
  payment_behavior: 'allow_incomplete',
} as const;

const saveCard = ({ browser }: Visitor, portal: PlainPage) => browser.press(portal, 'Save card', CARD);
const confirm = ({ browser }: Visitor, portal: PlainPage) => browser.press(portal, 'Confirm and pay');

async function cancel({ browser }: Visitor, portal: PlainPage): Promise<PlainPage> {
  return browser.press(await browser.press(portal, 'Cancel on'), 'Skip');
}

async function pause({ browser }: Visitor, portal: PlainPage): Promise<PlainPage> {
  return browser.press(portal, 'Pause now', { length: portal.forms[0]?.choices.length?.[0] ?? '' });
}

async function choosePro(visitor: Visitor, portal: PlainPage): Promise<PlainPage> {
  const price = await priceOf('pro_month');
  return confirm(visitor, await visitor.browser.press(portal, 'Continue', { price }));
}

async function pastDue(card = 'pm_card_chargeCustomerFail'): Promise<Visitor> {
  const visitor = await aVisitor({ card });
  await stage.stripe.subscriptions.update(visitor.subscriptionId, ANCHOR_NOW);
  // the page tells what the app knows, and that comes by an event
  await untilAccount(visitor, 'Your last payment failed');
  return visitor;
}

const onStarter = () => aVisitor();
const DOORS: readonly (readonly [
  door: string,
  proof: string,
  work: (visitor: Visitor, portal: PlainPage) => Promise<PlainPage>,
  who: () => Promise<Visitor>,
])[] = [
  ['Replace', 'Your card was replaced', saveCard, onStarter],
  ['Update payment method', 'Your card was replaced', saveCard, () => pastDue()],
  [
    'Edit',
    'Your billing information changed',
    ({ browser }, portal) => browser.press(portal, 'Save', { name: 'Ada King' }),
    onStarter,
  ],
  ['Cancel plan', 'Starter ends on 1 December 2026', cancel, onStarter],
  ['Pause plan', 'Starter is paused', pause, onStarter],
  ['Change plan there', 'You are on Pro', choosePro, onStarter],
  [' to Pro', 'You are on Pro', confirm, onStarter],
  [
    ' to Starter',
    'Starter starts on 1 December 2026',
    ({ browser }, portal) => browser.press(portal, 'Schedule change'),
    () => aVisitor({ plan: 'pro' }),
  ],
];

test.each(DOORS)(
  '"%s": nothing changed before it is done, then "%s", and the same again',
  async (door, proof, work, who = () => aVisitor()) => {
    const visitor = await who();
    const portal = await throughDoor(visitor, door);
    expect((await openReturn(visitor)).text).toContain('Nothing changed');
    const told = await work(visitor, portal);
    expect(new URL(told.url).pathname).toMatch(/^\/account\/return\//);
    expect(told.text).toContain(proof);
    expect((await visitor.browser.open(told.url)).text).toBe(told.text);
  },
);

test('"Open the billing portal" promises nothing, so its return tells nothing', async () => {
  const visitor = await aVisitor();
  await throughDoor(visitor, 'Open the billing portal');
  expect((await openReturn(visitor)).text).toContain('Welcome back');
});

test('a change whose payment was declined is told as that, until another card pays it', async () => {
  const visitor = await aVisitor({ card: 'pm_card_chargeCustomerFail' });
  const portal = await throughDoor(visitor, ' to Pro');
  expect((await confirm(visitor, portal)).text).toContain('Your card was declined');
  const failed = await openReturn(visitor);
  expect(failed.text).toContain('The payment did not go through');
  expect(failed.text).toContain('Not paid $17.00');
  const { id } = await stage.stripe.paymentMethods.attach('pm_card_visa', { customer: visitor.customerId });
  await stage.stripe.customers.update(visitor.customerId, {
    invoice_settings: { default_payment_method: id },
  });
  expect((await confirm(visitor, await visitor.browser.open(portal.url))).text).toContain('You are on Pro');
});

test('a change that the bank is asked about is told as done only once the bank has said yes', async () => {
  const visitor = await aVisitor({ card: 'pm_card_authenticationRequired' });
  const asked = await confirm(visitor, await throughDoor(visitor, ' to Pro'));
  expect(asked.text).toContain('Your bank wants to confirm this payment');
  expect((await openReturn(visitor)).text).toContain('You are on Starter. Nothing was charged.');
  const told = await visitor.browser.press(asked, 'Complete authentication');
  expect(told.text).toContain('You are on Pro');
});

/** Somebody who has opened the portal at Pro when the same change is made for them, and their bank wants to see them. */
async function waitingForPro(): Promise<Visitor> {
  const visitor = await aVisitor({ card: 'pm_card_authenticationRequired' });
  await throughDoor(visitor, ' to Pro');
  await stage.stripe.subscriptions.update(visitor.subscriptionId, {
    items: [{ id: visitor.itemId, price: await priceOf('pro_month') }],
    payment_behavior: 'pending_if_incomplete',
    proration_behavior: 'always_invoice',
  });
  return visitor;
}

async function priceOf(key: string): Promise<string> {
  const [price] = (await stage.stripe.prices.list({ lookup_keys: [key] })).data;
  return price?.id ?? '';
}

/** Until the account page, which is told by events alone, has such words. */
const untilAccount = ({ browser }: { browser: PlainBrowser }, words: string) =>
  vi.waitFor(async () => expect((await browser.open(`${app.url}/account`)).text).toContain(words), 60_000);

test('a change that waits for the bank is pending, here and on the account page, until the bank has said yes', async () => {
  const visitor = await waitingForPro();
  const pending = await openReturn(visitor);
  expect(pending.text).toContain('Pro waits for its payment');
  // 16 November 2026, 00:00 UTC, and 23 hours
  expect(pending.text).toContain('by 16 November 2026 at 23:00 UTC, you stay on Starter');
  expect(pending.text).toContain('To pay $17.00');
  await untilAccount(visitor, 'Pro waits for its payment');
  const invoice = await visitor.browser.follow(pending, 'Open the invoice');
  const bank = await visitor.browser.follow(invoice, 'Your bank wants to confirm this payment');
  await visitor.browser.press(bank, 'Complete authentication');
  const told = await visitor.browser.open(pending.url);
  expect(told.text).toContain('You are on Pro');
  expect(told.text).toContain('Charged today $17.00');
  await untilAccount(visitor, 'Pro $49.00 per month');
});

test('an overdue payment that the bank asks about is confirmed on its invoice', async () => {
  const visitor = await pastDue('pm_card_authenticationRequired');
  const { browser } = visitor;
  const refused = await browser.press(await browser.open(`${app.url}/account`), 'Pay ');
  expect(refused.text).toContain('Your bank wants to confirm the payment');
  const bank = await browser.follow(
    await browser.follow(refused, '16 November 2026'),
    'Your bank wants to confirm',
  );
  await browser.press(bank, 'Complete authentication');
  await untilAccount(visitor, 'Renews on 16 December 2026');
});

test('a change that is made before its invoice is paid tells the plan, and the charge once there is one', async () => {
  const visitor = await aVisitor();
  await throughDoor(visitor, ' to Pro');
  const { latest_invoice } = await stage.stripe.subscriptions.update(visitor.subscriptionId, {
    items: [{ id: visitor.itemId, price: await priceOf('pro_month') }],
    collection_method: 'send_invoice',
    days_until_due: 30,
    proration_behavior: 'always_invoice',
  });
  const pending = await openReturn(visitor);
  expect(pending.text).toContain('You are on Pro Its invoice is not paid yet.');
  expect(pending.text).not.toContain('Charged');
  await stage.stripe.invoices.pay(String(latest_invoice), { paid_out_of_band: true });
  expect((await visitor.browser.open(pending.url)).text).toContain('Charged today $17.00');
});

test('a first plan whose payment the bank asks about is pending until it is paid on its invoice', async () => {
  const person = await makeCustomer(stage.stripe, stage.database, { card: 'pm_card_authenticationRequired' });
  const visitor = { ...person, browser: await stage.browserOf(await stage.userOf(person.email)) };
  const { browser, customerId: customer } = visitor;
  await browser.press(await browser.open(`${app.url}/pricing`), 'Start with Pro');
  await stage.stripe.subscriptions.create({ customer, items: [{ price: await priceOf('pro_month') }] });
  const pending = await openReturn(visitor);
  expect(pending.text).toContain('Pro waits for its payment');
  expect(pending.text).toContain('no plan starts and nothing is charged');
  await untilAccount(visitor, 'Waiting for the first payment');
  await browser.press(await browser.follow(pending, 'Open the invoice'), 'Pay $49.00', CARD);
  expect((await browser.open(pending.url)).text).toContain('You are on Pro');
});

test('while Stripe is down a return says that it will follow, and then it does', async () => {
  const visitor = await aVisitor();
  const portal = await throughDoor(visitor, ' to Pro');
  toStripe.disturb({ before: () => 'cut' });
  const down = await confirm(visitor, portal);
  expect(down.status).toBe(200);
  expect(down.text).toContain('does not answer');
  toStripe.disturb({});
  expect((await visitor.browser.open(down.url)).text).toContain('You are on Pro');
});

// the last one: Stripe's clock goes on for everybody here
test('a change that nobody pays for is given up after 23 hours, and the page tells it days later as well', async () => {
  const visitor = await waitingForPro();
  const pending = await openReturn(visitor);
  expect(pending.text).toContain('Pro waits for its payment');
  // older than any visit to the portal is open
  await stage.database
    .update(portalIntents)
    .set({ openedAt: FROZEN_NOW - 2 * 86_400 })
    .where(eq(portalIntents.customerId, visitor.customerId));
  await stage.local('clock', { now: String(FROZEN_NOW + 23 * 3600) });
  const told = await visitor.browser.open(pending.url);
  expect(told.text).toContain('The payment did not go through You are on Starter as before.');
  expect(told.text).toContain('Not paid $17.00');
  await vi.waitFor(async () => {
    const { text } = await visitor.browser.open(`${app.url}/account`);
    expect(text).toContain('Starter $15.00 per month');
    expect(text).not.toContain('waits for its payment');
  }, 60_000);
});
