// Read by next.config.mjs, which Node runs before anything is compiled, and by lib/page-cache/kept-answer.ts.

/**
 * On every answer. Which scripts and form targets a page allows is added where the page is made: with a nonce in
 * proxy.ts, with hashes in lib/page-cache/handler.mjs; browsers hold all policies at once.
 */
export const SECURITY_HEADERS = [
  { key: 'Content-Security-Policy', value: "base-uri 'none'; frame-ancestors 'none'; object-src 'none'" },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  },
];

const TWO_YEARS = 2 * 365 * 24 * 60 * 60;
/** On what came by HTTPS: over plain HTTP browsers must not heed it, and a company's own test machine need not be told. */
export const TRANSPORT_SECURITY = {
  key: 'Strict-Transport-Security',
  value: `max-age=${TWO_YEARS}; includeSubDomains`,
};

/** What answers no page has nothing to load and leads nowhere. */
const DATA_ONLY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The rules of Next's `headers` setting. */
export const securityRules = () => [
  { source: '/:path*', headers: SECURITY_HEADERS },
  { source: '/api/:path*', headers: [{ key: 'Content-Security-Policy', value: DATA_ONLY }] },
  {
    source: '/:path*',
    has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https' }],
    headers: [TRANSPORT_SECURITY],
  },
];
