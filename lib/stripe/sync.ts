import 'server-only';
import { eq, sql } from 'drizzle-orm';
import type { CustomerState } from '../billing/customer-state';
import { type Transaction, waitingDb } from '../db/client';
import { extraLiveSubscriptions, writeState } from '../db/customer-store';
import { customers } from '../db/schema';
import { livemode } from '../env';
import { log } from '../log';
import { OtherModeError } from './errors';
import { readCustomer } from './read-customer';

/**
 * Reads a customer from Stripe and stores what it says, all or nothing; what was read comes back. Syncing twice does
 * no harm. Reading happens under the customer's lock: of two syncs at once, the later one also read later.
 */
export async function syncCustomer(customerId: string): Promise<CustomerState> {
  const state = await waitingDb().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${customerId}, 0))`);
    await refuseOtherMode(tx, customerId);
    const read = await readCustomer(customerId);
    await writeState(tx, read);
    return read;
  });
  const extra = extraLiveSubscriptions(state).map(({ id }) => id);
  if (extra.length > 0)
    log.error('stripe.several-live-subscriptions', { customer: customerId, ignored: extra });
  log.info('stripe.synced', { customer: customerId, subscriptions: state.subscriptions.length });
  return state;
}

/** The last lock on the door: an id of one mode never travels with a key of the other. */
async function refuseOtherMode(tx: Transaction, customerId: string): Promise<void> {
  const [row] = await tx
    .select({ livemode: customers.livemode })
    .from(customers)
    .where(eq(customers.stripeCustomerId, customerId));
  if (row && row.livemode !== livemode()) throw new OtherModeError(customerId, row.livemode);
}
