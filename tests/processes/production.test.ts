import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { outbox } from '@/lib/db/schema';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { run } from '../../scripts/launcher/run.mjs';
import { STANDALONE } from '../../scripts/launcher/standalone.mjs';
import { type AppProcess, startProductionProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import { type StripeProxy, startStripeProxy } from '../rig/stripe-proxy';
import { makeCustomer } from '../rig/subscribers';

const NOBODY = 'http://127.0.0.1:9';

let stage: Stage;
let toStripe: StripeProxy;
let app: AppProcess;

/** What a company sets: the demo's switches are not among it. */
function settings(appUrl: string, changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { SIDEDOOR_DEMO: _, SIDEDOOR_NOW: __, ...env } = stage.env(appUrl, { STRIPE_API_BASE: toStripe.url });
  return { ...env, LOG_LEVEL: 'warn', ...changes };
}

beforeAll(async () => {
  stage = await aStage({
    databaseUrl: inject('databaseUrl'),
    stripeUrl: inject('stripeApiBase'),
    now: FROZEN_NOW,
  });
  toStripe = await startStripeProxy(inject('stripeApiBase'));
  const port = await freePort();
  // a Redis that is away takes nothing from anybody
  const changes = { REDIS_URL: 'redis://127.0.0.1:9' };
  app = await startProductionProcess(port, settings(`http://localhost:${port}`, changes));
});

afterAll(async () => {
  await app?.kill();
  await toStripe?.stop();
  await stage?.close();
});

const ready = async (url: string) => {
  const answer = await fetch(`${url}/api/ready`);
  return { status: answer.status, ...(await answer.json()) };
};

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
}

test('the production output holds no local Stripe, no launcher, no seed and nobody’s address of the demo', () => {
  const files = filesOf(STANDALONE).filter((file) => /\.(m?js|json|html|rsc|css|sql)$/.test(file));
  expect(files.length).toBeGreaterThan(50);
  const telling =
    /local-stripe|\/_local\/|ada@example\.com|farah@example\.com|sk_test_sidedoor|demo-pass\.mjs'/;
  expect(files.filter((file) => telling.test(readFileSync(file, 'utf8')))).toEqual([]);
  expect(readdirSync(STANDALONE).sort()).toEqual([
    '.next',
    'lib',
    'migrate.mjs',
    'node_modules',
    'package.json',
    'server.js',
  ]);
});

test('it serves pages with their files, and answers that it is ready', async () => {
  const page = await fetch(`${app.url}/pricing`);
  expect(page.status).toBe(200);
  const script = /src="(\/_next\/static\/[^"]+\.js[^"]*)"/.exec(await page.text())?.[1] ?? '';
  expect((await fetch(`${app.url}${script}`)).status).toBe(200);
  expect((await fetch(`${app.url}/api/health`)).status).toBe(200);
  expect(await ready(app.url)).toEqual({
    status: 200,
    ready: true,
    checks: { process: 'ok', database: 'ok', migrations: 'ok', stripe: 'ok' },
  });
});

test('its own migrate.mjs brings an empty database to the schema, without any package beside it', async () => {
  const name = `empty_${randomUUID().slice(0, 8)}`;
  await stage.database.execute(sql.raw(`create database ${name}`));
  const url = new URL(stage.databaseUrl);
  url.pathname = `/${name}`;
  const { code, output } = await run(process.execPath, ['migrate.mjs'], {
    cwd: STANDALONE,
    env: { ...process.env, DATABASE_URL: url.href },
  });
  expect([code, output]).toEqual([0, 'The database is up to date.']);
  const migrated = postgres(url.href, { max: 1 });
  expect(await migrated`select to_regclass('sessions') is not null as there`).toEqual([{ there: true }]);
  await migrated.end();
});

test.each([
  ['names none', {}, /^DATABASE_URL is not set/],
  ['does not answer', { DATABASE_URL: 'postgres://u:secret@127.0.0.1:9/x' }, /left as it was: ECONNREFUSED/],
])('migrate.mjs says in one line that the database %s', async (_what, setting, line) => {
  const { DATABASE_URL: _, ...rest } = process.env;
  const { code, output } = await run(process.execPath, ['migrate.mjs'], {
    cwd: STANDALONE,
    env: { ...rest, ...setting },
  });
  expect([code, output.trimEnd().split('\n').length]).toEqual([1, 1]);
  expect(output).toMatch(line);
});

