import type { Account } from '../account';

/** The company's name on the hosted pages. */
export function businessOf(account: Account): string {
  const name = account.store.get('settings', 'business_name')?.value;
  return typeof name === 'string' ? name : 'Your account';
}
