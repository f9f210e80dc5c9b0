import 'server-only';
import { and, eq, gte, isNotNull, isNull, ne, notInArray, or, sql } from 'drizzle-orm';
import { auth } from '../auth';
import { FINAL_KINDS, isFinal, type Outcome, outcomeOf } from '../billing/outcome';
import { attribute } from '../campaigns/attribute';
import { now } from '../clock';
import { db } from '../db/client';
import { portalIntents, type StoredOutcome } from '../db/schema';
import { livemode } from '../env';
import { previewNextPayment } from '../stripe/preview';
import { syncCustomer } from '../stripe/sync';
import { returnView } from './return-view';
import type { ReturnView } from './types';

export type { ReturnView } from './types';

/** A portal session lives for hours at most; after a day a visit that did nothing has done nothing for good. */
const OPEN_FOR_SECONDS = 24 * 60 * 60;

/** As lib/stripe/portal.ts makes them: 128 bits. */
const INTENT_ID = /^[\w-]{22}$/;

type IntentRow = typeof portalIntents.$inferSelect;

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
  const told = isSettled(row.outcome, row.openedAt) ?? (await resolve(row, row.openedAt));
  await attribute({ ...row, outcome: told });
  const plansHref = row.intent.kind === 'checkout' ? row.intent.backTo : '/pricing';
  return { ...returnView({ ...told, promotion }), plansHref };
}

function isSettled(stored: StoredOutcome | null, openedAt: number): StoredOutcome | null {
  const settled = stored && (isFinal(stored.outcome) || openedAt + OPEN_FOR_SECONDS < now());
  return settled ? stored : null;
}

async function resolve(row: IntentRow, openedAt: number): Promise<StoredOutcome> {
  const state = await syncCustomer(row.customerId);
  const outcome = outcomeOf(row.intent, row.before, state, openedAt, await settledBeside(row, openedAt));
  const next = outcome.about === 'plan' && isFinal(outcome) ? await previewNextPayment(state) : null;
  return store(row.id, { outcome, next });
}

/** The final answers of the customer's other visits that were open together with this one or later. */
async function settledBeside({ id, userId, customerId }: IntentRow, openedAt: number): Promise<Outcome[]> {
  const rows = await db()
    .select({ outcome: portalIntents.outcome })
    .from(portalIntents)
    .where(
      and(
        eq(portalIntents.userId, userId),
        eq(portalIntents.customerId, customerId),
        ne(portalIntents.id, id),
        gte(portalIntents.openedAt, openedAt - OPEN_FOR_SECONDS),
        isNotNull(portalIntents.outcome),
      ),
    );
  return rows.flatMap(({ outcome }) => (outcome && isFinal(outcome.outcome) ? outcome.outcome : []));
}

/** Keeps an answer. Of two looks at once, in whatever process, a final answer goes before one that is not. */
async function store(id: string, outcome: StoredOutcome): Promise<StoredOutcome> {
  const kind = sql<string>`${portalIntents.outcome} -> 'outcome' ->> 'kind'`;
  const [stored] = await db()
    .update(portalIntents)
    .set({ outcome })
    .where(
      and(eq(portalIntents.id, id), or(isNull(portalIntents.outcome), notInArray(kind, [...FINAL_KINDS]))),
    )
    .returning({ id: portalIntents.id });
  if (stored) return outcome;
  const [row] = await db()
    .select({ outcome: portalIntents.outcome })
    .from(portalIntents)
    .where(eq(portalIntents.id, id));
  return row?.outcome ?? outcome;
}
