import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth';
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
  return wait === null ? answer(request, context) : tooMany(wait);
}

export async function POST(request: NextRequest, context: Context): Promise<Response> {
  const body = await boundedBody(request, LONGEST_FORM);
  if (body === null) return new Response('The form is longer than any sign-in', { status: 413 });
  const wait = await trySignIn(request.nextUrl.pathname, body);
  if (wait !== null) return tooMany(wait);
  const { url, headers } = request;
  return answer(new NextRequest(url, { method: 'POST', headers, body }), context);
}
