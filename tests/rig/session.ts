import { createHash, randomBytes } from 'node:crypto';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { sessions } from '@/lib/db/schema';

const HOUR_MS = 60 * 60 * 1000;

/** Signs a user in as the mailed link does, by the database; the session's cookie for an app without https. */
export async function sessionCookie(
  database: PgDatabase<PgQueryResultHKT>,
  user: Readonly<{ id: string }>,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await database.insert(sessions).values({
    tokenHash: createHash('sha256').update(token).digest('hex'),
    userId: user.id,
    expires: new Date(Date.now() + HOUR_MS),
  });
  return `next-auth.session-token=${token}`;
}
