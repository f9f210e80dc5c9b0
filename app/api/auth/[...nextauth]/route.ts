import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth';
import { env } from '@/lib/env';
import { log } from '@/lib/log';

export const runtime = 'nodejs';

type Context = { params: Promise<{ nextauth: string[] }> };

/**
 * Every next-auth endpoint; the options are made per request, so that a build needs no settings. What next-auth throws
 * (a database that is down) is caught here: Next would write it to the log as it is, the person's address within.
 */
async function handler(request: NextRequest, context: Context): Promise<Response> {
  try {
    return await NextAuth(request, context, authOptions());
  } catch (error) {
    log.error('auth.failed', { error });
    return Response.redirect(new URL('/sign-in/error?error=Configuration', env().APP_URL), 303);
  }
}

export { handler as GET, handler as POST };
