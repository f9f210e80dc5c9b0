import 'server-only';
import { and, eq, gte, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Visit } from '../account/visit-outcome';
import { isFinal } from '../billing/outcome';
import { now } from '../clock';
import { db } from '../db/client';
import { portalIntents } from '../db/schema';
import { livemode } from '../env';
import { log } from '../log';
import { stripe } from '../stripe/client';
import { missingMetadata } from './attribution-metadata';

/**
 * Writes where a customer came from on the subscription that a proven visit to the portal changed, or will change.
 * Before that nothing is written; a plan begun at Checkout has it from the session. Twice is once. Never throws: the
 * customer's answer does not wait for a note of ours, and keepAttributing tries again.
 */
export async function attribute({ id, intent, attribution, outcome, attributedAt }: Visit): Promise<void> {
  if (!attribution || attributedAt || outcome?.outcome.about !== 'plan' || !isFinal(outcome.outcome)) return;
  try {
    if (intent.kind === 'subscription_update_confirm' || intent.kind === 'subscription_update') {
      const { metadata } = await stripe().subscriptions.retrieve(intent.subscription);
      const missing = missingMetadata(attribution, metadata);
      if (missing) await stripe().subscriptions.update(intent.subscription, { metadata: missing });
    }
    await db().update(portalIntents).set({ attributedAt: sql`now()` }).where(eq(portalIntents.id, id));
  } catch (error) {
    log.warn('campaign.not-attributed', { intent: id, error });
  }
}

const ROUND_MS = 60_000;
const TRIED_FOR_SECONDS = 2 * 24 * 60 * 60;
const MOST_A_ROUND = 20;

/** Tries again, now and then, what Stripe did not take. Once per process; several do no harm. */
export function keepAttributing(): void {
  const round = setInterval(() => {
    attributeMissed().catch((error) => log.warn('campaign.round-failed', { error }));
  }, ROUND_MS);
  round.unref();
}

/** Writes what an earlier attempt could not. */
export async function attributeMissed(): Promise<void> {
  const visits = await db()
    .select()
    .from(portalIntents)
    .where(
      and(
        isNotNull(portalIntents.linkKey),
        isNotNull(portalIntents.outcome),
        isNull(portalIntents.attributedAt),
        eq(portalIntents.livemode, livemode()),
        gte(portalIntents.openedAt, now() - TRIED_FOR_SECONDS),
        sql`${portalIntents.outcome} -> 'outcome' ->> 'kind' in ('changed', 'scheduled')`,
      ),
    )
    .limit(MOST_A_ROUND);
  for (const visit of visits) await attribute(visit);
}
