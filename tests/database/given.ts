import { randomUUID } from 'node:crypto';
import type { User } from '@/lib/auth';
import { db } from '@/lib/db/client';
import { customers, type subscriptions, users } from '@/lib/db/schema';

/** An id nothing else in the database has. */
export const fresh = (prefix: string): string => `${prefix}_${randomUUID().replaceAll('-', '')}`;

/** A person who has signed in once. */
export async function aUser(): Promise<User> {
  const [user] = await db()
    .insert(users)
    .values({ email: `person-${randomUUID()}@example.com` })
    .returning({ id: users.id, email: users.email });
  if (!user) throw new Error('No row was written for a new user.');
  return user;
}

/** The id of a Stripe customer whom the app knows as a new user's. */
export async function aKnownCustomer(stripeCustomerId = fresh('cus')): Promise<string> {
  const { id } = await aUser();
  await db().insert(customers).values({ stripeCustomerId, userId: id, livemode: false });
  return stripeCustomerId;
}

/** The row of a subscription to Starter, $15.00 a month, from 1 November to 1 December 2026. */
export function aSubscriptionRow(customerId: string, status: string): typeof subscriptions.$inferInsert {
  return {
    id: fresh('sub'),
    customerId,
    status,
    item: 'si_1',
    itemCount: 1,
    priceId: 'price_starter_month',
    productId: 'prod_starter',
    amount: 1500,
    currency: 'usd',
    quantity: 1,
    currentPeriodStart: 1793491200,
    currentPeriodEnd: 1796083200,
    cancelAtPeriodEnd: false,
    created: 1793491200,
    discounts: [],
  };
}

/** How a statement fails that the constraint or unique index of this name refuses. */
export const refusedBy = (constraint_name: string) => ({ cause: { constraint_name } });
