import 'server-only';
import { addressOf } from '../auth/address';
import { countedClient, spend } from './rate-limit';

/**
 * Counts a try to sign in: a mail asked for, a link or another site's answer brought back. Null when it may go on, else
 * the seconds to wait. What else next-auth answers (tokens, providers) is not counted.
 * @param asked what next-auth is asked for and of which provider, decoded as next-auth itself gets them
 * @param form the fields of a post
 */
export async function trySignIn(
  [action, provider]: readonly string[],
  form: URLSearchParams | null,
): Promise<number | null> {
  const asksForMail = form !== null && action === 'signin' && provider === 'email';
  if (!asksForMail && action !== 'callback') return null;
  const wait = await spend('sign-in', countedClient());
  if (wait !== null || !asksForMail) return wait;
  return spend('sign-in-mail', addressOf(form.get('email') ?? ''));
}