test.each([
  ['is none', () => 'abc', /--port takes a port .* got "abc"/],
  ['is somebody else’s', () => new URL(app.url).port, /^Port \d+ is busy, the app needs it/],
])('npm run start says that a port %s, and serves at no other', async (_what, port, words) => {
  const { code, output } = await run(process.execPath, ['scripts/start.mjs', '--port', port()], {
    env: { ...process.env, ...settings(app.url) },
  });
  expect([code, output.trim()]).toEqual([1, expect.stringMatching(words)]);
});

test('it shows nobody a mail, not even one that lies in the database', async () => {
  const link = 'http://localhost/sign-in/confirm?token=never-shown';
  await stage.database.insert(outbox).values({ to: 'ada@example.com', subject: 'Sign in', link, sentAt: 1 });
  const page = await fetch(`${app.url}/outbox`);
  expect(page.status).toBe(404);
  expect(await page.text()).not.toContain('never-shown');
});

test('whoever asks whether it is ready, Stripe is asked once in ten seconds', async () => {
  await ready(app.url);
  const before = toStripe.counts().requests;
  await Promise.all(Array.from({ length: 20 }, () => ready(app.url)));
  expect(toStripe.counts().requests - before).toBeLessThanOrEqual(1);
});

test('with a migration missing it is not ready and says so', async () => {
  const last = sql`(select max(id) from drizzle.__drizzle_migrations)`;
  const [row] = await stage.database.execute<{ hash: string; created_at: string }>(
    sql`delete from drizzle.__drizzle_migrations where id = ${last} returning hash, created_at`,
  );
  expect(await ready(app.url)).toMatchObject({ status: 503, checks: { migrations: '1 not applied' } });
  await stage.database.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${row?.hash}, ${row?.created_at})`,
  );
  expect(await ready(app.url)).toMatchObject({ status: 200 });
});

test('without database and Stripe it lives, and names both as what it waits for', async () => {
  const port = await freePort();
  const lost = await startProductionProcess(
    port,
    settings(`http://localhost:${port}`, {
      DATABASE_URL: 'postgres://nobody:x@127.0.0.1:9/none',
      STRIPE_API_BASE: NOBODY,
    }),
  );
  expect(await ready(lost.url)).toEqual({
    status: 503,
    ready: false,
    checks: { process: 'ok', database: 'unreachable', migrations: 'unknown', stripe: 'unreachable' },
  });
  await lost.kill();
});

test.each([
  ['the demo', { SIDEDOOR_DEMO: '1' }, /SIDEDOOR_DEMO works only in what "npm run demo" starts/],
  ['a stopped clock', { SIDEDOOR_NOW: '1794787200' }, /SIDEDOOR_NOW/],
  ['the local Stripe with a live key', { STRIPE_SECRET_KEY: 'sk_live_1' }, /STRIPE_API_BASE is not Stripe/],
  ['half a mail server', { SMTP_URL: 'smtp://mail.example.com' }, /MAIL_FROM is missing/],
])('it does not start with %s', async (_name, changes, words) => {
  const port = await freePort();
  await expect(startProductionProcess(port, settings(`http://localhost:${port}`, changes))).rejects.toThrow(
    words,
  );
});

test('asked to end, it answers whom it has begun to answer, takes nobody new, and is gone within ten seconds', async () => {
  const { email } = await makeCustomer(stage.stripe, stage.database);
  const browser = await stage.browserOf(await stage.userOf(email));
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const asked = new Promise<void>((reached) => {
    toStripe.disturb({
      before: async () => {
        reached();
        await held;
        return undefined;
      },
    });
  });
  const page = browser.open(`${app.url}/account`);
  await asked;
  const begun = Date.now();
  const ended = app.stop();
  await expect
    .poll(() => fetch(`${app.url}/api/health`).then(String, () => 'refused'), { timeout: 8_000 })
    .toBe('refused');
  release();
  expect((await page).status).toBe(200);
  await ended;
  expect(Date.now() - begun).toBeLessThan(10_000);
});
