import type { Account } from '../account';
import type { Customer } from '../records';
import { notFound } from '../wire/errors';

/** The customer in the path of what belongs to one, `/v1/customers/:customer/…`; throws a 404 when there is none. */
export function requireOwner(account: Account, id: string): Customer {
  const customer = account.store.get('customers', id);
  if (!customer) throw notFound('customer', id, 'customer');
  return customer;
}
