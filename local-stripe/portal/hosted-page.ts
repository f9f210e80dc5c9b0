import { createHash } from 'node:crypto';
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
  return c.html(await body, status as 200); // callers pass plain HTTP statuses
}
