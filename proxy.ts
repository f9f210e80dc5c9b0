import { type NextRequest, NextResponse } from 'next/server';
import { now } from '@/lib/clock';
import { readChoice } from '@/lib/pricing/choice';
import { keptPath } from '@/lib/pricing/kept-path';
import { mayBeKept } from '@/lib/pricing/known-codes';

/**
 * The way to a kept page for a choice with a promotion code: only codes that Stripe is known to have, so that guesses
 * fill no cache. Choices without one need no look and take the rewrites of next.config.mjs. The kept pages' own address
 * is nobody's: asked for directly, it leads to the page's public one.
 */
export function proxy(request: NextRequest): NextResponse {
  if (request.nextUrl.pathname !== '/pricing') {
    return NextResponse.redirect(new URL('/pricing', request.url), 308);
  }
  const choice = readChoice((name) => request.nextUrl.searchParams.get(name));
  if (choice.promo === null || !mayBeKept(choice.promo, now())) return NextResponse.next();
  return NextResponse.rewrite(new URL(keptPath(choice), request.url));
}

// Next reads this at build time, so it is written out; the session cookies are those of next.config.mjs
export const config = {
  matcher: [
    { source: '/prices/:path*' },
    {
      source: '/pricing',
      has: [{ type: 'query', key: 'promo' }],
      missing: [
        { type: 'query', key: 'refused' },
        { type: 'cookie', key: 'next-auth.session-token' },
        { type: 'cookie', key: 'next-auth.session-token.0' },
        { type: 'cookie', key: '__Secure-next-auth.session-token' },
        { type: 'cookie', key: '__Secure-next-auth.session-token.0' },
      ],
    },
  ],
};
