import 'server-only';
import { log } from '@/lib/log';
import { StripeUnavailableError } from '@/lib/stripe/errors';

/**
 * Runs a page's read; 'down' when Stripe does not answer, for the page to say so itself. Left to error.tsx, it would
 * be an empty page without JavaScript: Next draws error pages in the browser only.
 */
export async function unlessStripeIsDown<T>(read: () => Promise<T>): Promise<T | 'down'> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof StripeUnavailableError)) throw error;
    log.error('stripe.unavailable', { error });
    return 'down';
  }
}
