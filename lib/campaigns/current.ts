import 'server-only';
import { cookies } from 'next/headers';
import { now } from '../clock';
import { env } from '../env';
import {
  ATTRIBUTION_COOKIE,
  ATTRIBUTION_SECONDS,
  attributionKey,
  openAttribution,
  sealAttribution,
} from './attribution-cookie';
import type { Attribution } from './link';

/** Where the person of this request came from, by the cookie in a `Cookie` header's worth of values; null when unknown. */
export const attributionIn = (cookie: string | undefined): Attribution | null =>
  openAttribution(cookie, attributionKey(env().NEXTAUTH_SECRET), now());

/** Where the person who asks came from; null for somebody who came by no campaign link. */
export async function currentAttribution(): Promise<Attribution | null> {
  return attributionIn((await cookies()).get(ATTRIBUTION_COOKIE)?.value);
}

/** The `Set-Cookie` line that remembers an attribution for 30 days; null when it does not fit into a cookie. */
export function rememberingCookie(attribution: Attribution): string | null {
  const value = sealAttribution(attribution, attributionKey(env().NEXTAUTH_SECRET));
  return value && setCookie(value, ATTRIBUTION_SECONDS);
}

/** The `Set-Cookie` line that forgets it. */
export const forgettingCookie = (): string => setCookie('', 0);

function setCookie(value: string, maxAge: number): string {
  const secure = env().APP_URL.startsWith('https:') ? '; Secure' : '';
  return `${ATTRIBUTION_COOKIE}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
}
