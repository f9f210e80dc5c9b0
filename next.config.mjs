import { fileURLToPath } from 'node:url';
import { linkRedirects } from './lib/campaigns/link-redirects.mjs';
import { keptRewrites } from './lib/pricing/kept-rewrites.mjs';

/**
 * `form-action` stays out of the policy on purpose: browsers check it on the redirect after a form post as well,
 * and every button here ends at the customer portal of another host.
 */
const securityHeaders = [
  { key: 'Content-Security-Policy', value: "base-uri 'self'; frame-ancestors 'none'; object-src 'none'" },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
];

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // stripe, because its client is one per process (lib/process-wide.ts) and so its error classes must be, too
  serverExternalPackages: ['pino', 'postgres', 'stripe'],
  agentRules: false,
  distDir: process.env.NEXT_DIST_DIR || '.next',
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
  redirects: async () => linkRedirects(),
  rewrites: async () => ({ beforeFiles: keptRewrites() }),
  cacheHandler: fileURLToPath(new URL('./lib/page-cache/handler.mjs', import.meta.url)),
  cacheMaxMemorySize: 0, // Next's own memory beside the handler's
  expireTime: 300,
  // else proxy.ts sees 127.0.0.1 as localhost, and its way to another page here leads through the network
  skipProxyUrlNormalize: true,
};
