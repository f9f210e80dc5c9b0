import 'server-only';
import { sql } from 'drizzle-orm';
import { dayOf } from '../calendar';
import { now } from '../clock';
import { db } from '../db/client';
import { campaignPeople, campaignVisits } from '../db/schema';
import { livemode } from '../env';
import { log } from '../log';
import { processWide } from '../process-wide';
import { currentAttribution } from './current';
import { type Attribution, linkKey } from './link';
import { type VisitBuffer, type VisitCount, visitBuffer } from './visit-buffer';

const WRITTEN_WITHIN_MS = 2_000;

/** This process's visits on their way into the database, at most two seconds behind. */
export function visits(): VisitBuffer {
  return processWide('campaign-visits', () =>
    visitBuffer(addVisits, WRITTEN_WITHIN_MS, (error) => log.warn('campaign.visits-not-written', { error })),
  );
}

/** Adds to the counters of links and days, all or none, in one statement. */
export async function addVisits(counts: readonly VisitCount[]): Promise<void> {
  await db()
    .insert(campaignVisits)
    .values(counts.map((count) => ({ ...count, livemode: livemode() })))
    .onConflictDoUpdate({
      target: [campaignVisits.livemode, campaignVisits.linkKey, campaignVisits.day],
      set: { visits: sql`${campaignVisits.visits} + excluded.visits` },
    });
}

/** Counts one visit; the promise is kept when it was written. */
export const countVisit = (attribution: Attribution): Promise<void> =>
  visits().count(linkKey(attribution), dayOf(now()));

/** Notes that a user was signed in after having come by a link: once for each link, however often they do. */
export async function notePerson(attribution: Attribution, userId: string): Promise<void> {
  await db()
    .insert(campaignPeople)
    .values({ livemode: livemode(), linkKey: linkKey(attribution), userId, day: dayOf(now()) })
    .onConflictDoNothing();
}

/** The same for whoever signs in by this request. Never throws: nobody stays outside because of a count. */
export async function noteSignIn(userId: string): Promise<void> {
  try {
    await attributionOf(userId);
  } catch (error) {
    log.warn('campaign.sign-in-not-noted', { error });
  }
}

/** The link a signed-in user came by, who is noted as one of its people; null for somebody who came by none. */
export async function attributionOf(userId: string): Promise<Attribution | null> {
  const attribution = await currentAttribution();
  if (attribution) await notePerson(attribution, userId);
  return attribution;
}

/** What was noted is written before a process that is asked to end does so. */
export function keepCounting(): void {
  const write = () => void visits().flush();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, write);
}
