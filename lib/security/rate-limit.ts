import 'server-only';
import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { db } from '../db/client';
import { env } from '../env';
import { log } from '../log';
import { processWide } from '../process-wide';
import { requestContext } from '../request-context';
import { clientAddress, countedAs, isThisMachine } from './client-address';
import { LIMITS, type Limit } from './limits';

const DEMO_FACTOR = 100;

/**
 * Counts a try of somebody. Null when it may go on, else the seconds to wait. Counted in Postgres, so by all processes
 * together; while that does not answer, each process counts for itself. `who` null is nobody who could be counted.
 */
export async function spend(limit: Limit, who: string | null): Promise<number | null> {
  const limiter = who === null ? null : limiterOf(limit);
  if (who === null || limiter === null) return null;
  try {
    await limiter.consume(keyOf(who));
    return null;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    log.warn('limit.reached', { limit, tries: refused.consumedPoints });
    return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
  }
}

/** The client of this request, as the limits by client count it; null for this machine itself and for nobody known. */
export function countedClient(): string | null {
  const context = requestContext();
  const address = context && clientAddress(context.peer, context.forwardedFor, env().TRUSTED_PROXIES);
  return address && !isThisMachine(address) ? countedAs(address) : null;
}

/** An address or a person in the table means nothing to whoever reads it. */
const keyOf = (who: string): string =>
  createHash('sha256').update(`${env().NEXTAUTH_SECRET}|${who}`).digest('base64url');

type Limiters = Map<Limit, RateLimiterPostgres>;

/** Null when limits are switched off. */
function limiterOf(limit: Limit): RateLimiterPostgres | null {
  const factor = env().RATE_LIMIT_FACTOR ?? (env().SIDEDOOR_DEMO ? DEMO_FACTOR : 1);
  if (factor === 0) return null;
  const limiters = processWide<Limiters>('rate-limiters', () => new Map());
  const existing = limiters.get(limit);
  if (existing) return existing;
  const { points, seconds } = LIMITS[limit];
  const most = { points: Math.ceil(points * factor), duration: seconds };
  const made = new RateLimiterPostgres({
    ...most,
    keyPrefix: limit,
    storeClient: { query: ({ text, values }: Query) => run(text, values) },
    storeType: 'client',
    tableName: 'rate_limits',
    tableCreated: true, // by our migrations
    inMemoryBlockOnConsumed: most.points, // who is refused costs the database nothing
    insuranceLimiter: new RateLimiterMemory({ ...most, keyPrefix: limit }),
  });
  limiters.set(limit, made);
  return made;
}

type Query = Readonly<{ text: string; values: (string | number | null)[] }>;

/** What the limiter expects of a Postgres client, by ours; it counts with `expire`, which Postgres gives as text. */
async function run(text: string, values: Query['values']) {
  const rows = await db().$client.unsafe(text, values);
  return {
    rowCount: rows.count,
    rows: rows.map((row) => ({ ...row, expire: row.expire === null ? null : Number(row.expire) })),
  };
}
