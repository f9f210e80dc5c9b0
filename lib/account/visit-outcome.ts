import 'server-only';
import { and, eq, gte, isNotNull, isNull, ne, notInArray, or, sql } from 'drizzle-orm';
import type { CustomerState } from '../billing/customer-state';
import { FINAL_KINDS, isFinal, type Outcome, outcomeOf } from '../billing/outcome';
import { db } from '../db/client';
import { portalIntents, type StoredOutcome } from '../db/schema';
import { previewNextPayment } from '../stripe/preview';

/** A portal session lives for hours at most; after a day a visit that did nothing has done nothing for good. */
export const OPEN_FOR_SECONDS = 24 * 60 * 60;

/** A visit to the portal or to Checkout, as it is stored. */
export type Visit = typeof portalIntents.$inferSelect;

/** What a visit did by what Stripe says now, before it is kept. */
export async function visitOutcome(row: Visit, openedAt: number, state: CustomerState): Promise<Outcome> {
  return outcomeOf(row.intent, row.before, state, openedAt, await settledBeside(row, openedAt));
}

/**
 * The same, kept as the visit's answer with what is to be paid next. `openedAt` is the row's own, `state` was read from
 * Stripe just now.
 */
export async function resolveVisit(
  row: Visit,
  openedAt: number,
  state: CustomerState,
): Promise<StoredOutcome> {
  const outcome = await visitOutcome(row, openedAt, state);
  const next = outcome.about === 'plan' && isFinal(outcome) ? await previewNextPayment(state) : null;
  return store(row.id, { outcome, next });
}

/** The final answers of the customer's other visits that were open together with this one or later. */
async function settledBeside({ id, userId, customerId }: Visit, openedAt: number): Promise<Outcome[]> {
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
