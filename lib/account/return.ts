import 'server-only';
import { and, eq } from 'drizzle-orm';
import { auth } from '../auth';
import { isFinal, outcomeOf } from '../billing/outcome';
import { now } from '../clock';
import { db } from '../db/client';
import { portalIntents, type StoredOutcome } from '../db/schema';
import { previewNextPayment } from '../stripe/preview';
import { syncCustomer } from '../stripe/sync';
import { returnView } from './return-view';
import type { ReturnView } from './types';

export type { ReturnView } from './types';

/** A portal session lives for hours at most; after a day a visit that did nothing has done nothing for good. */
const OPEN_FOR_SECONDS = 24 * 60 * 60;

type IntentRow = typeof portalIntents.$inferSelect;

/**
 * What a portal visit did. Coming back proves nothing, so Stripe is read again and stored; a visit that did its work
 * gets the same answer for ever after. Null when the intent is not this person's or was made up.
 */
export async function getReturnView(intentId: string): Promise<ReturnView | null> {
  const user = await auth();
  if (!user) return null;
  const [row] = await db()
    .select()
    .from(portalIntents)
    .where(and(eq(portalIntents.id, intentId), eq(portalIntents.userId, user.id)));
  if (!row || row.openedAt === null) return null;
  const { promotion } = row;
  const told = isSettled(row.outcome, row.openedAt) ?? (await resolve(row, row.openedAt));
  return returnView({ ...told, promotion });
}

function isSettled(stored: StoredOutcome | null, openedAt: number): StoredOutcome | null {
  const settled = stored && (isFinal(stored.outcome) || openedAt + OPEN_FOR_SECONDS < now());
  return settled ? stored : null;
}

async function resolve(row: IntentRow, openedAt: number): Promise<StoredOutcome> {
  const state = await syncCustomer(row.customerId);
  const outcome = outcomeOf(row.intent, row.before, state, openedAt);
  const next = outcome.about === 'plan' && isFinal(outcome) ? await previewNextPayment(state) : null;
  const stored = { outcome, next };
  await db().update(portalIntents).set({ outcome: stored }).where(eq(portalIntents.id, row.id));
  return stored;
}
