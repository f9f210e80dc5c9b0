import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from './random';

const DROPPED = 0.1;
const DUPLICATED = 0.2;
const DELAYED = 0.4;
const LONGEST_DELAY_MS = 1_500;
const RETRY_MS = 300;

/**
 * Stands between Stripe's deliveries and the app: some are lost, some come twice, some late and so out of order. Stripe
 * is answered at once, or one that is late would hold up all others; the app is tried until it takes an event.
 */
export type Deliveries = Readonly<{
  url: string;
  /** Ids of events the app has answered with 2xx. */
  delivered: ReadonlySet<string>;
  /** Events that never reached the app, with the customer they are about. */
  dropped: ReadonlyMap<string, string | null>;
  counts(): Readonly<{ events: number; duplicated: number; delayed: number; refused: number }>;
  /** How many the app has still to take. */
  underWay(): number;
  /** From now on everything is passed on at once. */
  calm(): void;
  stop(): Promise<void>;
}>;

/** Starts to pass deliveries on to the app's webhook at `target`. */
export async function startDeliveries(target: string, random: Random): Promise<Deliveries> {
  const seen = new Set<string>();
  const delivered = new Set<string>();
  const dropped = new Map<string, string | null>();
  const counts = { events: 0, duplicated: 0, delayed: 0, refused: 0 };
  let [underWay, calm, stopped] = [0, false, false];

  async function isTaken(body: Buffer, signature: string): Promise<boolean> {
    try {
      const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
      const answer = await fetch(target, { method: 'POST', headers, body: new Uint8Array(body) });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false; // the app is down
    }
  }

  async function passOn(id: string, body: Buffer, signature: string, afterMs: number): Promise<void> {
    underWay += 1;
    await pause(afterMs);
    while (!stopped && !(await isTaken(body, signature))) {
      counts.refused += 1;
      await pause(RETRY_MS);
    }
    delivered.add(id);
    underWay -= 1;
  }

  function receive(body: Buffer, signature: string): void {
    const event = JSON.parse(body.toString());
    const id: string = event.id;
    if (seen.has(id)) return;
    seen.add(id);
    counts.events += 1;
    const customer = customerOf(event);
    // all that one moment told of a customer goes together: what is left of it would mend the rest
    if (!calm && random.for(`${customer} ${event.created}`).chance(DROPPED)) {
      dropped.set(id, customer);
      return;
    }
    const fate = random.for(id);
    const delayMs = !calm && fate.chance(DELAYED) ? fate.below(LONGEST_DELAY_MS) : 0;
    if (delayMs > 0) counts.delayed += 1;
    void passOn(id, body, signature, delayMs);
    if (calm || !fate.chance(DUPLICATED)) return;
    counts.duplicated += 1;
    void passOn(id, body, signature, fate.below(2 * LONGEST_DELAY_MS));
  }

  const server = createServer(async (request, answer) => {
    receive(Buffer.concat(await request.toArray()), String(request.headers['stripe-signature']));
    answer.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    delivered,
    dropped,
    counts: () => ({ ...counts }),
    underWay: () => underWay,
    calm: () => {
      calm = true;
    },
    async stop() {
      stopped = true;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function customerOf({
  data,
}: {
  data: { object: Record<string, unknown>; previous_attributes?: { customer?: unknown } };
}) {
  const { object, id, customer } = data.object;
  const named = object === 'customer' ? id : (customer ?? data.previous_attributes?.customer);
  return typeof named === 'string' ? named : null;
}
