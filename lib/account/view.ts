import 'server-only';
import { auth } from '../auth';
import { REFUSALS } from '../billing/refusal';
import { now } from '../clock';
import { firstValue, oneOf, type SearchParams } from '../search';
import { storedState } from './current';
import { accountView } from './page-view';
import type { AccountView } from './types';

/** The signed-in person's account; null when nobody is signed in. Query: refused. */
export async function getAccountView(search: SearchParams): Promise<AccountView | null> {
  const user = await auth();
  if (!user) return null;
  const state = await storedState(user);
  const refused = oneOf(REFUSALS, firstValue(search, 'refused')) ?? null;
  return accountView(user.email, state, refused, now());
}
