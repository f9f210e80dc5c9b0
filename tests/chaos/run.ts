import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { and, eq, gt, ne, sql } from 'drizzle-orm';
import { inbox } from '@/lib/db/schema';
import { type AppProcess, startAppProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import { startStripeProxy } from '../rig/stripe-proxy';
import { doubles, lostEvents, readBooks, unequalRows } from './books';
import { type Deliveries, startDeliveries } from './deliveries';
import { disturbStripe } from './faults';
import { type Ending, OPERATIONS, operate } from './operations';
import { makeSomeone, type Someone } from './people';
import { Random } from './random';

const DAY = 86_400;
const AT_ONCE = 12;
const MAKING_AT_ONCE = 8;
/** How often another operation is drawn for somebody whose page does not offer the first. */
const DRAWS = 5;
const STANDSTILL_MS = 60_000;

export type ChaosOptions = Readonly<{
  seed: number;
  customers: number;
  operations: number;
  /** How often the app is ended with kill -9. */
  kills: number;
  /** How far Stripe's clock moves on the way. */
  days: number;
  databaseUrl: string;
  stripeUrl: string;
  appPort: number;
  /** The bundled `npm run sync`. */
  syncProgram: string;
  /** The file that the app's log goes to. */
  log?: string;
}>;

export type ChaosReport = Readonly<{ counts: Readonly<Record<string, number>>; problems: readonly string[] }>;
type Progress = (what: string, done: number, all: number) => void;

/** Lets everything go wrong that can, and compares every row with Stripe in the end. */
export async function runChaos(options: ChaosOptions, progress: Progress = () => {}): Promise<ChaosReport> {
  const { databaseUrl, stripeUrl, appPort } = options;
  const random = new Random(options.seed);
  const stage = await aStage({ databaseUrl, stripeUrl, now: FROZEN_NOW });
  const proxy = await startStripeProxy(stripeUrl);
  const appUrl = `http://localhost:${appPort}`;
  const deliveries = await startDeliveries(`${appUrl}/api/stripe/webhook`, random.for('deliveries'));
  const problems: string[] = [];
  let app: AppProcess | undefined;
  try {
    const people = await makePeople(options, stage, random, progress);
    await stage.deliverTo(deliveries.url);
    const env = stage.env(appUrl, { STRIPE_API_BASE: proxy.url, LOG_LEVEL: 'warn' });
    const start = () => startAppProcess(appPort, env, options.log);
    app = await start();
    disturbStripe(proxy, random.for('faults'));

    const endings = new Map<Ending | 'the app was down', number>();
    const confirmed = new Map<string, number>();
    const deleted = new Map<string, string>();
    const operations = new Map<string, number>();
    const told = {
      confirmed: (email: string) => void confirmed.set(email, (confirmed.get(email) ?? 0) + 1),
      deleted: (customerId: string, email: string) => void deleted.set(customerId, email),
      problem: (what: string) => void problems.push(what),
    };
    let [begun, kills, days] = [0, 0, 0];
    let restarting: Promise<void> | null = null;

    const killAndStart = async () => {
      await app?.kill();
      await pause(random.below(400));
      app = await start();
      restarting = null;
    };
    const work = async () => {
      while (begun < options.operations) {
        const index = begun;
        begun += 1;
        progress('operations', index, options.operations);
        if (
          Math.floor((index * options.kills) / options.operations) > kills - 1 &&
          kills < options.kills &&
          index > 0
        ) {
          kills += 1;
          restarting = killAndStart();
        }
        if (index * options.days > (days + 1) * options.operations) {
          days += 1;
          await stage.local('clock', { now: String(FROZEN_NOW + days * DAY) });
        }
        const chance = random.for(index);
        let ending: Ending | 'the app was down' = 'nothing to do';
        for (let draws = 0; ending === 'nothing to do' && draws < DRAWS; draws += 1) {
          const doing = { someone: chance.pick(people), appUrl, stripe: stage.stripe, random: chance, told };
          const operation = chance.weighted(OPERATIONS);
          ending = await operate(operation, doing).catch(async (error: unknown) => {
            if (isClosed(error)) return 'left halfway';
            if (!isDown(error)) problems.push(String(error).slice(0, 400));
            await restarting;
            return 'the app was down';
          });
          if (ending === 'done') operations.set(operation, (operations.get(operation) ?? 0) + 1);
        }
        endings.set(ending, (endings.get(ending) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await restarting;
    progress('operations', options.operations, options.operations);

    proxy.disturb({});
    deliveries.calm();
    await settle(stage, deliveries, progress);
    const early = await unequalRows(stage, await readBooks(stage));
    const unlucky = new Set(deliveries.dropped.values());
    for (const [id, how] of early)
      if (!unlucky.has(id)) problems.push(`${id} differs without a lost event: ${how}`);
    await sync(options, env);
    const books = await readBooks(stage);
    for (const [id, how] of await unequalRows(stage, books))
      problems.push(`${id} differs after sync: ${how}`);
    problems.push(...(await doubles(stage, books, confirmed)));
    problems.push(
      ...(await lostEvents(stage, deliveries.delivered, newcomers(people, books, deleted))).map(
        (id) => `lost: ${id}`,
      ),
    );
    return {
      counts: {
        ...counted(deliveries, proxy.counts(), books),
        kills,
        days,
        ...Object.fromEntries(endings),
        ...Object.fromEntries([...operations].map(([name, count]) => [`done: ${name}`, count])),
        'customers deleted at Stripe': deleted.size,
        'customers mended by sync': early.size,
      },
      problems,
    };
  } finally {
    await app?.stop();
    await deliveries.stop();
    await proxy.stop();
    await stage.close();
  }
}

async function makePeople(
  options: ChaosOptions,
  stage: Stage,
  random: Random,
  progress: Progress,
): Promise<Someone[]> {
  const people: Someone[] = [];
  let next = 0;
  const make = async () => {
    while (next < options.customers) {
      const index = next;
      next += 1;
      people[index] = await makeSomeone(stage, random.for(`person ${index}`), FROZEN_NOW, index);
      progress('customers', people.length, options.customers);
    }
  };
  await Promise.all(Array.from({ length: MAKING_AT_ONCE }, make));
  return people;
}

/** Stripe's page has no more buttons: the clock moved past its link's life, or the company ended what it was about. */
const isClosed = (error: unknown): boolean =>
  error instanceof Error &&
  /No button .* at \S+\/(p\/session|c\/pay)\/.* \((404|409|410)\)/.test(error.message);

/** An answer that never came because the app had been killed. */
const isDown = (error: unknown): boolean =>
  error instanceof TypeError && /fetch failed|terminated/.test(error.message);

/** Until Stripe has delivered everything and the app has worked off all of it. */
async function settle(stage: Stage, deliveries: Deliveries, progress: Progress): Promise<void> {
  let [quiet, most, fewest, giveUpAt] = [0, 0, Number.POSITIVE_INFINITY, 0];
  while (quiet < 3) {
    // what failed waits for its turn, up to an hour; what is due already is left to the app
    await stage.database
      .update(inbox)
      .set({ dueAt: sql`now()` })
      .where(and(eq(inbox.status, 'pending'), gt(inbox.dueAt, sql`now()`)));
    await pause(500);
    const waiting = deliveries.underWay() + (await stage.database.$count(inbox, ne(inbox.status, 'done')));
    const { data } = await stage.stripe.events.list({ limit: 100 });
    const undelivered = data.filter((event) => event.pending_webhooks > 0).length;
    most = Math.max(most, waiting);
    progress('late events', most - waiting, most);
    quiet = waiting + undelivered === 0 ? quiet + 1 : 0;
    if (waiting < fewest) [fewest, giveUpAt] = [waiting, Date.now() + STANDSTILL_MS];
    if (Date.now() > giveUpAt) throw new Error(`${waiting} events wait and nothing moves any more.`);
  }
}

async function sync({ syncProgram }: ChaosOptions, env: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn(process.execPath, ['--conditions=react-server', syncProgram], {
    env: { ...process.env, ...env, LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const problems = child.stderr.toArray();
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`npm run sync ended with ${code}: ${Buffer.concat(await problems)}`);
}

/**
 * Who became a customer on the way, or was deleted: what Stripe told before their row was there, or after another took
 * its place, nobody waits for.
 */
function newcomers(
  people: readonly Someone[],
  books: Awaited<ReturnType<typeof readBooks>>,
  deleted: ReadonlyMap<string, string>,
): Set<string> {
  const emails = new Set(people.filter(({ customerId }) => customerId === null).map(({ email }) => email));
  for (const email of deleted.values()) emails.add(email);
  const now = [...books].filter(([, { customer }]) => emails.has(customer.email ?? '')).map(([id]) => id);
  return new Set([...now, ...deleted.keys()]);
}

function counted(
  deliveries: Deliveries,
  requests: { requests: number; faults: number },
  books: Awaited<ReturnType<typeof readBooks>>,
) {
  const all = [...books.values()];
  const { events, duplicated, delayed, refused } = deliveries.counts();
  return {
    'customers at Stripe': books.size,
    'subscriptions at Stripe': all.reduce((sum, { subscriptions }) => sum + subscriptions.length, 0),
    'invoices at Stripe': all.reduce((sum, { invoices }) => sum + invoices.length, 0),
    'requests to Stripe': requests.requests,
    'requests disturbed': requests.faults,
    'events sent': events,
    'events dropped': deliveries.dropped.size,
    'events duplicated': duplicated,
    'events delayed': delayed,
    'deliveries the app did not take': refused,
  };
}
