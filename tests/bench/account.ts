// npm run bench:account, started by scripts/bench-account.mjs with its settings as JSON: the account page of a person
// among ever more customers.

import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { startAppProcess } from '../rig/app-process';
import { aStage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';

const PEOPLE = 40;
const ROUNDS = 8;
/** What the page of a person among the most customers may take, of what it takes among the fewest. */
const BAR = 1.3;

type Settings = Readonly<{
  databaseUrl: string;
  stripeUrl: string;
  appPort: number;
  sizes: readonly number[];
}>;

/** Adds people with a customer, a subscription and two invoices each until there are so many. */
async function fillTo(sql: postgres.Sql, size: number): Promise<void> {
  await sql`
    with numbers as (
      select n, gen_random_uuid() as id
      from generate_series((select count(*) from users) + 1, ${size}::bigint) as n
    ), people as (
      insert into users (id, email) select id, 'person-' || n || '@example.com' from numbers
    ), paying as (
      insert into customers (stripe_customer_id, user_id, livemode, currency, synced_at)
      select 'cus_' || n, id, false, 'usd', now() from numbers
    ), subscribed as (
      insert into subscriptions (id, customer_id, status, item, item_count, price_id, product_id, plan, interval, amount,
        currency, quantity, current_period_start, current_period_end, cancel_at_period_end, created, discounts)
      select 'sub_' || n, 'cus_' || n, 'active', 'si_' || n, 1, 'price', 'prod', 'starter', 'month', 1500,
        'usd', 1, ${FROZEN_NOW - 1_000_000}, ${FROZEN_NOW + 1_000_000}, false, ${FROZEN_NOW - 1_000_000}, '[]'
      from numbers
    )
    insert into invoices (id, customer_id, number, amount, amount_due, currency, status, subscription, attempt_count, created)
    select 'in_' || n || '_' || i, 'cus_' || n, 'NL-' || n || '-' || i, 1500, 1500, 'usd', 'paid', 'sub_' || n, 1,
      ${FROZEN_NOW} - i * 2592000
    from numbers, generate_series(1, 2) as i`;
  await sql`vacuum analyze`;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const { databaseUrl, stripeUrl, appPort, sizes }: Settings = JSON.parse(process.argv[2] ?? '{}');
const stage = await aStage({ databaseUrl, stripeUrl, now: FROZEN_NOW });
await stage.deliverTo('http://127.0.0.1:1/nobody-listens');
const sql = postgres(stage.databaseUrl, { max: 1, onnotice: () => {} });
const app = await startAppProcess(appPort, stage.env(`http://localhost:${appPort}`, { LOG_LEVEL: 'error' }));

/** Milliseconds for the account page of people all over the table. */
async function timePages(size: number): Promise<number> {
  const browsers = [];
  for (let i = 0; i < PEOPLE; i += 1) {
    const number = 1 + Math.floor(((size - 1) * i) / (PEOPLE - 1));
    browsers.push(await stage.browserOf(await stage.userOf(`person-${number}@example.com`)));
  }
  const times: number[] = [];
  for (let round = -1; round < ROUNDS; round += 1)
    for (const browser of browsers) {
      const started = performance.now();
      const page = await browser.open(`${app.url}/account?${randomUUID()}`);
      if (!page.text.includes('Starter'))
        throw new Error(`The account page is not there: ${page.status} ${page.text}`);
      if (round >= 0) times.push(performance.now() - started); // the first round warms up
    }
  return median(times);
}

const results: { size: number; ms: number }[] = [];
for (const size of sizes) {
  await fillTo(sql, size);
  results.push({ size, ms: await timePages(size) });
}
// the fewest once more at the end would be among the most by then, so the machine's own drift is in the ratio, too
const [first] = results;
let worst = 0;
for (const { size, ms } of results) {
  const ratio = ms / (first?.ms ?? Number.NaN);
  worst = Math.max(worst, ratio);
  console.log(
    `${size.toLocaleString('en').padStart(10)} customers  ${ms.toFixed(1).padStart(7)} ms  ${ratio.toFixed(2)}×`,
  );
}
console.log(worst <= BAR ? `Within ${BAR}×.` : `Over ${BAR}×.`);
await app.stop();
await sql.end();
await stage.close();
process.exit(worst <= BAR ? 0 : 1);
