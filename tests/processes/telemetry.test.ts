import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { inbox } from '@/lib/db/schema';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { startProductionProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import { type OtlpReceiver, type Span, startOtlpReceiver } from '../rig/otlp-receiver';
import { makeSubscriber, type Subscriber } from '../rig/subscribers';

let stage: Stage;
let receiver: OtlpReceiver;
let folder: string;
let subscriber: Subscriber;
let portalUrl: string;
/** What the app printed, with every module that Node loaded for it. */
let printed: { traced: string; untraced: string };

/** A customer presses a plan button, and an event about the customer is worked off. */
async function pressAndNudge(name: string, changes: Readonly<Record<string, string>>): Promise<string> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  await stage.deliverTo(`http://127.0.0.1:${port}/api/stripe/webhook`);
  const { SIDEDOOR_DEMO: _, SIDEDOOR_NOW: __, ...settings } = stage.env(url);
  const file = join(folder, name);
  const app = await startProductionProcess(port, { ...settings, NODE_DEBUG: 'module', ...changes }, file);
  try {
    subscriber = await makeSubscriber(stage.stripe, stage.database);
    const browser = await stage.browserOf(await stage.userOf(subscriber.email));
    await browser.open(`${url}/sign-in/confirm?token=never-told&words=of-a-person`);
    const page = await browser.open(`${url}/pricing`);
    portalUrl = (await browser.pressOnly(page, ' to Pro')).headers.get('location') ?? '';
    expect(portalUrl).toContain('/p/session/');
    await stage.stripe.customers.update(subscriber.customerId, { name: 'Told Nobody' });
    const statuses = async () => (await stage.database.select().from(inbox)).map(({ status }) => status);
    await vi.waitUntil(
      async () => {
        const now = await statuses();
        return now.every((status) => status !== 'pending') && now.includes('done');
      },
      { timeout: 60_000, interval: 50 },
    );
  } finally {
    await app.stop(); // sends what it has not yet sent
  }
  return readFileSync(file, 'utf8');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telemetry-'));
  receiver = await startOtlpReceiver();
  stage = await aStage({
    databaseUrl: inject('databaseUrl'),
    stripeUrl: inject('stripeApiBase'),
    now: FROZEN_NOW,
  });
  const untraced = await pressAndNudge('untraced', {});
  expect(receiver.raw()).toBe('');
  await stage.database.delete(inbox);
  const givenUp = { id: 'evt_given_up', type: 'customer.updated', livemode: false, status: 'dead' } as const;
  await stage.database.insert(inbox).values(givenUp);
  const traced = await pressAndNudge('traced', { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  printed = { traced, untraced };
}, 240_000);

afterAll(async () => {
  await receiver?.stop();
  await stage?.close();
  await rm(folder, { recursive: true, force: true });
});

function isBeneath(span: Span, top: Span): boolean {
  const parent = receiver.spans().find(({ id }) => id === span.parent);
  return parent !== undefined && (parent.id === top.id || isBeneath(parent, top));
}

test('a press of a plan button is one trace: the page’s action, the act, and beneath it the calls of Stripe', () => {
  const spans = receiver.spans();
  const [act, ...others] = spans.filter(({ name }) => name === 'billing.act');
  expect(others).toEqual([]);
  expect(act?.facts).toMatchObject({ 'sidedoor.act': 'change_plan', 'sidedoor.outcome': 'opened' });
  const page = spans.find(({ name, trace }) => name === 'POST /pricing' && trace === act?.trace);
  expect(act && page && isBeneath(act, page)).toBe(true);
  const calls = spans.filter((span) => span.name === 'stripe.call' && act && isBeneath(span, act));
  const portal = calls.find(({ facts }) => facts['stripe.path'] === '/v1/billing_portal/sessions');
  expect(portal?.facts).toMatchObject({
    'http.request.method': 'POST',
    'http.response.status_code': 200,
    'stripe.request_id': expect.stringMatching(/^req_/),
    'sidedoor.request': act?.facts['sidedoor.request'],
  });
});

test('work of the inbox is a trace of its own', () => {
  const works = receiver.spans().filter(({ name }) => name === 'inbox.work');
  expect(works.length).toBeGreaterThan(0);
  for (const work of works) {
    expect(work.parent).toBeNull();
    expect(work.facts).toMatchObject({ 'sidedoor.attempts': 1, 'sidedoor.outcome': 'done' });
  }
  const read = receiver.spans().filter(({ trace }) => works.some((work) => work.trace === trace));
  expect(read.map(({ facts }) => facts['stripe.path'])).toContain('/v1/customers/{id}');
});

test('calls of Stripe, billing acts and the inbox are measured', () => {
  const measured = receiver.measured();
  expect(measured).toContainEqual({
    name: 'sidedoor.billing.act.duration',
    value: 1,
    facts: { 'sidedoor.act': 'change_plan', 'sidedoor.outcome': 'opened' },
  });
  expect(measured).toContainEqual({
    name: 'sidedoor.stripe.call.duration',
    value: 1,
    facts: {
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'stripe.path': '/v1/billing_portal/sessions',
    },
  });
  expect(measured.map(({ name }) => name)).toContain('sidedoor.inbox.work.duration');
  // one may have come in at the last moment
  expect(measured.filter(({ name }) => name === 'sidedoor.inbox.entries')).toEqual([
    { name: 'sidedoor.inbox.entries', value: expect.any(Number), facts: { 'sidedoor.status': 'waiting' } },
    { name: 'sidedoor.inbox.entries', value: 1, facts: { 'sidedoor.status': 'dead' } },
  ]);
});

test('nobody’s address, id, link or key leaves with it', () => {
  const { STRIPE_SECRET_KEY = '', NEXTAUTH_SECRET = '' } = stage.env('http://localhost');
  const secrets = [subscriber.email, subscriber.customerId, subscriber.subscriptionId, portalUrl];
  secrets.push(
    new URL(portalUrl).pathname.split('/')[3] ?? '',
    'never-told',
    'of-a-person',
    'Told Nobody',
    '/p/session/',
  );
  secrets.push(STRIPE_SECRET_KEY, NEXTAUTH_SECRET, stage.webhookSecret, stage.databaseUrl);
  expect(secrets.filter((secret) => secret === '' || receiver.raw().includes(secret))).toEqual([]);
});

test('without an endpoint nothing of it is loaded', () => {
  const loaded = (text: string) => /exporter-trace-otlp-http|sdk-trace-node|sdk-metrics/.test(text);
  expect({ traced: loaded(printed.traced), untraced: loaded(printed.untraced) }).toEqual({
    traced: true,
    untraced: false,
  });
});
