import 'server-only';
import { and, eq } from 'drizzle-orm';
import { auth } from '../auth';
import { isFinal } from '../billing/outcome';
import { attribute } from '../campaigns/attribute';
import { now } from '../clock';
import { db } from '../db/client';
import { portalIntents, type StoredOutcome } from '../db/schema';
import { livemode } from '../env';
import { syncCustomer } from '../stripe/sync';
import { returnView } from './return-view';
import type { ReturnView } from './types';
import { OPEN_FOR_SECONDS, resolveVisit } from './visit-outcome';

export type { ReturnView } from './types';

/** As lib/db/visit-store.ts makes them: 128 bits. */
const INTENT_ID = /^[\w-]{22}$/;

/**
 * What a portal visit did. Coming back proves nothing, so Stripe is read again and stored; a visit that did its work
 * gets the same answer for ever after. Null when the intent is not this person's, of the other of test
 * and live mode, or made up.
 */
export async function getReturnView(intentId: string): Promise<ReturnView | null> {
  const user = await auth();
  if (!user) return null;
  if (!INTENT_ID.test(intentId)) return null; // some of what a person can type no database takes
  const [row] = await db()
    .select()
    .from(portalIntents)
    .where(
      and(
        eq(portalIntents.id, intentId),
        eq(portalIntents.userId, user.id),
        eq(portalIntents.livemode, livemode()),
      ),
    );
  if (!row || row.openedAt === null) return null;
  const { promotion } = row;
  const told =
    isSettled(row.outcome, row.openedAt) ??
    (await resolveVisit(row, row.openedAt, await syncCustomer(row.customerId)));
  await attribute({ ...row, outcome: told });
  const plansHref = row.intent.kind === 'checkout' ? row.intent.backTo : '/pricing';
  return { ...returnView({ ...told, promotion }), plansHref };
}

function isSettled(stored: StoredOutcome | null, openedAt: number): StoredOutcome | null {
  if (!stored) return null;
  const { outcome } = stored;
  // a payment by bank may take longer than any visit is open
  const isOver = outcome.kind !== 'pending' && openedAt + OPEN_FOR_SECONDS < now();
  return isFinal(outcome) || isOver ? stored : null;
}
