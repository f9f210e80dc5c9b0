import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import type { NextAuthOptions } from 'next-auth';
import { cache } from 'react';
import { databaseAdapter } from './auth/adapter';
import { emailProvider } from './auth/email';
import { oauthProviders, type Places } from './auth/oauth';
import { safeReturnPath } from './auth/return-path';
import { endSession, endSessions, SESSION_SECONDS, type User, userOfSession } from './auth/session';
import { dropSessionCookie, hostOnlyCookies, readSessionToken } from './auth/session-cookie';
import { newToken } from './auth/token';
import { noteSignIn } from './campaigns/counting';
import { env } from './env';
import { log } from './log';
import { noteUser } from './request-context';
import { firstValue, type SearchParams } from './search';

export type { User } from './auth/session';

/** next-auth's settings, made on demand so that a build opens no database. */
export function authOptions(places?: Places): NextAuthOptions {
  const { APP_URL, NEXTAUTH_SECRET } = env();
  return {
    secret: NEXTAUTH_SECRET,
    adapter: databaseAdapter(),
    session: {
      strategy: 'database',
      maxAge: SESSION_SECONDS,
      generateSessionToken: newToken,
    },
    providers: [emailProvider(), ...oauthProviders(places)],
    cookies: hostOnlyCookies(APP_URL),
    pages: {
      // the marker tells getCsrfToken that next-auth had its chance to set the cookie
      signIn: `/sign-in?${COOKIES_CHECKED}=1`,
      verifyRequest: '/sign-in/check-email',
      error: '/sign-in/error',
    },
    callbacks: {
      redirect: ({ url }) => new URL(safeReturnPath(url, APP_URL), APP_URL).href,
      // a newcomer without a verified address could later be taken for whoever has it
      signIn: ({ user, account }) =>
        account?.type !== 'oauth' || Boolean(user.email) || `${APP_URL}/sign-in/error?error=EmailNotVerified`,
    },
    events: { signIn: ({ user }) => noteSignIn(user.id) },
    logger: {
      error: (code, metadata) => log.error('auth.error', { code, error: metadata }),
      warn: (code) => log.warn('auth.warning', { code }),
      debug: () => {},
    },
  };
}

/** The signed-in person, or null; read from the database once a request. */
export const auth = cache(async (): Promise<User | null> => {
  const token = await readSessionToken();
  const user = token === null ? null : await userOfSession(token);
  if (user) noteUser(user.id);
  return user;
});

/** Signs this browser out, in an action: the session ends on the server, and the cookie goes. */
export async function endThisSession(): Promise<void> {
  const token = await readSessionToken();
  if (token !== null) await endSession(token);
  await dropSessionCookie();
}

/** Signs a person out everywhere, this browser included, in an action. */
export async function endEverySession(user: User): Promise<void> {
  await endSessions(user.id);
  await dropSessionCookie();
}

/** The signed-in person; anybody else is sent to /sign-in and comes back to `returnTo`, a path of this app. */
export async function requireUser(returnTo: string): Promise<User> {
  return (await auth()) ?? redirect(signInPath(returnTo));
}

/** The sign-in page that leads back to `returnTo`, its query kept whole. */
export function signInPath(returnTo: string): string {
  return `/sign-in?${new URLSearchParams({ callbackUrl: returnTo })}`;
}

const COOKIES_CHECKED = 'checked';

/**
 * The CSRF token the sign-in form must carry. A page cannot set the cookie that goes with it, so a first visit is
 * redirected through /api/auth/signin and comes back; null means the browser refuses cookies: say so, show no form.
 * `search` is the sign-in page's own query (callbackUrl survives the detour).
 */
export async function getCsrfToken(search: SearchParams): Promise<string | null> {
  const { APP_URL, NEXTAUTH_SECRET } = env();
  const name = APP_URL.startsWith('https:') ? '__Host-next-auth.csrf-token' : 'next-auth.csrf-token';
  const [token = '', hash] = (await cookies()).get(name)?.value.split('|') ?? [];
  // next-auth's own check, made early: a cookie of another secret would fail only after the form was sent
  const expected = createHash('sha256').update(`${token}${NEXTAUTH_SECRET}`).digest('hex');
  if (hash?.length === expected.length && timingSafeEqual(Buffer.from(hash), Buffer.from(expected)))
    return token;
  if (firstValue(search, COOKIES_CHECKED)) return null;
  const callbackUrl = safeReturnPath(firstValue(search, 'callbackUrl'), APP_URL);
  redirect(`/api/auth/signin?${new URLSearchParams({ callbackUrl })}`);
}
