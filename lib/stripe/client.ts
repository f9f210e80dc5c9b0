import 'server-only';
import Stripe from 'stripe';
import { env } from '../env';
import { log } from '../log';
import { processWide } from '../process-wide';
import { isTraced } from '../telemetry/instruments';
import { API_VERSION } from './api-version';
import { tracedHttpClient } from './traced-http';

// A page waits for Stripe: at worst twice this long, then it says that Stripe does not answer.
const TIMEOUT_MS = 6_000;
const RETRIES = 1;

/** Stripe, or what answers at STRIPE_API_BASE. */
export function stripe(): Stripe {
  return processWide('stripe', () => {
    const { STRIPE_SECRET_KEY, STRIPE_API_BASE } = env();
    const { hostname, port, protocol } = new URL(STRIPE_API_BASE);
    const client = new Stripe(STRIPE_SECRET_KEY, {
      apiVersion: API_VERSION,
      host: hostname,
      ...(port && { port }),
      protocol: protocol === 'http:' ? 'http' : 'https',
      maxNetworkRetries: RETRIES,
      timeout: TIMEOUT_MS,
      telemetry: false,
      ...(isTraced() && { httpClient: tracedHttpClient() }),
    });
    client.on('response', ({ method, path, status, request_id, elapsed }: Stripe.ResponseEvent) => {
      // what stands behind the ? may be somebody's words
      const [route] = path.split('?');
      log.info('stripe.answered', { method, path: route, status, stripeRequest: request_id, ms: elapsed });
    });
    return client;
  });
}

/** The id of a field that Stripe gives as an id or, expanded, as the object. */
export const idOf = (value: string | { id: string } | null): string | null =>
  value === null || typeof value === 'string' ? value : value.id;
