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
  const wait = await trySignIn(request.nextUrl.pathname, null);
  if (wait !== null) return tooMany(wait);
  const { headers } = request;
  return answer(new NextRequest(withSafePlace(request.nextUrl), { headers }), context);
}

export async function POST(request: NextRequest, context: Context): Promise<Response> {
  const { headers, nextUrl } = request;
  if (!headers.get('content-type')?.startsWith('application/x-www-form-urlencoded'))
    return new Response('A sign-in is posted as a form', { status: 415 });
  const body = await boundedBody(request, LONGEST_FORM);
  if (body === null) return new Response('The form is longer than any sign-in', { status: 413 });
  const wait = await trySignIn(nextUrl.pathname, body);
  if (wait !== null) return tooMany(wait);
  const form = safePlaceIn(new URLSearchParams(body)).toString();
  return answer(new NextRequest(withSafePlace(nextUrl), { method: 'POST', headers, body: form }), context);
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
