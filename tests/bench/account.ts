// npm run bench:account, started by scripts/bench-account.mjs with its settings as JSON: the account page of a person
// among ever more customers.

import postgres from 'postgres';
import { startAppProcess } from '../rig/app-process';
import { aStage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import type { PlainBrowser } from '../rig/plain-browser';

const PEOPLE = 40;
const REQUESTS = 300;
const WARM_UP = 60;
const HALF_A_MONTH = 1_296_000;
/** What the page of a person among the most customers may take, of what it takes among the fewest. */
const BAR = 1.3;

type Settings = Readonly<{
  databaseUrl: string;
  stripeUrl: string;
  ports: readonly number[];
  sizes: readonly number[];
}>;

/** So many people with a customer, a subscription and two invoices each. */
async function fill(databaseUrl: string, size: number): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await sql`
    with numbers as (
      select n, gen_random_uuid() as id from generate_series(1, ${size}::int) as n
    ), people as (
      insert into users (id, email) select id, 'person-' || n || '@example.com' from numbers
    ), paying as (
      insert into customers (stripe_customer_id, user_id, livemode, currency, synced_at)
      select 'cus_' || n, id, false, 'usd', now() from numbers
    ), subscribed as (
      insert into subscriptions (id, customer_id, status, item, item_count, price_id, product_id, plan, interval, amount,
        currency, quantity, current_period_start, current_period_end, cancel_at_period_end, created, discounts)
      select 'sub_' || n, 'cus_' || n, 'active', 'si_' || n, 1, 'price', 'prod', 'starter', 'month', 1500,
        'usd', 1, ${FROZEN_NOW - HALF_A_MONTH}::bigint, ${FROZEN_NOW + HALF_A_MONTH}::bigint, false,
        ${FROZEN_NOW - HALF_A_MONTH}::bigint, '[]'
      from numbers
    )
    insert into invoices (id, customer_id, number, amount, amount_due, currency, status, subscription, attempt_count, created)
    select 'in_' || n || '_' || i, 'cus_' || n, 'NL-' || n || '-' || i, 1500, 1500, 'usd', 'paid', 'sub_' || n, 1,
      ${FROZEN_NOW}::bigint - i * ${HALF_A_MONTH}::bigint
    from numbers, generate_series(1, 2) as i`;
  await sql`vacuum analyze`;
  await sql.end();
}

/** An app in front of so many customers, and browsers of people from all over the table. */
async function anAppAmong(size: number, port: number) {
  const stage = await aStage({ databaseUrl, stripeUrl, now: FROZEN_NOW });
  await stage.deliverTo('http://127.0.0.1:1/nobody-listens');
  await fill(stage.databaseUrl, size);
  const app = await startAppProcess(port, stage.env(`http://localhost:${port}`, { LOG_LEVEL: 'error' }));
  const browsers: PlainBrowser[] = [];
  for (let i = 0; i < PEOPLE; i += 1) {
    const number = 1 + Math.floor(((size - 1) * i) / (PEOPLE - 1));
    browsers.push(await stage.browserOf(await stage.userOf(`person-${number}@example.com`)));
  }
  const times: number[] = [];
  return {
    size,
    times,
    /** Milliseconds for one person's account page. */
    async timeOne(person: number): Promise<number> {
      const started = performance.now();
      const page = await browsers[person % PEOPLE]?.open(`${app.url}/account`);
      if (!page?.text.includes('Starter')) throw new Error(`No account page: ${page?.status} ${page?.text}`);
      return performance.now() - started;
    },
    async close() {
      await app.stop();
      await stage.close();
    },
  };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const { databaseUrl, stripeUrl, ports, sizes }: Settings = JSON.parse(process.argv[2] ?? '{}');
const apps: Awaited<ReturnType<typeof anAppAmong>>[] = [];
for (const [index, size] of sizes.entries()) apps.push(await anAppAmong(size, ports[index] ?? 0));

// in turns, so that whatever else the machine does meets all of them
for (let request = -WARM_UP; request < REQUESTS; request += 1)
  for (const app of apps) {
    const took = await app.timeOne(Math.abs(request));
    if (request >= 0) app.times.push(took);
  }

const fewest = median(apps[0]?.times ?? []);
let worst = 0;
for (const { size, times } of apps) {
  const ratio = median(times) / fewest;
  worst = Math.max(worst, ratio);
  const [people, took] = [size.toLocaleString('en').padStart(10), median(times).toFixed(1).padStart(7)];
  console.log(`${people} customers  ${took} ms  ${ratio.toFixed(2)}×`);
}
console.log(worst <= BAR ? `Within ${BAR}×.` : `Over ${BAR}×.`);
for (const app of apps) await app.close();
process.exit(worst <= BAR ? 0 : 1);
