import 'server-only';
import { cookies } from 'next/headers';
import { env } from '../env';

/** next-auth's own name for it, by the scheme of APP_URL. */
const nameOf = (appUrl: string): string =>
  `${appUrl.startsWith('https:') ? '__Secure-' : ''}next-auth.session-token`;

/** The session's token that the browser holds, or null. */
export async function readSessionToken(): Promise<string | null> {
  return (await cookies()).get(nameOf(env().APP_URL))?.value || null;
}

/** Takes the session's cookie back, in an action. */
export async function dropSessionCookie(): Promise<void> {
  const name = nameOf(env().APP_URL);
  // browsers take a __Secure- cookie back only by a Secure one
  (await cookies()).set({ name, value: '', path: '/', maxAge: 0, secure: name.startsWith('__Secure-') });
}
