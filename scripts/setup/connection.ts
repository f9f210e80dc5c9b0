import Stripe from 'stripe';
import { API_VERSION } from '@/lib/stripe/api-version';

const STRIPE = 'https://api.stripe.com';

/** The account that a key opens. */
export type Connection = Readonly<{
  stripe: Stripe;
  apiBase: string;
  /** The app's origin. */
  appUrl: string;
  /** False for a local Stripe. */
  atStripe: boolean;
  live: boolean;
}>;

/**
 * Reads STRIPE_SECRET_KEY, STRIPE_API_BASE and APP_URL. Throws an error that names what is missing or wrong, and never
 * shows a key.
 */
export function connectToStripe(env: Readonly<Record<string, string | undefined>>): Connection {
  const key = env.STRIPE_SECRET_KEY ?? '';
  if (!/^(sk|rk)_(test|live)_/.test(key))
    throw new Error('STRIPE_SECRET_KEY needs a secret or restricted key (sk_… or rk_…). See .env.example.');
  const apiBase = urlFrom('STRIPE_API_BASE', env.STRIPE_API_BASE || STRIPE);
  const appUrl = urlFrom('APP_URL', env.APP_URL || 'http://localhost:3000').origin;
  return {
    stripe: stripeAt(key, apiBase.href),
    apiBase: apiBase.origin,
    appUrl,
    atStripe: apiBase.origin === STRIPE,
    live: /^.._live_/.test(key),
  };
}

/** The official SDK, speaking to what answers at `apiBase`. */
export function stripeAt(key: string, apiBase: string): Stripe {
  const { protocol, hostname, port } = new URL(apiBase);
  const http = protocol === 'http:';
  return new Stripe(key, {
    apiVersion: API_VERSION,
    host: hostname,
    port: port || (http ? 80 : 443),
    protocol: http ? 'http' : 'https',
    telemetry: false,
  });
}

function urlFrom(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`${name} needs a URL like http://localhost:3000, got "${text}".`);
  return url;
}
