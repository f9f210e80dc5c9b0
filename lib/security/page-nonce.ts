import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { env, inDevelopment } from '../env';
import { contentPolicy } from './content-policy.mjs';

const NONCE_BYTES = 16;

/**
 * Lets a page that is made for this request alone be made, its scripts named by a nonce. Next takes the nonce from the
 * request's own Content-Security-Policy header, so that header is always ours, whatever a client has sent.
 */
export function withNonce(request: NextRequest): NextResponse {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  const policy = contentPolicy([`'nonce-${nonce}'`], {
    ...env(),
    NODE_ENV: inDevelopment() ? 'development' : 'production',
  });
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.delete('content-security-policy-report-only');
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}
