import 'server-only';
import Stripe from 'stripe';
import { now } from '../clock';
import { isOurs } from '../db/customer-store';
import { env } from '../env';
import { log } from '../log';
import { forgetPlanPrices } from './catalog';
import { stripe } from './client';
import { nudgeOf } from './event';
import { syncCustomer } from './sync';

/** The event of a delivery whose signature over the raw body is ours; null for any other. */
export function verifyEvent(rawBody: string, signature: string | null): Stripe.Event | null {
  const { STRIPE_WEBHOOK_SECRET } = env();
  const tolerance = undefined; // the SDK's 300 s
  try {
    return stripe().webhooks.constructEvent(
      rawBody,
      signature ?? '',
      STRIPE_WEBHOOK_SECRET,
      tolerance,
      undefined,
      now() * 1000, // the age is told by our clock, which a demo may have frozen together with its Stripe's
    );
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) {
      log.warn('webhook.bad-signature', { reason: error.message.split('\n')[0] });
      return null;
    }
    throw error;
  }
}

/** Does what an event asks for. A throw is a 500 and a retry by Stripe; doing it twice does no harm. */
export async function handleEvent(event: Stripe.Event): Promise<void> {
  const { catalogue, customer } = nudgeOf(event);
  if (catalogue) forgetPlanPrices();
  if (customer && (await isOurs(customer))) await syncCustomer(customer);
}
