import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import postgres from 'postgres';
import type Stripe from 'stripe';
import { afterEach, expect, inject, test } from 'vitest';
import { POST } from '@/app/api/stripe/webhook/route';
import { db } from '@/lib/db/client';
import { inbox } from '@/lib/db/schema';
import { examine } from '../../scripts/doctor/examine';
import type { Finding } from '../../scripts/doctor/finding';
import { planAccount } from '../../scripts/setup/account-plan';
import { stripeAt } from '../../scripts/setup/connection';

const realNow = () => Math.floor(Date.now() / 1000);
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listening on TCP, so it is never a string
  return `http://127.0.0.1:${port}`;
}

/** The app's own webhook route behind an address. */
const serveApp = () =>
  serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // a request without encoding yields buffers
    const answer = await POST(
      new Request('http://app/api/stripe/webhook', {
        method: 'POST',
        headers: { 'stripe-signature': String(request.headers['stripe-signature']) },
        body: Buffer.concat(chunks).toString('utf8'),
      }),
    );
    response.writeHead(answer.status).end();
  });

const serveStatus = (status: number, body = '{}') =>
  serve((_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body));

type Healthy = { env: Record<string, string>; stripe: Stripe; now: () => number };

/** Settings, account and app that the doctor finds nothing wrong with but what the catalogue's own codes ask for. */
async function allInOrder(): Promise<Healthy> {
  const key = `sk_test_${randomUUID().replaceAll('-', '')}`;
  const apiBase = inject('stripeApiBase');
  const stripe = stripeAt(key, apiBase);
  const appUrl = await serveApp();
  const { steps } = await planAccount({ stripe, appUrl, atStripe: false, tellSecret: () => {} });
  for (const step of steps) await step.take();
  const env = {
    APP_URL: appUrl,
    NEXTAUTH_SECRET: '7d9f2c81b64e0a35',
    DATABASE_URL: inject('databaseUrl'),
    STRIPE_API_BASE: apiBase,
    STRIPE_SECRET_KEY: key,
    STRIPE_WEBHOOK_SECRET: 'whsec_only_for_the_database_tests',
  };
  return { env, stripe, now: realNow };
}

async function diagnose({ env, now }: Pick<Healthy, 'env' | 'now'>): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const [, found] of examine(env, now)) all.push(...found);
  return all;
}

async function endpointOf(stripe: Stripe): Promise<string> {
  const { data } = await stripe.webhookEndpoints.list();
  return data[0]?.id ?? '';
}

async function priceOf(stripe: Stripe, key: string): Promise<string> {
  const { data } = await stripe.prices.list({ lookup_keys: [key] });
  return data[0]?.id ?? '';
}

const aCode = async (
  stripe: Stripe,
  code: Omit<Stripe.PromotionCodeCreateParams, 'promotion'>,
  coupon = {},
) => {
  const { id } = await stripe.coupons.create({ percent_off: 10, duration: 'once', ...coupon });
  await stripe.promotionCodes.create({ ...code, promotion: { type: 'coupon', coupon: id } });
};

/** A database of its own with the migrations that this version knows, and `sql` played in it. */
async function aDatabase(sql: string): Promise<string> {
  const name = `doctor_${randomUUID().slice(0, 8)}`;
  const server = postgres(inject('databaseUrl'), { max: 1 });
  await server.unsafe(`create database ${name}`);
  await server.end();
  const url = new URL(inject('databaseUrl'));
  url.pathname = `/${name}`;
  const own = postgres(url.href, { max: 1, onnotice: () => {} });
  await own.unsafe(sql);
  await own.end();
  return url.href;
}

test('where everything is in order there is nothing to say but what a code of the catalogue asks for', async () => {
  expect((await diagnose(await allInOrder())).map(({ what }) => what)).toEqual([
    'The code FIRST50 is for first purchases only.',
  ]);
});

type Fault = readonly [planted: string, plant: (healthy: Healthy) => unknown, what: RegExp, mend: RegExp];

const set =
  (name: string, value: string) =>
  ({ env }: Healthy) =>
    Object.assign(env, { [name]: value });

