import 'server-only';
import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { User } from '../auth';
import { factsBefore } from '../billing/before';
import type { VisitIntent } from '../billing/checkout';
import type { CustomerState } from '../billing/customer-state';
import type { PromotionCode } from '../billing/promotion';
import { type Attribution, linkKey } from '../campaigns/link';
import { env, livemode } from '../env';
import { db } from './client';
import { portalIntents } from './schema';

/** 128 bits: the id stands in the return URL. */
const ID_BYTES = 16;

type NewVisit = Readonly<{
  user: User;
  /** The user's customer, read from Stripe just now: what the visit's outcome is compared with. */
  state: CustomerState;
  intent: VisitIntent;
  promotion: PromotionCode | null;
  attribution: Attribution | null;
}>;

/**
 * Stores what a visit to the portal or to Checkout is for and how things stood, before its page opens, so that a
 * finished one always finds it. Gives the visit's id and the URL that it returns to.
 */
export async function storeVisit(visit: NewVisit): Promise<{ id: string; returnUrl: string }> {
  const { user, state, intent, promotion, attribution } = visit;
  const id = randomBytes(ID_BYTES).toString('base64url');
  await db()
    .insert(portalIntents)
    .values({
      id,
      userId: user.id,
      customerId: state.customerId,
      livemode: livemode(),
      kind: intent.kind,
      intent,
      promotion,
      before: factsBefore(state),
      attribution,
      linkKey: attribution && linkKey(attribution),
    });
  return { id, returnUrl: new URL(`/account/return/${id}`, env().APP_URL).href };
}

/** Notes that a visit's page was opened, at `openedAt` by Stripe's clock (Unix seconds). */
export async function noteOpened(id: string, openedAt: number): Promise<void> {
  await db().update(portalIntents).set({ openedAt }).where(eq(portalIntents.id, id));
}
