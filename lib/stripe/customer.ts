import 'server-only';
import { and, eq } from 'drizzle-orm';
import type { User } from '../auth';
import type { CustomerState } from '../billing/customer-state';
import { waitingDb } from '../db/client';
import { customers, users } from '../db/schema';
import { livemode } from '../env';
import { log } from '../log';
import { stripe } from './client';
import { syncCustomer } from './sync';

/**
 * The id of the user's Stripe customer, created on first need: one per user and mode (test, live), however many
 * requests race. The row lock orders this app's requests, the idempotency key covers a crash between Stripe's answer
 * and our commit. A customer that was deleted at Stripe is followed by a new one.
 */
export async function ensureCustomer(user: User): Promise<string> {
  return waitingDb().transaction(async (tx) => {
    await tx.select({ id: users.id }).from(users).where(eq(users.id, user.id)).for('update');
    const ofUser = and(eq(customers.userId, user.id), eq(customers.livemode, livemode()));
    const [known] = await tx.select().from(customers).where(ofUser);
    if (known && !known.deletedAtStripe) return known.stripeCustomerId;
    const created = await stripe().customers.create(
      { email: user.email, metadata: { sidedoor_user: user.id } },
      { idempotencyKey: `sidedoor-customer-${user.id}${known ? `-after-${known.stripeCustomerId}` : ''}` },
    );
    if (known) await tx.delete(customers).where(ofUser);
    await tx.insert(customers).values({
      userId: user.id,
      stripeCustomerId: created.id,
      livemode: created.livemode,
    });
    log.info('stripe.customer-created', {
      customer: created.id,
      user: user.id,
      ...(known && { replaces: known.stripeCustomerId }),
    });
    return created.id;
  });
}

/** What Stripe says of the user's customer. One that turns out to be deleted is replaced by a new one at once. */
export async function reachableCustomer(user: User): Promise<CustomerState> {
  const state = await syncCustomer(await ensureCustomer(user));
  return state.deleted ? syncCustomer(await ensureCustomer(user)) : state;
}
