import 'server-only';
import { and, eq, gt, lt, ne, sql } from 'drizzle-orm';
import { db } from '../db/client';
import { sessions, users } from '../db/schema';
import { hashOf } from './token';

export type User = Readonly<{ id: string; email: string }>;

/** A session ends so many seconds after sign-in, whatever happens: 30 days. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;
const IDLE = sql`interval '7 days'`;
const SEEN_EVERY_MS = 60 * 60 * 1000;

/** Begins a session under this token, and forgets those whose time is over. */
export async function openSession(token: string, userId: string, expires: Date): Promise<void> {
  await db()
    .insert(sessions)
    .values({ tokenHash: hashOf(token), userId, expires });
  await db().delete(sessions).where(lt(sessions.expires, sql`now()`));
}

/**
 * Whose session this is, or null: unknown, ended, 30 days old, or not used for 7. Using it is noted once an hour. The
 * row is read each request, so a copied cookie dies with the session it was copied from.
 */
export async function userOfSession(token: string): Promise<User | null> {
  const tokenHash = hashOf(token);
  const [row] = await db()
    .select({ id: users.id, email: users.email, seenAt: sessions.seenAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.tokenHash, tokenHash),
        gt(sessions.expires, sql`now()`),
        gt(sessions.seenAt, sql`now() - ${IDLE}`),
      ),
    );
  if (!row) return null;
  if (row.seenAt.getTime() < Date.now() - SEEN_EVERY_MS)
    await db().update(sessions).set({ seenAt: sql`now()` }).where(eq(sessions.tokenHash, tokenHash));
  return { id: row.id, email: row.email };
}

/** Ends one session; tells whether there was one. */
export async function endSession(token: string): Promise<boolean> {
  const ended = await db()
    .delete(sessions)
    .where(eq(sessions.tokenHash, hashOf(token)))
    .returning({ userId: sessions.userId });
  return ended.length > 0;
}

/** Ends every session of a person, or all but the one with this token. */
export async function endSessions(userId: string, exceptToken: string | null = null): Promise<void> {
  const ofUser = eq(sessions.userId, userId);
  await db()
    .delete(sessions)
    .where(exceptToken === null ? ofUser : and(ofUser, ne(sessions.tokenHash, hashOf(exceptToken))));
}
