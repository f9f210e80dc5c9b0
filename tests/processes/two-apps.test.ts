import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { customers, inbox, portalIntents, subscriptions } from '@/lib/db/schema';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { replaceCard } from '../factories';
import { type AppProcess, startAppProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import type { PlainBrowser, PlainPage } from '../rig/plain-browser';
import { makeSubscriber, type SubscriberOptions } from '../rig/subscribers';

let stage: Stage;
let apps: readonly [AppProcess, AppProcess];

beforeAll(async () => {
  stage = await aStage({
    databaseUrl: inject('databaseUrl'),
    stripeUrl: inject('stripeApiBase'),
    now: FROZEN_NOW,
  });
  await stage.deliverTo('http://127.0.0.1:1/nobody-listens'); // these tests deliver by hand
  const ports = [await freePort(), await freePort()] as const;
  const env = stage.env(`http://localhost:${ports[0]}`);
  apps = await Promise.all([startAppProcess(ports[0], env), startAppProcess(ports[1], env)]);
});

afterAll(async () => {
  await Promise.all((apps ?? []).map((app) => app.stop()));
  await stage?.close();
});

/** The page with its forms going to the other process, as behind one address they may. */
function servedBy(app: AppProcess, page: PlainPage): PlainPage {
  const { host } = new URL(app.url);
  const forms = page.forms.map((form) => {
    const action = new URL(form.action);
    action.host = host;
    return { ...form, action: action.href };
  });
  return { ...page, forms };
}

async function aVisitor(options?: SubscriberOptions) {
  const subscriber = await makeSubscriber(stage.stripe, stage.database, options);
  const browser = await stage.browserOf(await stage.userOf(subscriber.email));
  return { ...subscriber, browser };
}

/** Presses the same button at both at once. */
const pressAtBoth = (browser: PlainBrowser, page: PlainPage, button: string) =>
  Promise.all(apps.map((app) => browser.press(servedBy(app, page), button)));

const intentsOf = (customerId: string) =>
  stage.database.select().from(portalIntents).where(eq(portalIntents.customerId, customerId));

test('a newcomer whose presses land on both becomes one customer, with a link for each press', async () => {
  const newcomer = await stage.aUser();
  const browser = await stage.browserOf(newcomer);
  const page = await (await aVisitor()).browser.open(`${apps[0].url}/account`);
  const pages = await pressAtBoth(browser, page, 'Open the billing portal');
  expect(new Set(pages.map(({ url }) => url)).size).toBe(2);
  for (const { url } of pages) expect(url).toContain('/p/session/');
  const { data } = await stage.stripe.customers.list({ email: newcomer.email });
  expect(data).toHaveLength(1);
  const intents = await intentsOf(data[0]?.id ?? '');
  expect(intents).toHaveLength(2);
  expect(intents.every(({ openedAt }) => openedAt !== null)).toBe(true);
});

test('a return that is loaded at both at once gets one answer, which stays', async () => {
  const { browser, customerId, subscriptionId } = await aVisitor();
  const portal = await browser.press(await browser.open(`${apps[0].url}/pricing`), ' to Pro');
  const proof = (await browser.pressOnly(portal, 'Confirm and pay')).headers.get('location') ?? '';
  const path = new URL(proof).pathname;
  const pages = await Promise.all([...apps, ...apps].map((app) => browser.open(`${app.url}${path}`)));
  for (const page of pages) expect(page.text).toContain('You are on Pro');
  expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
  expect(await intentsOf(customerId)).toMatchObject([{ outcome: { outcome: { kind: 'changed' } } }]);
  expect((await stage.stripe.invoices.list({ subscription: subscriptionId })).data).toHaveLength(2);
});

test('an event that arrives at both at once is kept once and worked off', async () => {
  const { customerId } = await aVisitor();
  const card = await replaceCard(stage.stripe, customerId, 'pm_card_mastercard');
  const event = {
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'customer.updated',
    livemode: false,
    data: { object: { object: 'customer', id: customerId } },
  };
  const payload = JSON.stringify(event);
  const signature = stage.stripe.webhooks.generateTestHeaderString({ payload, secret: stage.webhookSecret });
  const answers = await Promise.all(
    [...apps, ...apps].map(({ url }) =>
      fetch(`${url}/api/stripe/webhook`, {
        method: 'POST',
        headers: { 'stripe-signature': signature },
        body: payload,
      }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  await vi.waitFor(async () => {
    const rows = await stage.database.select().from(inbox).where(eq(inbox.id, event.id));
    expect(rows).toMatchObject([{ status: 'done', attempts: 0 }]);
  }, 60_000);
  const [row] = await stage.database
    .select()
    .from(customers)
    .where(eq(customers.stripeCustomerId, customerId));
  expect(row?.paymentMethod?.id).toBe(card);
});

test('an open invoice that is paid at both at once is charged once', async () => {
  const { browser, customerId, subscriptionId } = await aVisitor({ card: 'pm_card_chargeCustomerFail' });
  await stage.stripe.subscriptions.update(subscriptionId, {
    billing_cycle_anchor: { type: 'now' },
    proration_behavior: 'always_invoice',
    payment_behavior: 'allow_incomplete',
  });
  await replaceCard(stage.stripe, customerId, 'pm_card_visa');
  const page = await browser.open(`${apps[0].url}/account`);
  await pressAtBoth(browser, page, 'Pay $7.50 now');
  for (const { url } of apps)
    expect((await browser.open(`${url}/account`)).text).not.toContain('Your last payment failed');
  const { data } = await stage.stripe.paymentIntents.list({ customer: customerId });
  expect(data.filter(({ status, amount }) => status === 'succeeded' && amount === 750)).toHaveLength(1);
});

test('of two tabs with different wishes the one that was not confirmed is told to be superseded', async () => {
  const { browser, customerId } = await aVisitor();
  const [pro, scale] = await Promise.all([
    browser.press(await browser.open(`${apps[0].url}/pricing`), ' to Pro'),
    browser.press(servedBy(apps[1], await browser.open(`${apps[0].url}/pricing`)), ' to Scale'),
  ]);
  expect((await browser.press(scale, 'Confirm and pay')).text).toContain('You are on Scale');
  const toPro = (await intentsOf(customerId)).find(({ outcome }) => outcome === null);
  const left = `${apps[1].url}/account/return/${toPro?.id}`;
  const superseded = await browser.open(left);
  expect(superseded.text).toContain('Your plan was changed elsewhere');
  expect(superseded.text).toContain('You are on Scale now');
  // and confirmed after all it is what it says
  await browser.press(await browser.open(pro.url), 'Schedule change');
  expect((await browser.open(left)).text).toContain('Pro starts on');
  expect(
    await stage.database.select().from(subscriptions).where(eq(subscriptions.customerId, customerId)),
  ).toMatchObject([{ plan: 'scale', upcoming: { plan: 'pro' } }]);
});
