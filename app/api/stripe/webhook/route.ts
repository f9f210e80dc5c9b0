import { after } from 'next/server';
import { receiveEvent } from '@/lib/inbox/receive';
import { workOffInbox } from '@/lib/inbox/work';
import { log } from '@/lib/log';
import { readDelivery } from '@/lib/stripe/webhook';

export const runtime = 'nodejs';

/**
 * Stripe's deliveries: verified, stored, answered, then worked off. The signature is over the body's bytes, so the body
 * is read as text and parsed only then. What is signed and is no event gets a 400 that says so.
 */
export async function POST(request: Request): Promise<Response> {
  const delivery = readDelivery(await request.text(), request.headers.get('stripe-signature'));
  if ('problem' in delivery) return new Response(delivery.problem, { status: 400 });
  const { event } = delivery;
  const isOurs = await receiveEvent(event);
  log.info('webhook.received', { id: event.id, type: event.type, ignored: !isOurs });
  if (isOurs) after(workOffInbox);
  return Response.json({ received: true }); // for types we ignore, too: Stripe retries anything else for days
}
