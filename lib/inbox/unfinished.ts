import 'server-only';
import { and, count, eq, inArray } from 'drizzle-orm';
import { db } from '../db/client';
import { inbox } from '../db/schema';
import { livemode } from '../env';

/** How many entries of this mode wait, and how many were given up; zeroes included. */
export async function countUnfinished(): Promise<{ status: 'waiting' | 'dead'; count: number }[]> {
  const rows = await db()
    .select({ status: inbox.status, count: count() })
    .from(inbox)
    .where(and(inArray(inbox.status, ['pending', 'dead']), eq(inbox.livemode, livemode())))
    .groupBy(inbox.status);
  const of = (status: 'pending' | 'dead') => rows.find((row) => row.status === status)?.count ?? 0;
  return [
    { status: 'waiting', count: of('pending') },
    { status: 'dead', count: of('dead') },
  ];
}
