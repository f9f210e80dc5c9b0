import 'server-only';
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import { settleCampaignVisit } from '../campaigns/settle';
import { db, INBOX_LANES, inboxDb, type Transaction } from '../db/client';
import { inbox } from '../db/schema';
import { livemode } from '../env';
import { log } from '../log';
import { renewCatalogue } from '../pricing/renew';
import { processWide } from '../process-wide';
import { redactText } from '../redact';
import { isStopping } from '../stopping';
import { endSpareCheckouts } from '../stripe/checkout';
import { syncCustomer } from '../stripe/sync';
import { type Note, traced } from '../telemetry/instruments';
import { pauseAfter } from './backoff';

type Entry = Readonly<{ id: string; type: string; customerId: string | null; attempts: number }>;

/**
 * Works off everything that is due and comes back when nothing is left. Any number of processes may do so at once: an
 * entry is claimed by its row lock, and a process that dies gives it back. Never throws: what fails is due again later.
 */
export function workOffInbox(): Promise<void> {
  const worker = processWide('inbox-worker', () => ({ calls: 0, running: null as Promise<void> | null }));
  worker.calls += 1;
  worker.running ??= workUntilNobodyCalls(worker).finally(() => {
    worker.running = null;
  });
  return worker.running;
}

/** Another call while this works means that there may be more than the last look has seen. */
async function workUntilNobodyCalls(worker: { calls: number }): Promise<void> {
  for (let seen = 0; seen !== worker.calls; ) {
    seen = worker.calls;
    await Promise.all(Array.from({ length: INBOX_LANES }, workUntilNothingIsDue));
  }
}

/** One lane: a customer after the other. A slow one holds up this lane alone. */
async function workUntilNothingIsDue(): Promise<void> {
  try {
    while (!isStopping() && (await workOffNext())) {
      // until nothing is due
    }
  } catch (error) {
    log.error('inbox.failed', { error }); // the database itself: the next round tries again
  }
}

/** Works off the oldest due entry, together with all others about the same customer: one look answers them all. */
async function workOffNext(): Promise<boolean> {
  return inboxDb().transaction(async (tx) => {
    const [first] = await claim(tx, eq(inbox.status, 'pending'), 1);
    if (!first) return false;
    const sameCustomer =
      first.customerId === null ? [] : await claim(tx, eq(inbox.customerId, first.customerId), 1000);
    const entries = [first, ...sameCustomer.filter(({ id }) => id !== first.id)];
    const facts = {
      'sidedoor.event_type': first.type,
      'sidedoor.attempts': first.attempts + 1,
      'sidedoor.entries': entries.length,
    };
    await traced('inbox.work', facts, (note) => lookAndSettle(tx, first, entries, note));
    return true;
  });
}

async function lookAndSettle(tx: Transaction, first: Entry, entries: readonly Entry[], note: Note) {
  try {
    await look(first);
    await settle(tx, entries, { status: 'done', doneAt: sql`now()`, error: null });
    note({ 'sidedoor.outcome': 'done' });
  } catch (error) {
    log.warn('inbox.retry', { event: first.id, type: first.type, attempts: first.attempts + 1, error });
    for (const entry of entries) await postpone(tx, entry, error);
    note({ 'sidedoor.outcome': pauseAfter(first.attempts + 1) === null ? 'dead' : 'retry' });
  }
}

function claim(tx: Transaction, which: ReturnType<typeof eq>, limit: number): Promise<Entry[]> {
  return tx
    .select({ id: inbox.id, type: inbox.type, customerId: inbox.customerId, attempts: inbox.attempts })
    .from(inbox)
    .where(
      and(eq(inbox.status, 'pending'), eq(inbox.livemode, livemode()), lte(inbox.dueAt, sql`now()`), which),
    )
    .orderBy(asc(inbox.dueAt))
    .limit(limit)
    .for('update', { skipLocked: true });
}

/** What an event is for: to look at Stripe again. */
async function look({ customerId }: Entry): Promise<void> {
  if (customerId === null) {
    await renewCatalogue();
    return;
  }
  const state = await syncCustomer(customerId);
  await endSpareCheckouts(state);
  await settleCampaignVisit(state);
}

async function settle(
  tx: Transaction,
  entries: readonly Entry[],
  set: Parameters<ReturnType<typeof tx.update<typeof inbox>>['set']>[0],
): Promise<void> {
  const ids = entries.map(({ id }) => id);
  await tx.update(inbox).set(set).where(inArray(inbox.id, ids));
}

async function postpone(tx: Transaction, entry: Entry, error: unknown): Promise<void> {
  const attempts = entry.attempts + 1;
  const pause = pauseAfter(attempts);
  const message = redactText(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  if (pause === null) log.error('inbox.dead', { event: entry.id, type: entry.type, attempts });
  await settle(tx, [entry], {
    attempts,
    error: message,
    ...(pause === null
      ? { status: 'dead' as const }
      : { dueAt: sql`now() + make_interval(secs => ${pause})` }),
  });
}

const ROUND_MS = 10_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Looks for due entries at once and from time to time: retries, and what a process that died has left. Once per
 * process.
 */
export function keepWorking(): void {
  void workOffInbox();
  const round = setInterval(workOffInbox, ROUND_MS);
  round.unref();
  const cleaning = setInterval(() => {
    forgetOldEntries().catch((error) => log.warn('inbox.not-cleaned', { error }));
  }, DAY_MS);
  cleaning.unref();
}

/** Removes what was done more than 30 days ago: Stripe does not deliver an event again after that. */
async function forgetOldEntries(): Promise<void> {
  await db()
    .delete(inbox)
    .where(and(eq(inbox.status, 'done'), lte(inbox.doneAt, sql`now() - interval '30 days'`)));
}
