import { WEBHOOK_EVENTS } from '@/lib/stripe/event';
import { findOrNull, MARK } from '../setup/step';
import type { Account } from './account';

/** Stripe tells the signing secret once, when the endpoint is made. */
export type NewWebhook = Readonly<{ endpoint: string; secret: string }>;

/**
 * Keeps the endpoint whose secret is known, with this address and the app's events; makes a new one otherwise, and
 * removes those of earlier starts, whose secret nobody knows any more.
 * @param known the endpoint's id, or null
 * @returns the new endpoint, or null when the known one is still there
 */
export async function seedWebhookEndpoint(
  account: Account,
  url: string,
  known: string | null,
): Promise<NewWebhook | null> {
  const { webhookEndpoints } = account.stripe;
  const kept = known && (await findOrNull(webhookEndpoints.retrieve(known)));
  if (kept) {
    const listens = [...kept.enabled_events].sort().join() === [...WEBHOOK_EVENTS].sort().join();
    if (kept.url !== url || !listens)
      await webhookEndpoints.update(kept.id, { url, enabled_events: WEBHOOK_EVENTS });
    return null;
  }
  for await (const endpoint of webhookEndpoints.list({ limit: 100 })) {
    if (endpoint.metadata[MARK]) await webhookEndpoints.del(endpoint.id);
  }
  const { id, secret } = await webhookEndpoints.create({
    url,
    enabled_events: WEBHOOK_EVENTS,
    description: 'Sidedoor demo',
    metadata: { [MARK]: 'webhook' },
  });
  if (!secret) throw new Error(`Stripe gave no signing secret for the new webhook endpoint ${id}.`);
  account.created += 1;
  return { endpoint: id, secret };
}
