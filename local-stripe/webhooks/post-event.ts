import type { Account } from '../account';
import type { DeliveryAttempt, Event, WebhookEndpoint } from '../records';
import { eventInForm } from '../versions/older-form';
import { render } from '../wire/expand';
import { signatureHeader } from '../wire/signature';

const TIMEOUT = 10_000;
/** Characters of the endpoint's answer that are kept to be looked at. */
const ANSWER_KEPT = 2_000;

/** The JSON that an endpoint is sent. Its `api_version` is the endpoint's own, when that has one. */
export function bodyFor(account: Account, endpoint: WebhookEndpoint, event: Event): string {
  const shown = render(account, event, []) as Event; // without what is hidden
  return JSON.stringify(eventInForm(account, shown, endpoint.api_version ?? event.api_version), null, 2);
}

/** Sends one event to one endpoint, signed anew. */
export async function postEvent(
  account: Account,
  endpoint: WebhookEndpoint,
  event: Event,
): Promise<DeliveryAttempt> {
  const body = bodyFor(account, endpoint, event);
  // The receiver compares with its own wall clock, whatever the account's clock says.
  const at = Math.floor(Date.now() / 1000);
  const signature = signatureHeader(body, endpoint.secret ?? '', at);
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': signature,
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const answer = (await response.text()).slice(0, ANSWER_KEPT);
    return { at, signature, status: response.status, answer, milliseconds: took() };
  } catch (error) {
    return { at, signature, status: null, answer: reasonOf(error), milliseconds: took() };
  }
}

/** In words: refused, reset or too slow. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `No answer within ${TIMEOUT / 1000} seconds`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
