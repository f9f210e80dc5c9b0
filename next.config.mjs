import { fileURLToPath } from 'node:url';
import { linkRedirects } from './lib/campaigns/link-redirects.mjs';
import { SHOWN_SECONDS } from './lib/page-cache/ages.mjs';
import { keptRewrites } from './lib/pricing/kept-rewrites.mjs';
import { securityRules } from './lib/security/response-headers.mjs';

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
  typescript: { tsconfigPath: 'tsconfig.app.json' }, // a build asks nothing of the tests: who changes the catalogue changes those later
  headers: async () => securityRules(),
  redirects: async () => linkRedirects(),
  rewrites: async () => ({ beforeFiles: keptRewrites() }),
  cacheHandler: fileURLToPath(new URL('./lib/page-cache/handler.mjs', import.meta.url)),
  cacheMaxMemorySize: 0, // Next's own memory beside the handler's
  expireTime: SHOWN_SECONDS,
  generateEtags: false, // kept pages have theirs from the handler
  // else proxy.ts sees 127.0.0.1 as localhost, and its way to another page here leads through the network
  skipProxyUrlNormalize: true,
};
