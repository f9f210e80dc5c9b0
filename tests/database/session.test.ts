import { createHash, randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { endSession, endSessions, openSession, userOfSession } from '@/lib/auth/session';
import { db } from '@/lib/db/client';
import { sessions, users } from '@/lib/db/schema';
import { aUser } from './given';

const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000);
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

async function aSession(user: { id: string }, expires = inDays(30)): Promise<string> {
  const token = randomUUID();
  await openSession(token, user.id, expires);
  return token;
}

const seen = (token: string, daysAgo: number) =>
  db()
    .update(sessions)
    .set({ seenAt: sql`now() - make_interval(mins => ${Math.round(daysAgo * 24 * 60)})` })
    .where(eq(sessions.tokenHash, hashOf(token)));

test('a session is its person’s, and the database does not hold its token', async () => {
  const user = await aUser();
  const token = await aSession(user);
  expect(await userOfSession(token)).toEqual(user);
  const rows = await db().select().from(sessions).where(eq(sessions.userId, user.id));
  expect(JSON.stringify(rows)).not.toContain(token);
});

test('a copied cookie is nobody’s once its session was signed out; other browsers stay', async () => {
  const user = await aUser();
  const [here, elsewhere] = [await aSession(user), await aSession(user)];
  expect(await endSession(here)).toBe(true);
  expect(await endSession(here)).toBe(false);
  expect(await userOfSession(here)).toBeNull();
  expect(await userOfSession(elsewhere)).toEqual(user);
});

test('signing out everywhere ends every session of that person and nobody else’s', async () => {
  const [ada, grace] = [await aUser(), await aUser()];
  const [first, second, other] = [await aSession(ada), await aSession(ada), await aSession(grace)];
  await endSessions(ada.id);
  expect([await userOfSession(first), await userOfSession(second)]).toEqual([null, null]);
  expect(await userOfSession(other)).toEqual(grace);
});

test('all sessions of a person but this one can be ended', async () => {
  const user = await aUser();
  const [here, elsewhere] = [await aSession(user), await aSession(user)];
  await endSessions(user.id, here);
  expect([await userOfSession(here), await userOfSession(elsewhere)]).toEqual([user, null]);
});

test('the cookie of somebody who is deleted is nobody’s', async () => {
  const user = await aUser();
  const token = await aSession(user);
  await db().delete(users).where(eq(users.id, user.id));
  expect(await userOfSession(token)).toBeNull();
});

test('a session ends when its time is over, used or not', async () => {
  const token = await aSession(await aUser());
  await db()
    .update(sessions)
    .set({ expires: sql`now()` })
    .where(eq(sessions.tokenHash, hashOf(token)));
  expect(await userOfSession(token)).toBeNull();
});

test('a session that nobody has used for a week is over; using it within the week keeps it', async () => {
  const user = await aUser();
  const [used, left] = [await aSession(user), await aSession(user)];
  await seen(left, 7.01);
  await seen(used, 6.9);
  expect(await userOfSession(left)).toBeNull();
  expect(await userOfSession(used)).toEqual(user);
  const [row] = await db()
    .select({ seenAt: sessions.seenAt })
    .from(sessions)
    .where(eq(sessions.tokenHash, hashOf(used)));
  expect(row?.seenAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
});

test('a new session clears away those whose time is over', async () => {
  const user = await aUser();
  const over = await aSession(user, new Date(Date.now() - 1000));
  await aSession(user);
  expect(await db().$count(sessions, eq(sessions.tokenHash, hashOf(over)))).toBe(0);
});
