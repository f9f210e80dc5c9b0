import type Stripe from 'stripe';
import { API_VERSION } from '@/lib/stripe/api-version';
import { WEBHOOK_EVENTS } from '@/lib/stripe/event';
import { type Finding, fault, warning } from './finding';

const LATE_SECONDS = 10 * 60;
const SETUP = 'Run: npm run stripe:setup';
const DASHBOARD = 'Dashboard, Developers, Webhooks';

export type WebhookFacts = Readonly<{
  stripe: Stripe;
  appUrl: string;
  atStripe: boolean;
  /** STRIPE_WEBHOOK_SECRET, the newer one. */
  secret: string | null;
  /** Unix seconds. */
  now: number;
}>;

/** Whether events of the account arrive here, are believed, and are all that the app needs. */
export async function examineWebhook(facts: WebhookFacts): Promise<Finding[]> {
  if (facts.atStripe && !facts.appUrl.startsWith('https:'))
    return [
      warning(
        `Stripe cannot send events to ${facts.appUrl}.`,
        'Changes that are made outside this app show up only when a page asks for them.',
        `Run: stripe listen --forward-to ${facts.appUrl}/api/stripe/webhook`,
      ),
    ];
  return [...(await ofEndpoint(facts)), ...(await ofDeliveries(facts)), ...(await ofSecret(facts))];
}

async function ofEndpoint({ stripe, appUrl }: WebhookFacts): Promise<Finding[]> {
  const url = `${appUrl}/api/stripe/webhook`;
  const all: Stripe.WebhookEndpoint[] = [];
  for await (const endpoint of stripe.webhookEndpoints.list({ limit: 100 })) all.push(endpoint);
  const here = all.filter((endpoint) => endpoint.url === url);
  const [endpoint] = here;
  if (!endpoint)
    return [fault(`No webhook endpoint sends to ${url}.`, 'The database learns of nothing.', SETUP)];
  const found: Finding[] = [];
  if (here.length > 1)
    found.push(
      warning(
        `${here.length} webhook endpoints send to ${url}.`,
        'Each has a secret of its own, and only one of them is believed.',
        `${DASHBOARD}: remove all but ${endpoint.id}.`,
      ),
    );
  if (endpoint.status !== 'enabled')
    found.push(fault(`The webhook endpoint ${endpoint.id} is switched off.`, 'No event arrives.', SETUP));
  const sends = new Set<string>(endpoint.enabled_events);
  const missing = sends.has('*') ? [] : WEBHOOK_EVENTS.filter((type) => !sends.has(type));
  if (missing.length > 0)
    found.push(
      fault(
        `The webhook endpoint ${endpoint.id} does not send: ${missing.join(', ')}.`,
        'What they tell of is missed until the next reconciliation.',
        SETUP,
      ),
    );
  const extra = [...sends].filter((type) => !WEBHOOK_EVENTS.some((needed) => needed === type));
  if (extra.length > 0)
    found.push(
      warning(
        `The webhook endpoint ${endpoint.id} sends what nobody reads: ${extra.join(', ')}.`,
        'They cost deliveries and nothing else.',
        SETUP,
      ),
    );
  if (endpoint.api_version !== null && endpoint.api_version !== API_VERSION)
    found.push(
      warning(
        `The webhook endpoint ${endpoint.id} speaks API version ${endpoint.api_version}, the app ${API_VERSION}.`,
        'Stripe fixes the version when an endpoint is made.',
        `${DASHBOARD}: remove it, then run: npm run stripe:setup`,
      ),
    );
  return found;
}

/** Stripe retries for days: what is still pending after ten minutes was refused, or nobody answered. */
async function ofDeliveries({ stripe, now }: WebhookFacts): Promise<Finding[]> {
  const types = WEBHOOK_EVENTS.slice(0, 20); // Stripe takes 20 at once
  const { data } = await stripe.events.list({
    types,
    delivery_success: false,
    created: { lte: now - LATE_SECONDS },
    limit: 1,
  });
  const [late] = data;
  return late
    ? [
        fault(
          `Event ${late.id} (${late.type}) is not delivered yet, ${Math.floor((now - late.created) / 60)} minutes after it was made.`,
          'Deliveries fail: the secret may be another endpoint’s, or the app not reachable.',
          `${DASHBOARD} shows the answers; afterwards run: npm run events -- replay`,
        ),
      ]
    : [];
}

/** Plays Stripe towards the app: an event that changes nothing, signed with our secret. */
async function ofSecret({ stripe, appUrl, secret, now }: WebhookFacts): Promise<Finding[]> {
  if (secret === null) return [];
  const payload = JSON.stringify({
    id: `evt_doctor_${now}`,
    object: 'event',
    type: 'doctor.ping',
    livemode: false,
    data: { object: {} },
  });
  const header = stripe.webhooks.generateTestHeaderString({ payload, secret });
  let answer: Response;
  try {
    answer = await fetch(`${appUrl}/api/stripe/webhook`, {
      method: 'POST',
      headers: { 'stripe-signature': header },
      body: payload,
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    return [
      fault(
        `The app does not answer at ${appUrl}.`,
        'Customers and Stripe see nothing of it.',
        'Start it, or set APP_URL.',
      ),
    ];
  }
  if (answer.status === 400)
    return [
      fault(
        'The app does not believe events that are signed with this STRIPE_WEBHOOK_SECRET.',
        'It runs with another one, and refuses every event.',
        'Restart the app with the secret that is set here.',
      ),
    ];
  return answer.ok
    ? []
    : [
        fault(
          `The app answers ${answer.status} to an event.`,
          'Stripe sends it again for days.',
          'Look at the app’s log.',
        ),
      ];
}