const FAULTS: readonly Fault[] = [
  ['no APP_URL', ({ env }) => delete env.APP_URL, /^APP_URL/, /\.env/],
  [
    'an APP_URL with a path',
    (it) => set('APP_URL', `${it.env.APP_URL}/app`)(it),
    /has a path/,
    /APP_URL=http/,
  ],
  ['a short session secret', set('NEXTAUTH_SECRET', 'short'), /NEXTAUTH_SECRET needs/, /\.env/],
  [
    'a session secret out of a text',
    set('NEXTAUTH_SECRET', 'change-me-change-me'),
    /can be guessed/,
    /openssl/,
  ],
  ['a publishable key', set('STRIPE_SECRET_KEY', 'pk_test_1'), /not a publishable one/, /\.env/],
  [
    'a webhook secret that is none',
    set('STRIPE_WEBHOOK_SECRET', 'secret'),
    /STRIPE_WEBHOOK_SECRET needs/,
    /\.env/,
  ],
  [
    'two webhook secrets',
    (it) => set('STRIPE_WEBHOOK_SECRET', `${it.env.STRIPE_WEBHOOK_SECRET},whsec_old`)(it),
    /Two webhook secrets/,
    /the new one alone/,
  ],
  ['a stopped clock without the demo', set('SIDEDOOR_NOW', '1794787200'), /SIDEDOOR_NOW/, /\.env/],
  [
    'a live key with a plain address',
    set('STRIPE_SECRET_KEY', 'sk_live_1'),
    /with a live key/,
    /https address/,
  ],
  [
    'a live key for another host',
    set('STRIPE_SECRET_KEY', 'sk_live_1'),
    /live key would be sent to http/,
    /roll the key/,
  ],
  [
    'the demo with a live key',
    (it) => {
      set('STRIPE_SECRET_KEY', 'sk_live_1')(it);
      set('SIDEDOOR_DEMO', '1')(it);
    },
    /SIDEDOOR_DEMO is on/,
    /Unset/,
  ],
  [
    'a key that Stripe does not know',
    async (it) =>
      set(
        'STRIPE_API_BASE',
        await serveStatus(
          401,
          '{"error":{"type":"invalid_request_error","message":"Invalid API Key provided"}}',
        ),
      )(it),
    /does not know this key/,
    /Dashboard/,
  ],
  [
    'a restricted key without permissions',
    async (it) =>
      set(
        'STRIPE_API_BASE',
        await serveStatus(403, '{"error":{"type":"invalid_request_error","message":"no permission"}}'),
      )(it),
    /no permission for: Promotion codes/,
    /"Promotion codes" in the Dashboard/,
  ],
  ['no Stripe', set('STRIPE_API_BASE', 'http://127.0.0.1:9'), /Nothing answers at/, /STRIPE_API_BASE/],
  [
    'a clock that is five minutes ahead',
    (it) => {
      it.now = () => realNow() + 300;
    },
    /300 seconds ahead of|30[01] seconds ahead of/,
    /set-ntp/,
  ],
  [
    'a price that was archived',
    async ({ stripe }) => stripe.prices.update(await priceOf(stripe, 'pro_month'), { active: false }),
    /No active price has the lookup key "pro_month"/,
    /stripe:setup/,
  ],
  [
    'a product that was renamed',
    ({ stripe }) => stripe.products.update('sidedoor_pro', { name: 'Professional' }),
    /change product sidedoor_pro: name/,
    /stripe:setup/,
  ],
  [
    'a price that the portal does not offer',
    async ({ stripe }) => {
      const [portal] = (await stripe.billingPortal.configurations.list()).data;
      const prices = [await priceOf(stripe, 'pro_month')];
      await stripe.billingPortal.configurations.update(portal?.id ?? '', {
        features: { subscription_update: { products: [{ product: 'sidedoor_pro', prices }] } },
      });
    },
    /The portal asks to create portal configuration/,
    /stripe:setup/,
  ],
  [
    'a door that was switched off',
    async ({ stripe }) => {
      const [portal] = (await stripe.billingPortal.configurations.list()).data;
      await stripe.billingPortal.configurations.update(portal?.id ?? '', {
        features: { subscription_cancel: { enabled: false } },
      });
    },
    /The portal asks to create portal configuration/,
    /stripe:setup/,
  ],
  [
    'a lookup key that somebody else holds',
    async ({ stripe }) => {
      const product = await stripe.products.create({ name: 'Theirs' });
      await stripe.prices.create({
        product: product.id,
        currency: 'usd',
        unit_amount: 1,
        recurring: { interval: 'month' },
        lookup_key: 'pro_month',
        transfer_lookup_key: true,
      });
    },
    /holds the lookup key "pro_month"/,
    /Take the key/,
  ],
  [
    'a code with a minimum amount',
    ({ stripe }) =>
      aCode(stripe, { code: 'BIG', restrictions: { minimum_amount: 5000, minimum_amount_currency: 'usd' } }),
    /BIG asks for a minimum amount/,
    /Dashboard/,
  ],
  [
    'a code that ends tomorrow',
    ({ stripe }) => aCode(stripe, { code: 'SOON', expires_at: realNow() + 86_400 }),
    /SOON ends within a week/,
    /later end/,
  ],
  [
    'a code of one customer',
    async ({ stripe }) => aCode(stripe, { code: 'MINE', customer: (await stripe.customers.create()).id }),
    /MINE belongs to one customer/,
    /public links/,
  ],
  [
    'a code for other products',
    async ({ stripe }) =>
      aCode(
        stripe,
        { code: 'MUGS' },
        { applies_to: { products: [(await stripe.products.create({ name: 'Mug' })).id] } },
      ),
    /MUGS applies to products that are not sold here/,
    /catalogue/,
  ],
  [
    'a code without euros and yen',
    ({ stripe }) =>
      aCode(stripe, { code: 'FIVE' }, { percent_off: undefined, amount_off: 500, currency: 'usd' }),
    /FIVE takes nothing off in EUR, JPY/,
    /currency_options\[eur\]/,
  ],
  [
    'no webhook endpoint',
    async ({ stripe }) => stripe.webhookEndpoints.del(await endpointOf(stripe)),
    /No webhook endpoint sends to/,
    /stripe:setup/,
  ],
  [
    'an endpoint that was switched off',
    async ({ stripe }) => stripe.webhookEndpoints.update(await endpointOf(stripe), { disabled: true }),
    /is switched off/,
    /stripe:setup/,
  ],
  [
    'an endpoint that lacks an event',
    async ({ stripe }) =>
      stripe.webhookEndpoints.update(await endpointOf(stripe), {
        enabled_events: ['invoice.paid', 'charge.succeeded'],
      }),
    /does not send: customer\.updated/,
    /stripe:setup/,
  ],
  [
    'an endpoint that sends too much',
    async ({ stripe }) => stripe.webhookEndpoints.update(await endpointOf(stripe), { enabled_events: ['*'] }),
    /sends what nobody reads: \*/,
    /stripe:setup/,
  ],
  [
    'two endpoints for one address',
    ({ stripe, env }) =>
      stripe.webhookEndpoints.create({
        url: `${env.APP_URL}/api/stripe/webhook`,
        enabled_events: ['invoice.paid'],
      }),
    /2 webhook endpoints send to/,
    /remove all but/,
  ],
  [
    'the secret of another endpoint',
    set('STRIPE_WEBHOOK_SECRET', 'whsec_another'),
    /does not believe events/,
    /Restart the app/,
  ],
  ['an app that is not there', set('APP_URL', 'http://127.0.0.1:9'), /The app does not answer/, /Start it/],
  [
    'an app that breaks',
    async (it) => set('APP_URL', await serveStatus(500))(it),
    /The app answers 500 to an event/,
    /log/,
  ],
  [
    'no database',
    set('DATABASE_URL', 'postgres://nobody:x@127.0.0.1:9/none'),
    /The database does not answer: ECONNREFUSED/,
    /DATABASE_URL/,
  ],
  [
    'an empty database',
    async (it) => set('DATABASE_URL', await aDatabase('select 1'))(it),
    /database migrations are not applied/,
    /db:migrate/,
  ],
  [
    'a database of a newer version',
    async (it) =>
      set(
        'DATABASE_URL',
        await aDatabase(
          'create schema drizzle; create table drizzle.__drizzle_migrations (id serial); insert into drizzle.__drizzle_migrations select from generate_series(1, 99)',
        ),
      )(it),
    /migrations that this version does not know/,
    /newer version/,
  ],
];

