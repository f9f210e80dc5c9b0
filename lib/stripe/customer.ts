import 'server-only';
import { eq } from 'drizzle-orm';
import type { User } from '../auth';
import { waitingDb } from '../db/client';
import { customers, users } from '../db/schema';
import { log } from '../log';
import { stripe } from './client';
import { CustomerDeletedError } from './errors';

/**
 * The id of the user's Stripe customer, created on first need: one per user, however many requests race. The row lock
 * orders this app's requests, the idempotency key covers a crash between Stripe's answer and our commit.
 * Throws a CustomerDeletedError for a customer that was deleted at Stripe.
 */
export async function ensureCustomer(user: User): Promise<string> {
  return waitingDb().transaction(async (tx) => {
    await tx.select({ id: users.id }).from(users).where(eq(users.id, user.id)).for('update');
    const [known] = await tx.select().from(customers).where(eq(customers.userId, user.id));
    if (known?.deletedAtStripe) throw new CustomerDeletedError(known.stripeCustomerId);
    if (known) return known.stripeCustomerId;
    const created = await stripe().customers.create(
      { email: user.email, metadata: { sidedoor_user: user.id } },
      { idempotencyKey: `sidedoor-customer-${user.id}` },
    );
    await tx.insert(customers).values({ userId: user.id, stripeCustomerId: created.id });
    log.info('stripe.customer-created', { customer: created.id, user: user.id });
    return created.id;
  });
}
