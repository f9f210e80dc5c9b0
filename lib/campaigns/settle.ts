import 'server-only';
import { and, eq, gte, isNotNull, isNull, notInArray, or, sql } from 'drizzle-orm';
import { OPEN_FOR_SECONDS, resolveVisit, visitOutcome } from '../account/visit-outcome';
import type { CustomerState } from '../billing/customer-state';
import { FINAL_KINDS, type Outcome } from '../billing/outcome';
import { now } from '../clock';
import { db } from '../db/client';
import { customers, portalIntents } from '../db/schema';
import { attribute } from './attribute';

/**
 * Answers the open visit of somebody who came by a campaign link and closed the window at Stripe after paying, from
 * what was read of Stripe just now: the return page would say the same, but nobody opens it. Only when no other visit is
 * open, whose return page could then be told less than it knows, and only when the money has arrived.
 */
export async function settleCampaignVisit(state: CustomerState): Promise<void> {
  const kind = sql<string>`${portalIntents.outcome} -> 'outcome' ->> 'kind'`;
  const open = await db()
    .select({ visit: portalIntents })
    .from(portalIntents)
    .innerJoin(customers, eq(customers.userId, portalIntents.userId))
    .where(
      and(
        eq(customers.stripeCustomerId, state.customerId),
        eq(portalIntents.customerId, state.customerId),
        isNotNull(portalIntents.openedAt),
        or(gte(portalIntents.openedAt, now() - OPEN_FOR_SECONDS), eq(kind, 'pending')),
        or(isNull(portalIntents.outcome), notInArray(kind, [...FINAL_KINDS])),
      ),
    )
    .limit(2);
  const [only, another] = open;
  if (!only || another) return;
  const { visit } = only;
  if (visit.linkKey === null || visit.openedAt === null) return;
  if (!isPaid(await visitOutcome(visit, visit.openedAt, state))) return;
  await attribute({ ...visit, outcome: await resolveVisit(visit, visit.openedAt, state) });
}

const isPaid = (outcome: Outcome): boolean =>
  outcome.about === 'plan' &&
  (outcome.kind === 'scheduled' || (outcome.kind === 'changed' && outcome.invoice?.status === 'paid'));
