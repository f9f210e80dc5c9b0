import { type NextRequest, NextResponse } from 'next/server';
import { now } from '@/lib/clock';
import { env } from '@/lib/env';
import { readChoice } from '@/lib/pricing/choice';
import { keptPath, NO_CODE } from '@/lib/pricing/kept-path';
import { PERSONAL_PARAMS, SESSION_COOKIES } from '@/lib/pricing/kept-rewrites.mjs';
import { mayBeKept } from '@/lib/pricing/known-codes';
import { withNonce } from '@/lib/security/page-nonce';
import { postProblem } from '@/lib/security/posts';
import { countedClient, spend } from '@/lib/security/rate-limit';
import { tooMany } from '@/lib/security/too-many';

/**
 * Pages made for one request get a nonce for their scripts. The way to a kept page for a choice with a promotion code
 * is here, too: only codes that Stripe is known to have, so that guesses fill no cache, and asking about codes is
 * limited. Choices without one need no look and take the rewrites of next.config.mjs. The kept pages' own address is
 * nobody's: asked for directly, it leads to the page's public one. Addresses that stand in print are found in any case.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const { pathname, search, searchParams } = request.nextUrl;
  const problem = await postProblem(request, env().APP_URL);
  if (problem) return problem;
  if (/^\/prices(\/|$)/.test(pathname)) {
    return NextResponse.redirect(new URL('/pricing', request.url), 308); // sent as a path: no Host header is in it
  }
  const spelled = pathname.replace(/^\/(go|pricing)(?=\/|$)/i, (first) => first.toLowerCase());
  if (spelled !== pathname) return NextResponse.redirect(new URL(`${spelled}${search}`, request.url), 308);
  if (pathname.startsWith('/pricing/picture/')) {
    const code = pathname.split('/').at(-1) ?? NO_CODE;
    const isKnown = code === NO_CODE || mayBeKept(code, now());
    return (isKnown ? null : await tooManyCodes()) ?? withNonce(request);
  }
  if (pathname !== '/pricing') return withNonce(request);
  const choice = readChoice((name) => searchParams.get(name));
  if (choice.promo === null) return withNonce(request);
  if (!mayBePersonal(request) && mayBeKept(choice.promo, now()))
    return NextResponse.rewrite(new URL(keptPath(choice), request.url));
  return (await tooManyCodes()) ?? withNonce(request); // the page will ask Stripe about it
}

/** Counts a code that Stripe will be asked about: the answer to who has asked about too many, null for everybody else. */
async function tooManyCodes(): Promise<Response | null> {
  const wait = await spend('code', countedClient());
  return wait === null ? null : tooMany(wait);
}

const mayBePersonal = ({ cookies, nextUrl }: NextRequest): boolean =>
  PERSONAL_PARAMS.some((name) => nextUrl.searchParams.has(name)) ||
  SESSION_COOKIES.some((name) => cookies.has(name));

// Next reads this at build time, so it is written out; the session cookies and the choices are those of
// lib/pricing/kept-rewrites.mjs. Left out: files, answers that are no page, and the choices that lead to a kept page.
export const config = {
  matcher: [
    { source: '/((?!api/|_next/|pricing$|icon\\.svg$|robots\\.txt$).*)' },
    { source: '/pricing', has: [{ type: 'query', key: 'promo' }] },
    { source: '/pricing', has: [{ type: 'header', key: 'content-type' }] }, // a post
    { source: '/pricing', has: [{ type: 'query', key: 'refused' }] },
    { source: '/pricing', has: [{ type: 'query', key: 'quantity' }] },
    { source: '/pricing', has: [{ type: 'query', key: 'interval', value: '(?!(?:month|year)$).+' }] },
    { source: '/pricing', has: [{ type: 'query', key: 'currency', value: '(?!(?:usd|eur|jpy)$).+' }] },
    { source: '/pricing', has: [{ type: 'query', key: 'plan', value: '(?!(?:free|starter|pro|scale)$).+' }] },
    { source: '/pricing', has: [{ type: 'cookie', key: 'next-auth.session-token' }] },
    { source: '/pricing', has: [{ type: 'cookie', key: 'next-auth.session-token.0' }] },
    { source: '/pricing', has: [{ type: 'cookie', key: '__Host-next-auth.session-token' }] },
    { source: '/pricing', has: [{ type: 'cookie', key: '__Host-next-auth.session-token.0' }] },
  ],
};
