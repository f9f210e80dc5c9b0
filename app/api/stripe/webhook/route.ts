import { after } from 'next/server';
import { receiveEvent } from '@/lib/inbox/receive';
import { workOffInbox } from '@/lib/inbox/work';
import { log } from '@/lib/log';
import { verifyEvent } from '@/lib/stripe/webhook';

export const runtime = 'nodejs';

/**
 * Stripe's deliveries: verified, stored, answered, then worked off. The signature is over the body's bytes, so the body
 * is read as text and parsed only then.
 */
export async function POST(request: Request): Promise<Response> {
  const event = verifyEvent(await request.text(), request.headers.get('stripe-signature'));
  if (!event) return new Response('Signature check failed', { status: 400 });
  const isOurs = await receiveEvent(event);
  log.info('webhook.received', { id: event.id, type: event.type, ignored: !isOurs });
  if (isOurs) after(workOffInbox);
  return Response.json({ received: true }); // for types we ignore, too: Stripe retries anything else for days
}
