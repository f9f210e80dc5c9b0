import 'server-only';
import { and, desc, eq } from 'drizzle-orm';
import type { User } from '../auth';
import { db } from '../db/client';
import { auditEvents } from '../db/schema';
import { livemode } from '../env';
import { type ActivityLine, activityLine } from './activity-line';

const NEWEST = 10;

/** What a person asked for in billing and about their sign-in, newest first. */
export async function listActivity(user: User): Promise<readonly ActivityLine[]> {
  const rows = await db()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.userId, user.id), eq(auditEvents.livemode, livemode())))
    .orderBy(desc(auditEvents.id))
    .limit(NEWEST);
  return rows.map(activityLine);
}
