import 'server-only';
import Stripe from 'stripe';
import { env } from '../env';
import { log } from '../log';
import { stripe } from './client';

/**
 * The event of a delivery whose signature over the raw body is ours; null for any other. Two secrets count while one
 * replaces the other.
 */
export function verifyEvent(rawBody: string, signature: string | null): Stripe.Event | null {
  const reasons: string[] = [];
  for (const secret of env().STRIPE_WEBHOOK_SECRET) {
    const event = signedWith(secret, rawBody, signature ?? '');
    if (typeof event !== 'string') return event;
    reasons.push(event);
  }
  log.warn('webhook.bad-signature', { reasons });
  return null;
}

/** The event, or why its signature is not this secret's. */
function signedWith(secret: string, rawBody: string, signature: string): Stripe.Event | string {
  try {
    // its age is told by real time on both sides, whatever clock a demo has stopped
    return stripe().webhooks.constructEvent(rawBody, signature, secret);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError)
      return error.message.split('\n')[0] ?? 'bad signature';
    throw error;
  }
}
