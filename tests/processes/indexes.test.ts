import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eq } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { inbox } from '@/lib/db/schema';
import { bundle } from '../../scripts/launcher/bundle.mjs';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { replaceCard } from '../factories';
import { type AppProcess, startAppProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import { type PostgresProxy, startPostgresProxy } from '../rig/postgres-proxy';
import { makeSubscriber } from '../rig/subscribers';

let stage: Stage;
let toPostgres: PostgresProxy;
let app: AppProcess;
let env: Record<string, string>;

beforeAll(async () => {
  stage = await aStage({
    databaseUrl: inject('databaseUrl'),
    stripeUrl: inject('stripeApiBase'),
    now: FROZEN_NOW,
  });
  toPostgres = await startPostgresProxy(stage.databaseUrl);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  await stage.deliverTo(`${url}/api/stripe/webhook`);
  env = stage.env(url, { DATABASE_URL: toPostgres.url });
  app = await startAppProcess(port, env);
});

afterAll(async () => {
  await app?.stop();
  await toPostgres?.stop();
  await stage?.close();
});

/** A tool beside the app, as its npm script starts it. */
async function runTool(name: string, ...args: string[]): Promise<void> {
  const program = await bundle(`scripts/tools/${name}.ts`, `indexes-${name}`);
  const child = spawn(process.execPath, ['--conditions=react-server', program, ...args], {
    env: { ...process.env, ...env, LOG_LEVEL: 'fatal' },
    stdio: 'ignore',
  });
  expect(await once(child, 'close')).toEqual([0, null]);
}

/** Everything a customer, Stripe and an operator do. */
async function useEverything(): Promise<void> {
  const { email, customerId } = await makeSubscriber(stage.stripe, stage.database);
  const browser = await stage.browserOf(await stage.userOf(email));
  const open = (path: string) => browser.open(`${app.url}${path}`);
  await browser.press(await open('/account'), 'Replace');
  const portal = await browser.press(await open('/pricing'), ' to Pro');
  expect((await browser.press(portal, 'Confirm and pay')).text).toContain('You are on Pro');
  await replaceCard(stage.stripe, customerId, 'pm_card_mastercard');
  await vi.waitFor(async () => {
    expect(await stage.database.$count(inbox)).toBeGreaterThan(0);
    expect(await stage.database.$count(inbox, eq(inbox.status, 'pending'))).toBe(0);
  }, 60_000);
  const newcomer = await stage.browserOf(await stage.aUser());
  await newcomer.press(await open('/account'), 'Open the billing portal');
  for (const command of ['list', 'retry', 'replay']) await runTool('events', command);
  await runTool('sync');
}

test('no statement of the app or its tools needs to read a whole table', async () => {
  await useEverything();
  const sql = postgres(stage.databaseUrl, { max: 1, onnotice: () => {} });
  // what Postgres reads whole even so has no index that would serve
  await sql`set enable_seqscan = off`;
  const distinct = new Map(toPostgres.statements.map((statement) => [statement.text, statement]));
  const ours = [...distinct.values()].filter(({ text }) =>
    /^(select|insert|update|delete)\b.*"/is.test(text),
  );
  const whole: string[] = [];
  for (const { text, parameters } of ours) {
    const plan = await sql.unsafe(`explain ${text}`, [...parameters]);
    if (plan.some((row) => String(row['QUERY PLAN']).includes('Seq Scan'))) whole.push(text);
  }
  await sql.end();
  expect(whole).toEqual([]);
  // statements about each of these were seen, or the list above proves nothing
  for (const table of ['users', 'customers', 'subscriptions', 'invoices', 'portal_intents', 'inbox'])
    expect(ours.filter(({ text }) => text.includes(`"${table}"`)).length, table).toBeGreaterThan(1);
});
