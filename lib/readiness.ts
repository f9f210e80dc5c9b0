import 'server-only';
import { sql } from 'drizzle-orm';
import { db } from './db/client';
import journal from './db/migrations/meta/_journal.json';
import { log } from './log';
import { processWide } from './process-wide';
import { isStopping } from './stopping';
import { stripe } from './stripe/client';
import { isKeyRefused } from './stripe/errors';

/** What an instance needs before it is given visitors, each part with what is wrong with it, in a word or two. */
export type Readiness = Readonly<{ ready: boolean; checks: Readonly<Record<Part, string>> }>;
type Part = 'process' | 'database' | 'migrations' | 'stripe';

const OK = 'ok';
const STRIPE_COUNTS_FOR_MS = 10_000;
const STRIPE_TIMEOUT_MS = 3_000;
const DATABASE_TIMEOUT_MS = 3_000;

/** Looks at everything that an instance needs. The words name no address and no value. */
export async function readiness(): Promise<Readiness> {
  const [database, stripeAnswer] = await Promise.all([lookAtDatabase(), recentLookAtStripe()]);
  const checks = { process: isStopping() ? 'ending' : OK, ...database, stripe: stripeAnswer };
  return { ready: Object.values(checks).every((answer) => answer === OK), checks };
}

/** A database of a newer version is ready: while a release goes out, the instances of the last one go on. */
async function lookAtDatabase(): Promise<{ database: string; migrations: string }> {
  try {
    const applied = await inTime(
      db()
        .execute<{ applied: number }>(sql`select count(*)::int as applied from drizzle.__drizzle_migrations`)
        .then(([row]) => row?.applied ?? 0),
    );
    const missing = journal.entries.length - applied;
    return { database: OK, migrations: missing > 0 ? `${missing} not applied` : OK };
  } catch (error) {
    // 42P01, 3F000: the table, or its schema, is not there
    const empty = /^(42P01|3F000)$/.test(String(codeOf(error)));
    if (empty) return { database: OK, migrations: `${journal.entries.length} not applied` };
    log.error('ready.no-database', { error });
    return { database: 'unreachable', migrations: 'unknown' };
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Object && 'code' in error.cause
    ? error.cause.code
    : undefined;

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error('The database did not answer in time.')), DATABASE_TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Stripe's answer, asked for once in ten seconds at most: a load balancer asks every second, of every instance. */
function recentLookAtStripe(): Promise<string> {
  const last = processWide('ready-stripe', () => ({ at: 0, answer: Promise.resolve(OK) }));
  if (Date.now() - last.at >= STRIPE_COUNTS_FOR_MS) {
    last.at = Date.now();
    last.answer = lookAtStripe();
  }
  return last.answer;
}

async function lookAtStripe(): Promise<string> {
  try {
    await stripe().prices.list({ limit: 1 }, { timeout: STRIPE_TIMEOUT_MS, maxNetworkRetries: 0 });
    return OK;
  } catch (error) {
    log.error('ready.no-stripe', { error });
    return isKeyRefused(error) ? 'refuses the key' : 'unreachable';
  }
}
