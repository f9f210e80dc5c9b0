import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth';
import { safeReturnPath } from '@/lib/auth/return-path';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { boundedBody } from '@/lib/security/bounded-body';
import { trySignIn } from '@/lib/security/sign-in-limit';
import { tooMany } from '@/lib/security/too-many';

export const runtime = 'nodejs';

type Context = { params: Promise<{ nextauth: string[] }> };

/**
 * Every next-auth endpoint; the options are made per request, so that a build needs no settings. What next-auth throws
 * (a database that is down) is caught here: Next would write it to the log as it is, the person's address within.
 */
async function answer(request: NextRequest, context: Context): Promise<Response> {
  try {
    return await NextAuth(request, context, authOptions());
  } catch (error) {
    log.error('auth.failed', { error });
    return Response.redirect(new URL('/sign-in/error?error=Configuration', env().APP_URL), 303);
  }
}

/** Bytes. No honest form of a sign-in comes near. */
const LONGEST_FORM = 16 * 1024;

export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const asked = await askedOf(context);
  if (asked === null) return new Response('There is nothing here', { status: 404 });
  const { headers, nextUrl } = request;
  if (asked.join('/') === 'callback/email' && cameFromElsewhere(headers))
    return Response.redirect(new URL(`/sign-in/confirm${nextUrl.search}`, env().APP_URL), 303);
  const wait = await trySignIn(asked, null);
  if (wait !== null) return tooMany(wait);
  return answer(new NextRequest(withSafePlace(request.nextUrl), { headers }), context);
}

export async function POST(request: NextRequest, context: Context): Promise<Response> {
  const asked = await askedOf(context);
  if (asked === null) return new Response('There is nothing here', { status: 404 });
  const { headers, nextUrl } = request;
  if (!headers.get('content-type')?.startsWith('application/x-www-form-urlencoded'))
    return new Response('A sign-in is posted as a form', { status: 415 });
  const body = await boundedBody(request, LONGEST_FORM);
  if (body === null) return new Response('The form is longer than any sign-in', { status: 413 });
  // each field once: of two, next-auth would write to the one that was not counted
  const form = new URLSearchParams(Object.fromEntries(new URLSearchParams(body)));
  const wait = await trySignIn(asked, form);
  if (wait !== null) return tooMany(wait);
  const safe = { method: 'POST', headers, body: safePlaceIn(form).toString() };
  return answer(new NextRequest(withSafePlace(nextUrl), safe), context);
}

/** What next-auth is asked for; null for a longer address, of which next-auth would heed the beginning. */
async function askedOf({ params }: Context): Promise<string[] | null> {
  const { nextauth } = await params;
  return nextauth.length > 2 ? null : nextauth;
}

/**
 * Whoever is led straight to a sign-in link's end by another site or a mail would be signed in as whoever asked for it,
 * unseen. So they get the page that says as whom, and press the button there. Old browsers do not say where they are.
 */
function cameFromElsewhere(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  return site !== null && site !== 'same-origin';
}

/** next-auth fails on places to come back to that it cannot read, so it gets only such as are ours. */
function safePlaceIn(params: URLSearchParams): URLSearchParams {
  const place = params.get('callbackUrl');
  if (place !== null) params.set('callbackUrl', safeReturnPath(place, env().APP_URL));
  return params;
}

function withSafePlace(address: Readonly<{ href: string }>): URL {
  const url = new URL(address.href);
  safePlaceIn(url.searchParams);
  return url;
}
