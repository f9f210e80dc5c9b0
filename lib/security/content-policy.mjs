// Read by lib/page-cache/handler.mjs, which Node runs as it stands, and by the proxy.

import { createHash } from 'node:crypto';

/**
 * Stripe's own pages that a button here may lead to. Browsers hold `form-action` against every redirect after a form
 * post, so without them no button would open the portal where scripts are off.
 */
const STRIPES_PAGES = ['https://billing.stripe.com', 'https://checkout.stripe.com'];
/** What a press of "Sign in with …" leads to, by the setting that turns it on. */
const SIGN_IN_PAGES = [
  ['GITHUB_ID', 'https://github.com'],
  ['GOOGLE_CLIENT_ID', 'https://accounts.google.com'],
];

/** @typedef {Readonly<Partial<Record<'NODE_ENV' | 'STRIPE_API_BASE' | 'STRIPE_HOSTED_ORIGINS' | 'GITHUB_ID' | 'GOOGLE_CLIENT_ID', string>>>} Settings */

/**
 * The Content-Security-Policy of one page: nothing from elsewhere, no inline script that is not named by `scripts`, no
 * inline style, no frame around it, and forms that lead to this app, the portal and Checkout alone.
 * @param {readonly string[]} scripts the sources besides 'self': a nonce, or the hashes of the page's inline scripts
 * @param {Settings} env STRIPE_API_BASE (a local Stripe shows its pages itself),
 *   STRIPE_HOSTED_ORIGINS (a company's own domains for the portal and Checkout, with commas)
 * @returns {string}
 */
export function contentPolicy(scripts, env) {
  const dev = env.NODE_ENV === 'development'; // React's error overlay evaluates, Next's injects styles
  return [
    "default-src 'self'",
    ['script-src', "'self'", ...scripts, ...(dev ? ["'unsafe-eval'"] : [])].join(' '),
    `style-src 'self'${dev ? " 'unsafe-inline'" : ''}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ['form-action', "'self'", ...formTargets(env)].join(' '),
  ].join('; ');
}

/**
 * Where a form of this app may end besides the app itself.
 * @param {Settings} env
 * @returns {string[]}
 */
export function formTargets(env) {
  const base = env.STRIPE_API_BASE || 'https://api.stripe.com';
  const own = (env.STRIPE_HOSTED_ORIGINS ?? '').split(',').flatMap((origin) => origin.trim() || []);
  const stripe = base === 'https://api.stripe.com' ? STRIPES_PAGES : localPages(base);
  const signIn = SIGN_IN_PAGES.flatMap(([setting, origin]) => (env[setting] ? origin : []));
  return [...new Set([...stripe, ...own.map((origin) => new URL(origin).origin), ...signIn])];
}

/** A local Stripe on this machine may name its pages after either of the machine's two names. */
function localPages(base) {
  const { origin, protocol, hostname, port } = new URL(base);
  const isHere = hostname === 'localhost' || hostname === '127.0.0.1';
  return isHere ? ['localhost', '127.0.0.1'].map((host) => `${protocol}//${host}:${port}`) : [origin];
}

/**
 * The hash sources of every inline script of a finished page, each once.
 * @param {string} html
 * @returns {string[]}
 */
export function scriptHashes(html) {
  const inline = [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)].filter(
    ([, attributes = '']) => !/\ssrc=/i.test(attributes),
  );
  return [...new Set(inline.map(([, , text = '']) => `'sha256-${sha256(text)}'`))];
}

const sha256 = (text) => createHash('sha256').update(text).digest('base64');
