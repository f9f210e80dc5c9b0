import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import type { Html } from './templates/layout';
import { STYLES } from './templates/styles';

const STYLE_HASH = `sha256-${createHash('sha256').update(STYLES).digest('base64')}`;

/**
 * Sends a hosted page: never stored, framed or named to others, and with no script at all.
 * @param formTarget an origin besides its own that a form of the page may lead to.
 */
export async function page(c: Context, body: Html, formTarget = '', status = 200): Promise<Response> {
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('X-Content-Type-Options', 'nosniff');
  c.header(
    'Content-Security-Policy',
    `default-src 'none'; style-src '${STYLE_HASH}'; form-action 'self' ${formTarget}; base-uri 'none'; frame-ancestors 'none'`,
  );
  const text = String(await body);
  if (!(c.req.header('accept-encoding') ?? '').includes('gzip')) return c.html(text, status as 200); // callers pass plain HTTP statuses
  // Packed pages give no secret away by their length: whoever can have one sent holds the link, which is the secret.
  c.header('Content-Type', 'text/html; charset=UTF-8');
  c.header('Content-Encoding', 'gzip');
  c.header('Vary', 'Accept-Encoding');
  return c.body(new Uint8Array(gzipSync(text, { level: 5 })), status as 200);
}