test.each(FAULTS)('the doctor finds %s, and names the mend', async (_, plant, what, mend) => {
  const healthy = await allInOrder();
  await plant(healthy);
  const found = await diagnose(healthy);
  expect(found).toContainEqual({
    level: expect.stringMatching(/fault|warning/),
    what: expect.stringMatching(what),
    why: expect.stringMatching(/\w/),
    mend: expect.stringMatching(mend),
  });
});

test('the doctor finds events that were given up, and names the mend', async () => {
  const healthy = await allInOrder();
  await db()
    .insert(inbox)
    .values({ id: 'evt_doctor_dead', type: 'invoice.paid', livemode: false, status: 'dead' });
  const found = await diagnose(healthy);
  await db().delete(inbox);
  expect(found).toContainEqual(
    expect.objectContaining({
      what: 'Given up: 1 event.',
      mend: expect.stringMatching(/events -- retry/),
    }),
  );
});

test('the doctor finds an event that waits although it is due', async () => {
  const healthy = await allInOrder();
  const dueAt = new Date(Date.now() - 3_600_000);
  await db().insert(inbox).values({ id: 'evt_doctor_due', type: 'invoice.paid', livemode: false, dueAt });
  const found = await diagnose(healthy);
  await db().delete(inbox);
  expect(found).toContainEqual(
    expect.objectContaining({
      what: 'Due and not worked off: 1 event.',
      mend: expect.stringMatching(/Start the app/),
    }),
  );
});

test('the doctor finds an event that Stripe could not deliver', async () => {
  const healthy = await allInOrder();
  const { stripe, env } = healthy;
  const clock = (now: string) =>
    fetch(`${env.STRIPE_API_BASE}/_local/clock`, {
      method: 'POST',
      headers: { authorization: `Bearer ${env.STRIPE_SECRET_KEY}` },
      body: new URLSearchParams({ now }),
    });
  await stripe.webhookEndpoints.create({
    url: 'http://127.0.0.1:9/hook',
    enabled_events: ['customer.updated'],
  });
  await clock(String(realNow() - 3_600));
  const customer = await stripe.customers.create();
  await stripe.customers.update(customer.id, { name: 'Ada' });
  await clock('');
  expect(await diagnose(healthy)).toContainEqual(
    expect.objectContaining({
      what: expect.stringMatching(/^Event evt_\w+ \(customer\.updated\) is not delivered yet, 6[01] minutes/),
      mend: expect.stringMatching(/events -- replay/),
    }),
  );
});
