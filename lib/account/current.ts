import 'server-only';
import { cache } from 'react';
import type { User } from '../auth';
import type { CustomerState } from '../billing/customer-state';
import { findCustomer, readState } from '../db/customer-store';
import { syncCustomer } from '../stripe/sync';

/**
 * What we know about a user's customer, from the last sync; synced now when it never was. Null for a user without a
 * Stripe customer. Good for pages; what leads to a payment reads Stripe (freshState).
 */
export const storedState = cache(async (user: User): Promise<CustomerState | null> => {
  const customer = await findCustomer(user.id);
  if (!customer) return null;
  return customer.syncedAt ? readState(customer) : syncCustomer(customer.stripeCustomerId);
});

/** What Stripe says now about a user's customer, stored on the way; null for a user without one. */
export async function freshState(user: User): Promise<CustomerState | null> {
  const customer = await findCustomer(user.id);
  return customer && syncCustomer(customer.stripeCustomerId);
}
