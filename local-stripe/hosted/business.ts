import type { Account } from '../account';

/** The company's name on the hosted pages; without one, the account's id, which is a name in every language. */
export function businessOf(account: Account): string {
  const name = account.store.get('settings', 'business_name')?.value;
  return typeof name === 'string' ? name : account.id;
}
