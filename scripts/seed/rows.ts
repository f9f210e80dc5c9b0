import { and, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { customers, users } from '../../lib/db/schema';

/** A connection to the app's database for programs outside the app. */
export function openDatabase(databaseUrl: string) {
  const connection = postgres(databaseUrl, { max: 2, onnotice: () => {} });
  return { db: drizzle(connection), close: () => connection.end() };
}

type Database = ReturnType<typeof openDatabase>['db'];

/**
 * Tells the app which Stripe customer of test mode a person is, so that signing in with this e-mail address finds the customer.
 * What the app knew of another customer of theirs goes: that one was lost with the Stripe account's data.
 * @returns whether anything was missing
 */
export async function linkCustomer(db: Database, email: string, stripeCustomerId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    await tx.insert(users).values({ email }).onConflictDoNothing();
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email));
    if (!user) throw new Error(`No row was written for the user ${email}.`);
    const ofUser = and(eq(customers.userId, user.id), eq(customers.livemode, false));
    const [linked] = await tx
      .select({ id: customers.stripeCustomerId })
      .from(customers)
      .where(and(ofUser, eq(customers.stripeCustomerId, stripeCustomerId)));
    if (linked) return false;
    await tx.delete(customers).where(ofUser);
    await tx.insert(customers).values({ stripeCustomerId, userId: user.id, livemode: false });
    return true;
  });
}
