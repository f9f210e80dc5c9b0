import type { Account } from '../account';
import type { Delivery, Event, WebhookEndpoint } from '../records';
import { render } from '../wire/expand';
import { signatureHeader } from '../wire/signature';

/** Pauses before the second and later attempts, in milliseconds. Stripe's sandbox also gives up after three retries. */
const RETRY_AFTER = [1_000, 5_000, 30_000];
const TIMEOUT = 10_000;

/**
 * Sends events to the endpoints that asked for them: signed, one at a time for each endpoint, tried again on failure.
 * A retry waits in the background; later events do not wait for it.
 */
export class Deliverer {
  readonly #queues = new Map<string, Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(readonly log: (line: string) => void) {}

  /** Queues an event for every enabled endpoint that listens to its type. */
  send(account: Account, event: Event): void {
    const listening = [...account.store.oldestFirst('webhookEndpoints')].filter((each) =>
      listensTo(each, event.type),
    );
    if (listening.length === 0) return;
    account.transaction(() => {
      account.store.put('events', { ...event, pending_webhooks: listening.length });
      for (const endpoint of listening)
        account.store.put('deliveries', {
          id: `${event.id}:${endpoint.id}`,
          event: event.id,
          endpoint: endpoint.id,
          attempts: 0,
          status: 'pending',
          answered: null,
        });
    });
    for (const endpoint of listening) this.#enqueue(account, `${event.id}:${endpoint.id}`, endpoint.id);
  }

  /** Takes up the deliveries that an earlier process left unfinished. */
  resume(account: Account): void {
    for (const delivery of account.store.oldestFirst('deliveries'))
      if (delivery.status === 'pending') this.#enqueue(account, delivery.id, delivery.endpoint);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #enqueue(account: Account, delivery: string, endpoint: string): void {
    const key = `${account.id}/${endpoint}`;
    const queue = (this.#queues.get(key) ?? Promise.resolve()).then(() => this.#attempt(account, delivery));
    this.#queues.set(key, queue);
    queue.then(() => {
      if (this.#queues.get(key) === queue) this.#queues.delete(key);
    });
  }

  async #attempt(account: Account, id: string): Promise<void> {
    const delivery = account.store.get('deliveries', id);
    const event = delivery && account.store.get('events', delivery.event);
    const endpoint = delivery && account.store.get('webhookEndpoints', delivery.endpoint);
    if (this.#closed || !event || !endpoint || endpoint.status !== 'enabled') return;
    const answered = await post(account, endpoint, event);
    this.log(`${event.type} → ${endpoint.url} ${answered ?? 'unreachable'}`);
    if (this.#closed) return;
    this.#settle(account, { ...delivery, attempts: delivery.attempts + 1, answered });
  }

  #settle(account: Account, delivery: Delivery): void {
    const ok = delivery.answered !== null && delivery.answered >= 200 && delivery.answered < 300;
    const pause = RETRY_AFTER[delivery.attempts - 1];
    const status = ok ? 'delivered' : pause === undefined ? 'failed' : 'pending';
    account.transaction(() => {
      account.store.put('deliveries', { ...delivery, status });
      const event = account.store.get('events', delivery.event);
      if (ok && event)
        account.store.put('events', { ...event, pending_webhooks: Math.max(0, event.pending_webhooks - 1) });
    });
    if (status !== 'pending' || pause === undefined) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#enqueue(account, delivery.id, delivery.endpoint);
    }, pause);
    this.#timers.add(timer);
    timer.unref();
  }
}

function listensTo(endpoint: WebhookEndpoint, type: string): boolean {
  return (
    endpoint.status === 'enabled' && endpoint.enabled_events.some((each) => each === '*' || each === type)
  );
}

/** The status that the endpoint answered, or null when there was no answer. */
async function post(account: Account, endpoint: WebhookEndpoint, event: Event): Promise<number | null> {
  const body = JSON.stringify(render(account, event, []), null, 2);
  // The receiver compares with its own wall clock, whatever the account's clock says.
  const at = Math.floor(Date.now() / 1000);
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': signatureHeader(body, endpoint.secret ?? '', at),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null; // refused, reset or too slow: the retry decides
  }
}
