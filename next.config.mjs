import { fileURLToPath } from 'node:url';
import { linkRedirects } from './lib/campaigns/link-redirects.mjs';
import { keptRewrites } from './lib/pricing/kept-rewrites.mjs';

/**
 * On every answer. Which scripts and form targets a page allows is added where the page is made: with a nonce in
 * proxy.ts, with hashes in lib/page-cache/handler.mjs; browsers hold all policies at once.
 */
const securityHeaders = [
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

/** What answers no page has nothing to load and leads nowhere. */
const DATA_ONLY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TWO_YEARS = 2 * 365 * 24 * 60 * 60;
const securityRules = [
  { source: '/:path*', headers: securityHeaders },
  { source: '/api/:path*', headers: [{ key: 'Content-Security-Policy', value: DATA_ONLY }] },
  {
    // over plain HTTP browsers must not heed it, and a company's own test machine need not be told
    source: '/:path*',
    has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https' }],
    headers: [{ key: 'Strict-Transport-Security', value: `max-age=${TWO_YEARS}; includeSubDomains` }],
  },
];

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // stripe, because its client is one per process (lib/process-wide.ts) and so its error classes must be, too
  serverExternalPackages: [
    '@opentelemetry/api',
    '@opentelemetry/exporter-metrics-otlp-http',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-metrics',
    '@opentelemetry/sdk-trace-node',
    '@redis/client',
    'nodemailer',
    'pino',
    'postgres',
    'rate-limiter-flexible',
    'stripe',
  ],
  agentRules: false,
  output: 'standalone', // what "npm run start" and the container run; the demo runs the same build in place
  outputFileTracingRoot: fileURLToPath(new URL('.', import.meta.url)),
  // instances that build for themselves must agree on the names of pages and files
  generateBuildId: () => process.env.BUILD_ID || null,
  distDir: process.env.NEXT_DIST_DIR || '.next',
  headers: async () => securityRules,
  redirects: async () => linkRedirects(),
  rewrites: async () => ({ beforeFiles: keptRewrites() }),
  cacheHandler: fileURLToPath(new URL('./lib/page-cache/handler.mjs', import.meta.url)),
  cacheMaxMemorySize: 0, // Next's own memory beside the handler's
  expireTime: 300,
  generateEtags: false, // kept pages have theirs from the handler
  // else proxy.ts sees 127.0.0.1 as localhost, and its way to another page here leads through the network
  skipProxyUrlNormalize: true,
};
