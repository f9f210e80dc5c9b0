import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { db } from '@/lib/db/client';
import { inbox } from '@/lib/db/schema';
import { env as settings } from '@/lib/env';
import {
  allInOrder,
  diagnose,
  expectFound,
  type Fault,
  type Healthy,
  realNow,
  serveMail,
  serveReadOnly,
  serveStatus,
} from './patient';

/** A database of its own with the migrations that this version knows, and `sql` played in it. */
async function aDatabase(sql: string): Promise<string> {
  const name = `doctor_${randomUUID().slice(0, 8)}`;
  const server = postgres(settings().DATABASE_URL, { max: 1 });
  await server.unsafe(`create database ${name}`);
  await server.end();
  const url = new URL(settings().DATABASE_URL);
  url.pathname = `/${name}`;
  const own = postgres(url.href, { max: 1, onnotice: () => {} });
  await own.unsafe(sql);
  await own.end();
  return url.href;
}

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
  [
    'a proxy that the app does not know of',
    set('APP_URL', 'https://127.0.0.1:9'),
    /^TRUSTED_PROXIES is 0/,
    /1 for nginx alone/,
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
  [
    'a restricted key that cannot read cards',
    async (it) =>
      set(
        'STRIPE_API_BASE',
        await serveStatus(403, '{"error":{"type":"invalid_request_error","message":"no permission"}}'),
      )(it),
    /no permission for: Payment methods/,
    /"Payment methods" in the Dashboard/,
  ],
  [
    'a restricted key that may only read',
    async (it) => set('STRIPE_API_BASE', await serveReadOnly(it.env.STRIPE_API_BASE ?? ''))(it),
    /^The restricted key may not write: Customers, Subscriptions, Subscription schedules, Invoices, Checkout sessions, Customer portal\.$/,
    /the app’s key/,
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
    'no way to sign in',
    ({ env }) => {
      delete env.SMTP_URL;
      delete env.MAIL_FROM;
    },
    /Nobody can sign in/,
    /SMTP_URL and MAIL_FROM/,
  ],
  [
    'GitHub as the only way to sign in',
    ({ env }) => {
      delete env.SMTP_URL;
      delete env.MAIL_FROM;
      Object.assign(env, { GITHUB_ID: 'id', GITHUB_SECRET: 'secret' });
    },
    /No mail server is set/,
    /SMTP_URL/,
  ],
  ['a mail server without a sender', ({ env }) => delete env.MAIL_FROM, /^MAIL_FROM is missing/, /\.env/],
  ['half of GitHub', set('GITHUB_ID', 'id'), /^GITHUB_SECRET is missing/, /\.env/],
  ['half of Google', set('GOOGLE_CLIENT_SECRET', 'x'), /^GOOGLE_CLIENT_ID is missing/, /\.env/],
  [
    'a mail server that is not there',
    set('SMTP_URL', 'smtp://127.0.0.1:9'),
    /mail server 127\.0\.0\.1:9 cannot be used: ECONNREFUSED/,
    /STARTTLS/,
  ],
  [
    'a mail server whose certificate nobody vouches for',
    async (it) => set('SMTP_URL', await serveMail({ disabledCommands: [] }))(it),
    /cannot be used: \w*CERT/,
    /NODE_EXTRA_CA_CERTS/,
  ],
  [
    'a wrong password for the mail server',
    async (it) => {
      const url = await serveMail({
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: (_auth, _session, done) => done(new Error('wrong')),
      });
      set('SMTP_URL', url.replace('smtp://', 'smtp://ada:wrong@'))(it);
    },
    /does not take the name and password/,
    /%40/,
  ],
  [
    'a Redis that is not there',
    set('REDIS_URL', 'redis://127.0.0.1:9'),
    /Redis at 127\.0\.0\.1:9 cannot be used: ECONNREFUSED/,
    /leave REDIS_URL out/,
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

test.each(FAULTS)('the doctor finds %s, and names the mend', (_, plant, what, mend) =>
  expectFound(plant, what, mend),
);

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
