import { after } from 'next/server';
import { receiveEvent } from '@/lib/inbox/receive';
import { workOffInbox } from '@/lib/inbox/work';
import { log } from '@/lib/log';
import { boundedBody } from '@/lib/security/bounded-body';
import { countedClient, spend } from '@/lib/security/rate-limit';
import { tooMany } from '@/lib/security/too-many';
import { readDelivery } from '@/lib/stripe/webhook';

export const runtime = 'nodejs';

/** Bytes. Stripe's events are a few hundred kilobytes at most. */
const LONGEST_BODY = 1024 * 1024;

/**
 * Stripe's deliveries: verified, stored, answered, then worked off. The signature is over the body's bytes, so the body
 * is read as text and parsed only then. What is signed and is no event gets a 400 that says so.
 */
export async function POST(request: Request): Promise<Response> {
  const body = await boundedBody(request, LONGEST_BODY);
  if (body === null) return new Response('The body is longer than any event', { status: 413 });
  const delivery = readDelivery(body, request.headers.get('stripe-signature'));
  if ('problem' in delivery) {
    const wait = delivery.signed ? null : await spend('webhook-unsigned', countedClient());
    return wait === null ? new Response(delivery.problem, { status: 400 }) : tooMany(wait);
  }
  const { event } = delivery;
  const isOurs = await receiveEvent(event);
  log.info('webhook.received', { id: event.id, type: event.type, ignored: !isOurs });
  if (isOurs) after(workOffInbox);
  return Response.json({ received: true }); // for types we ignore, too: Stripe retries anything else for days
}
