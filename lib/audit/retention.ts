import 'server-only';
import { lt, sql } from 'drizzle-orm';
import { db } from '../db/client';
import { auditEvents } from '../db/schema';
import { log } from '../log';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Removes acts of more than 400 days ago: a year of billing and its complaints. The database lets no younger one go. */
export async function forgetOldActs(): Promise<number> {
  const gone = await db()
    .delete(auditEvents)
    .where(lt(auditEvents.recordedAt, sql`now() - interval '400 days'`))
    .returning({ id: auditEvents.id });
  return gone.length;
}

/** Does so once a day. Once per process. */
export function keepForgettingActs(): void {
  const cleaning = setInterval(() => {
    forgetOldActs().catch((error) => log.warn('audit.not-cleaned', { error }));
  }, DAY_MS);
  cleaning.unref();
}
