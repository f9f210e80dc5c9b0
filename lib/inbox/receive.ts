import 'server-only';
import { eq, sql } from 'drizzle-orm';
import type Stripe from 'stripe';
import { db } from '../db/client';
import { isOurs } from '../db/customer-store';
import { inbox } from '../db/schema';
import { livemode } from '../env';
import { log } from '../log';
import { nudgeOf } from '../stripe/event';

/** What is read of an event; the rest of it is not looked at. */
export type ReceivedEvent = Pick<Stripe.Event, 'id' | 'type' | 'livemode' | 'data'>;

/**
 * Stores what an event asks for, once however often it is delivered. False for an event that is none of our business:
 * another type, a customer that is not one of our users, or the other of test and live mode.
 */
export async function receiveEvent(event: ReceivedEvent): Promise<boolean> {
  if (event.livemode !== livemode()) {
    log.warn('webhook.other-mode', { id: event.id, type: event.type, livemode: event.livemode });
    return false;
  }
  const { catalogue, customer } = nudgeOf(event);
  const ours = customer !== null && (await isOurs(customer));
  if (!catalogue && !ours) return false;
  await db()
    .insert(inbox)
    .values({ id: event.id, type: event.type, livemode: event.livemode, customerId: ours ? customer : null })
    // one that was given up is tried again when Stripe sends it again
    .onConflictDoUpdate({
      target: inbox.id,
      set: { status: 'pending', attempts: 0, dueAt: sql`now()` },
      setWhere: eq(inbox.status, 'dead'),
    });
  return true;
}
