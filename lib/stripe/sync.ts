import 'server-only';
import { sql } from 'drizzle-orm';

import type { CustomerState } from '../billing/customer-state';
import { waitingDb } from '../db/client';
import { extraLiveSubscriptions, writeState } from '../db/customer-store';
import { log } from '../log';
import { readCustomer } from './read-customer';

/**
 * Reads a customer from Stripe and stores what it says, all or nothing; what was read comes back. Syncing twice does
 * no harm. Reading happens under the customer's lock: of two syncs at once, the later one also read later.
 */
export async function syncCustomer(customerId: string): Promise<CustomerState> {
  const state = await waitingDb().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${customerId}, 0))`);
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
