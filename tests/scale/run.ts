import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { and, eq, ne } from 'drizzle-orm';
import { customers, inbox, subscriptions } from '@/lib/db/schema';
import { type AppProcess, startProductionProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import { startBalancer, startRedis } from './balancer';
import { type Shopping, shop } from './customers';

const AT_ONCE = 6;
const DOWN_MS = 5_000;
const PATIENCE_MS = 120_000;

export type ScaleOptions = Readonly<{
  seconds: number;
  folder: string;
  databaseUrl: string;
  stripeUrl: string;
  nginx: string;
  redis: string;
  /** Ports: of nginx, of Redis, of the two instances. */
  ports: readonly [number, number, number, number];
}>;

export type ScaleReport = Readonly<{
  figures: readonly (readonly [what: string, figure: number])[];
  problems: readonly string[];
}>;

/**
 * Two instances of the production output on one Postgres and one Redis behind nginx: people buy, one instance is killed
 * on the way, and in the end every purchase that somebody saw is counted at Stripe and in the database.
 */
export async function runScale(options: ScaleOptions): Promise<ScaleReport> {
  const [nginxPort, redisPort, ...appPorts] = options.ports;
  const appUrl = `http://localhost:${nginxPort}`;
  const stage = await aStage({ ...options, now: FROZEN_NOW });
  const stops: (() => Promise<void>)[] = [stage.close];
  try {
    await stage.deliverTo(`http://127.0.0.1:${nginxPort}/api/stripe/webhook`);
    await stage.local(
      'deliveries',
      Array.from({ length: 20 }, () => ['retry_after[]', '1000'] as [string, string]),
    );
    const redis = await startRedis(options.redis, join(options.folder, 'redis'), redisPort);
    stops.push(redis.stop);
    const {
      SIDEDOOR_DEMO: _,
      SIDEDOOR_NOW: __,
      ...env
    } = stage.env(appUrl, {
      REDIS_URL: `redis://127.0.0.1:${redisPort}`,
      LOG_LEVEL: 'warn',
    });
    const start = (index: 0 | 1) =>
      startProductionProcess(appPorts[index], env, join(options.folder, `instance-${index + 1}.log`));
    const instances: [AppProcess, AppProcess] = await Promise.all([start(0), start(1)]);
    stops.push(() => Promise.all(instances.map((each) => each.stop())).then(() => {}));
    const balancer = await startBalancer(options.nginx, join(options.folder, 'nginx'), nginxPort, appPorts);
    stops.push(balancer.stop);

    const before = await priceOnBoth(stage, instances, 5100);
    const load = await underLoad(stage, appUrl, options.seconds, async () => {
      await instances[0].kill();
      await pause(DOWN_MS);
      instances[0] = await start(0);
    });
    const { byPort, passedOn } = balancer.counts();
    const ended = Date.now();
    const counted = await count(stage, load.shoppings);
    const after = await priceOnBoth(stage, instances, 5300);
    const pages = await redis.countPages();
    const problems = [...load.problems, ...counted.problems, ...before.problems, ...after.problems];
    if (pages === 0) problems.push('No page was shared on Redis.');
    return {
      problems,
      figures: [
        ['seconds of load', options.seconds],
        ['people who shopped', load.shoppings.length],
        ['purchases that people saw', load.shoppings.flatMap(({ seen }) => seen).length],
        [
          'presses and reloads again, after the kill',
          load.shoppings.reduce((sum, each) => sum + each.again, 0),
        ],
        ['requests that instance 1 answered', byPort.get(appPorts[0]) ?? 0],
        ['requests that instance 2 answered', byPort.get(appPorts[1]) ?? 0],
        ['requests that nginx passed on while one was gone', passedOn],
        ['milliseconds until every event was worked off', counted.settledAt - ended],
        ['pages that lie on Redis', pages],
        ['purchases lost', counted.lost],
        ['purchases doubled', counted.doubled],
        ['milliseconds until both showed a new price', before.ms],
        ['milliseconds until both did after the restart', after.ms],
      ],
    };
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** People buy for so many seconds; in the middle, `disturb` does its worst. */
async function underLoad(stage: Stage, appUrl: string, seconds: number, disturb: () => Promise<void>) {
  const shoppings: Shopping[] = [];
  const problems: string[] = [];
  const end = Date.now() + seconds * 1000;
  const people = Array.from({ length: AT_ONCE }, async () => {
    while (Date.now() < end) {
      try {
        shoppings.push(await shop(stage, appUrl));
      } catch (error) {
        problems.push(String(error).slice(0, 400));
      }
    }
  });
  const disturbed = pause((seconds * 1000) / 2).then(disturb);
  await Promise.all([...people, disturbed]);
  return { shoppings, problems };
}

/** Everybody has what they saw, once: at Stripe by its own lists, and in our database. */
async function count(stage: Stage, shoppings: readonly Shopping[]) {
  const problems: string[] = [];
  await untilTrue(async () => {
    const { data } = await stage.stripe.events.list({ limit: 100, delivery_success: false });
    return data.length === 0;
  }).catch(() => problems.push('Stripe did not deliver everything.'));
  await untilTrue(async () => {
    const rows = await stage.database.select({ id: inbox.id }).from(inbox).where(ne(inbox.status, 'done'));
    return rows.length === 0;
  }).catch(() => problems.push('The inbox was not worked off.'));
  const settledAt = Date.now();
  let [lost, doubled] = [0, 0];
  for (const { user, seen } of shoppings) {
    const { data: atStripe } = await stage.stripe.customers.list({ email: user.email, limit: 10 });
    if (atStripe.length > 1) doubled += 1;
    const customer = atStripe[0]?.id ?? '';
    const { data: plans } = await stage.stripe.subscriptions.list({ customer, status: 'all' });
    const { data: paid } = await stage.stripe.invoices.list({ customer, status: 'paid', limit: 100 });
    const rows = await stage.database
      .select({ plan: subscriptions.plan })
      .from(subscriptions)
      .innerJoin(customers, eq(customers.stripeCustomerId, subscriptions.customerId))
      .where(and(eq(customers.userId, user.id), eq(subscriptions.status, 'active')));
    const wanted = seen.at(-1)?.toLowerCase();
    if (plans.length > 1 || paid.length > seen.length) doubled += 1;
    if (plans.length === 0 || paid.length < seen.length || rows[0]?.plan !== wanted) {
      lost += 1;
      problems.push(
        `${user.id} saw ${seen.join(', ')}; Stripe has ${plans.length} plans and ${paid.length} paid invoices, we ${JSON.stringify(rows)}`,
      );
    }
  }
  if (doubled > 0) problems.push(`${doubled} doubled`);
  return { lost, doubled, problems, settledAt };
}

/** Changes the price of Scale at Stripe; how long until the kept page of each instance shows it. */
async function priceOnBoth(stage: Stage, instances: readonly AppProcess[], amount: number) {
  const pages = () =>
    Promise.all(instances.map(({ url }) => fetch(`${url}/pricing`).then((answer) => answer.text())));
  await pages(); // kept by each before the change
  const [old] = (await stage.stripe.prices.list({ lookup_keys: ['scale_month'] })).data;
  await stage.stripe.prices.create({
    product: String(old?.product),
    lookup_key: 'scale_month',
    transfer_lookup_key: true,
    currency: 'usd',
    unit_amount: amount,
    recurring: { interval: 'month' },
  });
  const changed = Date.now();
  const words = `$${amount / 100}`;
  const problems: string[] = [];
  await untilTrue(async () => (await pages()).every((html) => html.includes(words))).catch(() =>
    problems.push(`Not both instances showed ${words}.`),
  );
  return { ms: Date.now() - changed, problems };
}

async function untilTrue(look: () => Promise<boolean>): Promise<void> {
  for (const giveUpAt = Date.now() + PATIENCE_MS; !(await look()); await pause(25))
    if (Date.now() > giveUpAt) throw new Error('It never came true.');
}
