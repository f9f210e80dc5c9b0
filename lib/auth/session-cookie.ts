import 'server-only';
import { cookies } from 'next/headers';
import type { CookiesOptions } from 'next-auth';
import { env } from '../env';

const HOST_ONLY = '__Host-';

/** By the scheme of APP_URL. */
const nameOf = (appUrl: string): string =>
  `${appUrl.startsWith('https:') ? HOST_ONLY : ''}next-auth.session-token`;

/**
 * next-auth's cookies under https. By their names browsers take them from this very host alone: else any neighbour under
 * the same domain could plant a session of its own (ASVS 3.3.3).
 */
export function hostOnlyCookies(appUrl: string): Partial<CookiesOptions> {
  if (!appUrl.startsWith('https:')) return {};
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: true };
  const named = (name: string) => ({ name: `${HOST_ONLY}next-auth.${name}`, options });
  return {
    sessionToken: { name: nameOf(appUrl), options },
    callbackUrl: named('callback-url'),
    csrfToken: named('csrf-token'),
    pkceCodeVerifier: named('pkce.code_verifier'),
    state: named('state'),
    nonce: named('nonce'),
  };
}

/** The session's token that the browser holds, or null. */
export async function readSessionToken(): Promise<string | null> {
  return (await cookies()).get(nameOf(env().APP_URL))?.value || null;
}

/** Takes the session's cookie back, in an action. */
export async function dropSessionCookie(): Promise<void> {
  const name = nameOf(env().APP_URL);
  // browsers take a __Host- cookie back only by a Secure one
  (await cookies()).set({ name, value: '', path: '/', maxAge: 0, secure: name.startsWith(HOST_ONLY) });
}
