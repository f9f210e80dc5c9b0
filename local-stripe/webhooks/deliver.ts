import type { Account } from '../account';
import type { Delivery, DeliveryAttempt, Event, WebhookEndpoint } from '../records';
import type { Write } from '../store';
import { postEvent } from './post-event';
import { switchesOf } from './switches';

const succeeded = ({ status }: DeliveryAttempt): boolean => status !== null && status >= 200 && status < 300;

/**
 * Sends events to the endpoints that asked for them: signed, one at a time for each endpoint, tried again on failure.
 * A retry waits in the background; later events do not wait for it.
 */
export class Deliverer {
  readonly #queues = new Map<string, Promise<void>>();
  /** Deliveries that wait for their moment, by account and id. */
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #closed = false;

  constructor(readonly log: (line: string) => void) {}

  /** Writes a delivery for every enabled endpoint that listens to the event; part of the event's own transaction. */
  prepare(account: Account, events: readonly Event[]): void {
    if (account.store.isEmpty('webhookEndpoints')) return;
    const endpoints = [...account.store.oldestFirst('webhookEndpoints')];
    const { mode, delay } = switchesOf(account);
    const now = Date.now();
    for (const event of events) {
      const listening = endpoints.filter((each) => listensTo(each, event.type));
      if (listening.length === 0) continue;
      account.store.put('events', { ...event, pending_webhooks: listening.length });
      for (const { id } of listening)
        account.store.put('deliveries', {
          id: `${event.id}:${id}`,
          event: event.id,
          endpoint: id,
          status: mode === 'send' ? 'pending' : mode === 'hold' ? 'held' : 'dropped',
          attempts: [],
          nextAttempt: mode === 'send' ? now + delay : null,
        });
    }
  }

  /** Sends what was written as pending, and what waited for an endpoint that is enabled again. */
  follow(account: Account, writes: readonly Write[]): void {
    for (const [collection, id, record] of writes) {
      if (collection === 'deliveries' && record !== null) {
        const delivery = account.store.get('deliveries', id);
        if (delivery?.status === 'pending' && delivery.attempts.length === 0)
          this.#schedule(account, delivery);
      } else if (collection === 'webhookEndpoints' && record !== null) this.resume(account, id);
    }
  }

  /** Takes up what is unfinished: after a start, or for one endpoint that may be enabled again. */
  resume(account: Account, endpoint?: string): void {
    for (const delivery of account.store.oldestFirst('deliveries'))
      if (delivery.status === 'pending' && (endpoint === undefined || delivery.endpoint === endpoint))
        this.#schedule(account, delivery);
  }

  /** Lets go of everything that is held, in the order that the switches say. How many comes back. */
  release(account: Account): number {
    const held = [...account.store.oldestFirst('deliveries')].filter(({ status }) => status === 'held');
    if (switchesOf(account).order === 'reversed') held.reverse();
    account.transaction(() => {
      for (const each of held)
        account.store.put('deliveries', { ...each, status: 'pending', nextAttempt: Date.now() });
    });
    return held.length;
  }

  /** Sends a delivery once more, whatever became of it; its own retries go on as they would. */
  resend(account: Account, id: string): void {
    this.#enqueue(account, id, true);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #schedule(account: Account, { id, nextAttempt }: Delivery): void {
    const key = `${account.id}/${id}`;
    if (this.#closed || this.#timers.has(key)) return;
    const wait = (nextAttempt ?? 0) - Date.now();
    if (wait <= 0) {
      this.#enqueue(account, id);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      this.#enqueue(account, id);
    }, wait);
    this.#timers.set(key, timer);
    timer.unref();
  }

  #enqueue(account: Account, id: string, again = false): void {
    const key = `${account.id}/${account.store.get('deliveries', id)?.endpoint}`;
    const queue = (this.#queues.get(key) ?? Promise.resolve())
      .then(() => this.#attempt(account, id, again))
      .catch((error) => this.log(`A delivery went wrong: ${error}`));
    this.#queues.set(key, queue);
    queue.then(() => {
      if (this.#queues.get(key) === queue) this.#queues.delete(key);
    });
  }

  async #attempt(account: Account, id: string, again: boolean): Promise<void> {
    const delivery = account.store.get('deliveries', id);
    const event = delivery && account.store.get('events', delivery.event);
    const endpoint = delivery && account.store.get('webhookEndpoints', delivery.endpoint);
    if (this.#closed || !event || (!again && delivery.status !== 'pending')) return;
    if (!endpoint) {
      account.transaction(() =>
        account.store.put('deliveries', { ...delivery, status: 'failed', nextAttempt: null }),
      );
      return;
    }
    if (!again && (delivery.nextAttempt ?? 0) > Date.now()) {
      this.#schedule(account, delivery); // tried since this was queued
      return;
    }
    // A disabled endpoint's deliveries wait until it is enabled again.
    if (endpoint.status !== 'enabled' && !again) return;
    for (let copies = switchesOf(account).duplicates + 1; copies > 0 && !this.#closed; copies--) {
      const attempt = await postEvent(account, endpoint, event);
      this.log(`${event.type} → ${endpoint.url} ${attempt.status ?? 'unreachable'}`);
      if (!this.#closed) this.#settle(account, id, attempt);
    }
  }

  #settle(account: Account, id: string, attempt: DeliveryAttempt): void {
    const before = account.store.get('deliveries', id);
    if (!before) return; // the account was emptied while the event was on its way
    const attempts = [...before.attempts, attempt];
    if (succeeded(attempt) || before.status !== 'pending') {
      this.#close(account, { ...before, attempts }, succeeded(attempt));
      return;
    }
    const { retry, retry_after } = switchesOf(account);
    const pause = retry ? retry_after[attempts.length - 1] : undefined;
    const after: Delivery =
      pause === undefined
        ? { ...before, attempts, status: 'failed', nextAttempt: null }
        : { ...before, attempts, nextAttempt: Date.now() + pause };
    account.transaction(() => account.store.put('deliveries', after));
    if (after.status === 'pending') this.#schedule(account, after);
  }

  /** One that has arrived no longer counts as pending at its event; it may arrive more than once. */
  #close(account: Account, delivery: Delivery, arrived: boolean): void {
    const event = account.store.get('events', delivery.event);
    account.transaction(() => {
      account.store.put(
        'deliveries',
        arrived ? { ...delivery, status: 'delivered', nextAttempt: null } : delivery,
      );
      if (event && arrived && delivery.status !== 'delivered')
        account.store.put('events', { ...event, pending_webhooks: Math.max(0, event.pending_webhooks - 1) });
    });
  }
}

function listensTo(endpoint: WebhookEndpoint, type: string): boolean {
  return (
    endpoint.status === 'enabled' && endpoint.enabled_events.some((each) => each === '*' || each === type)
  );
}
