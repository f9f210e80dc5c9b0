import type { Account } from '../account';
import { translator } from '../messages/translator';

/** The company's name on the hosted pages; without one, a word for it in the page's language. */
export function businessOf(account: Account, locale: string): string {
  const name = account.store.get('settings', 'business_name')?.value;
  return typeof name === 'string' ? name : translator(locale)('frame.unnamed');
}
