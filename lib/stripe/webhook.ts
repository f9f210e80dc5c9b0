import 'server-only';
import Stripe from 'stripe';
import { env } from '../env';
import { log } from '../log';
import { stripe } from './client';

/** A delivery that is taken, or why it is not, in words for whoever sent it. */
export type Delivery = Readonly<{ event: Stripe.Event } | { problem: string; signed: boolean }>;

/**
 * Reads a delivery: its signature over the raw body must be ours, and the body an event. Two secrets count while one
 * replaces the other.
 */
export function readDelivery(rawBody: string, signature: string | null): Delivery {
  const reasons: string[] = [];
  for (const secret of env().STRIPE_WEBHOOK_SECRET) {
    const reason = whyNotSignedWith(secret, rawBody, signature ?? '');
    if (reason === null) return readEvent(rawBody);
    reasons.push(reason);
  }
  log.warn('webhook.bad-signature', { reasons });
  return { problem: 'Signature check failed', signed: false };
}

/** Null when the signature is this secret's. */
function whyNotSignedWith(secret: string, rawBody: string, signature: string): string | null {
  try {
    // its age is told by real time on both sides, whatever clock a demo has stopped
    stripe().webhooks.constructEvent(rawBody, signature, secret);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError)
      return error.message.split('\n')[0] ?? 'bad signature';
    // the signature goes first: what fails after it is the body
  }
  return null;
}

/** Signed is not enough: whoever holds the secret may send anything by mistake. */
function readEvent(rawBody: string): Delivery {
  const missing = whatIsMissing(rawBody);
  if (missing === null) return { event: JSON.parse(rawBody) };
  log.warn('webhook.no-event', { missing });
  return { problem: `The signature is right and the body is no event: ${missing}`, signed: true };
}

function whatIsMissing(rawBody: string): string | null {
  let body: unknown;
  try {
    body = JSON.parse(rawBody);
  } catch {
    return 'it is not JSON.';
  }
  if (!isObject(body)) return 'it is not a JSON object.';
  if (typeof body.id !== 'string' || body.id === '') return '"id" is missing.';
  if (typeof body.type !== 'string') return '"type" is missing.';
  if (typeof body.livemode !== 'boolean') return '"livemode" is missing.';
  if (!isObject(body.data) || !isObject(body.data.object))
    return '"data.object" is missing. Does the endpoint send thin events? It needs snapshots.';
  return null;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
