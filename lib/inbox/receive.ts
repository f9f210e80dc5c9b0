import 'server-only';
import { eq, sql } from 'drizzle-orm';
import type Stripe from 'stripe';
import { db } from '../db/client';
import { isOurs } from '../db/customer-store';
import { inbox } from '../db/schema';
import { nudgeOf } from '../stripe/event';

/**
 * Stores what an event asks for, once however often it is delivered. False for an event that is none of our business:
 * another type, or a customer that is not one of our users.
 */
export async function receiveEvent(event: Pick<Stripe.Event, 'id' | 'type' | 'data'>): Promise<boolean> {
  const { catalogue, customer } = nudgeOf(event);
  const ours = customer !== null && (await isOurs(customer));
  if (!catalogue && !ours) return false;
  await db()
    .insert(inbox)
    .values({ id: event.id, type: event.type, customerId: ours ? customer : null })
    // one that was given up is tried again when Stripe sends it again
    .onConflictDoUpdate({
      target: inbox.id,
      set: { status: 'pending', attempts: 0, dueAt: sql`now()` },
      setWhere: eq(inbox.status, 'dead'),
    });
  return true;
}
