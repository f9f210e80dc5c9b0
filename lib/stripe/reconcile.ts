import 'server-only';
import { and, eq, lte, sql } from 'drizzle-orm';
import { differences } from '../billing/differences';
import { db } from '../db/client';
import { readState } from '../db/customer-store';
import { customers } from '../db/schema';
import { livemode } from '../env';
import { syncCustomer } from './sync';

const PAGE = 100;

/** One customer read again: what was stored otherwise than Stripe has it, a line each, or why it could not be read. */
export type Reconciled = Readonly<{ customerId: string } & ({ differences: string[] } | { error: unknown })>;

/** When a customer was read last; one that never was counts from its making. */
const readAt = sql`coalesce(${customers.syncedAt}, ${customers.createdAt})`;

/** The customers of the key's mode that nobody has read for so many seconds. */
const due = (seconds: number) =>
  and(eq(customers.livemode, livemode()), lte(readAt, sql`now() - make_interval(secs => ${seconds})`));

/** How many customers `reconcile` would read. */
export const countDue = (seconds = 0): Promise<number> => db().$count(customers, due(seconds));

/**
 * Reads customers at Stripe again, one after the other, the longest unread first, and stores what it says: what a lost
 * event left behind is mended. Those that were read within the last `seconds` are left out.
 */
export async function* reconcile(seconds = 0): AsyncGenerator<Reconciled> {
  const started = Date.now();
  for (let last: { readAt: string; id: string } | undefined; ; ) {
    // what is read on the way, by this or by an event, is not due again
    const age = seconds + (Date.now() - started) / 1000;
    const page = await db()
      .select({ id: customers.stripeCustomerId, readAt: sql<string>`${readAt}::text` })
      .from(customers)
      .where(
        last
          ? and(
              due(age),
              sql`(${readAt}, ${customers.stripeCustomerId}) > (${last.readAt}::timestamptz, ${last.id})`,
            )
          : due(age),
      )
      .orderBy(readAt, customers.stripeCustomerId)
      .limit(PAGE);
    for (const { id } of page) yield await reconcileOne(id);
    last = page.at(-1);
    if (!last || page.length < PAGE) return;
  }
}

async function reconcileOne(customerId: string): Promise<Reconciled> {
  try {
    const [row] = await db().select().from(customers).where(eq(customers.stripeCustomerId, customerId));
    if (!row) return { customerId, differences: [] };
    const before = await readState(row);
    return { customerId, differences: differences(before, await syncCustomer(customerId)) };
  } catch (error) {
    return { customerId, error };
  }
}
