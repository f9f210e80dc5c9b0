import 'server-only';
import { countedClient, spend } from './rate-limit';

/**
 * Counts a try to sign in: a mail asked for, a link or another site's answer brought back. Null when it may go on, else
 * the seconds to wait. What else next-auth answers (tokens, providers) is not counted.
 * @param path of the request
 * @param form the body of a post
 */
export async function trySignIn(path: string, form: string | null): Promise<number | null> {
  const asksForMail = form !== null && path === '/api/auth/signin/email';
  if (!asksForMail && !path.startsWith('/api/auth/callback/')) return null;
  const wait = await spend('sign-in', countedClient());
  if (wait !== null || !asksForMail) return wait;
  const mailbox = new URLSearchParams(form).get('email')?.trim().toLowerCase();
  return mailbox ? spend('sign-in-mail', mailbox) : null;
}
