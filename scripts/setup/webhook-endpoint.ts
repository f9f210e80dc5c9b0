import type Stripe from 'stripe';
import { API_VERSION } from '@/lib/stripe/api-version';
import { WEBHOOK_EVENTS } from '@/lib/stripe/event';
import { blocked, doing, isOurs, MARK, type Plan } from './step';

/** What is told of a signing secret: Stripe gives it once, when the endpoint is made. */
export type TellSecret = (secret: string) => void;

/**
 * The webhook endpoint of this app's address with exactly the events that the app uses. Stripe reaches public https
 * addresses alone, so an app on this machine has none: there, `stripe listen` brings the events.
 */
export async function planWebhookEndpoint(
  stripe: Stripe,
  { appUrl, atStripe, tellSecret }: { appUrl: string; atStripe: boolean; tellSecret: TellSecret },
): Promise<Plan> {
  if (atStripe && !appUrl.startsWith('https:')) return doing();
  const url = new URL('/api/stripe/webhook', appUrl).href;
  const all: Stripe.WebhookEndpoint[] = [];
  for await (const endpoint of stripe.webhookEndpoints.list({ limit: 100 })) all.push(endpoint);
  const found = all.find((endpoint) => endpoint.url === url);
  if (!found) {
    const take = async () => {
      const { id, secret } = await stripe.webhookEndpoints.create({
        url,
        enabled_events: WEBHOOK_EVENTS,
        api_version: API_VERSION,
        description: 'Sidedoor',
        metadata: { [MARK]: 'webhook' },
      });
      if (!secret) throw new Error(`Stripe gave no signing secret for the new webhook endpoint ${id}.`);
      tellSecret(secret);
    };
    return doing({ what: `create webhook endpoint ${url}`, take });
  }
  if (!isOurs(found))
    return blocked(
      `Webhook endpoint ${found.id} for ${url} was not made by this tool.`,
      `Remove it in the Dashboard, or see that it sends: ${WEBHOOK_EVENTS.join(', ')}.`,
    );
  const sends = JSON.stringify([...found.enabled_events].sort());
  if (sends === JSON.stringify([...WEBHOOK_EVENTS].sort()) && found.status === 'enabled') return doing();
  const take = () =>
    stripe.webhookEndpoints.update(found.id, { enabled_events: WEBHOOK_EVENTS, disabled: false });
  return doing({ what: `change webhook endpoint ${found.id}: its events`, take });
}
