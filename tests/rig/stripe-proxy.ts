import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Passing = Readonly<{ method: string; path: string }>;
/** `cut` ends the connection without an answer; an answer goes out in place of Stripe's. */
export type Fault = 'cut' | Readonly<{ status: number; code: string; afterMs?: number }> | undefined;
type Hook = (passing: Passing) => Fault | Promise<Fault>;

/**
 * A way to Stripe that can be disturbed: `before` decides on a request before Stripe hears of it, `after` on one whose
 * answer is known: what was to be done is done, and the app may never hear of it.
 */
export type StripeProxy = Readonly<{
  url: string;
  disturb(hooks: { before?: Hook; after?: Hook }): void;
  /** How many requests went through, and how many were disturbed. */
  counts(): Readonly<{ requests: number; faults: number }>;
  stop(): Promise<void>;
}>;

/** Starts a proxy to the Stripe at `target`. */
export async function startStripeProxy(target: string): Promise<StripeProxy> {
  const { hostname, port, host } = new URL(target);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let hooks: { before?: Hook; after?: Hook } = {};
  const counts = { requests: 0, faults: 0 };

  async function disturbed(answer: ServerResponse, fault: Fault): Promise<boolean> {
    if (fault === undefined) return false;
    counts.faults += 1;
    if (fault === 'cut') {
      answer.socket?.destroy();
      return true;
    }
    if (fault.afterMs !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.afterMs));
    const type = fault.status === 429 ? 'invalid_request_error' : 'api_error';
    answer.writeHead(fault.status, { 'content-type': 'application/json', 'request-id': 'req_disturbed' });
    answer.end(JSON.stringify({ error: { type, code: fault.code, message: `Disturbed: ${fault.code}` } }));
    return true;
  }

  async function handle(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    counts.requests += 1;
    const passing = { method: incoming.method ?? '', path: (incoming.url ?? '').split('?')[0] ?? '' };
    const body = Buffer.concat(await incoming.toArray());
    if (await disturbed(answer, await hooks.before?.(passing))) return;
    const outgoing = request({
      hostname,
      port,
      agent,
      method: incoming.method,
      path: incoming.url,
      headers: { ...incoming.headers, host },
    });
    outgoing.end(body);
    const [reply]: IncomingMessage[] = await once(outgoing, 'response');
    const told = Buffer.concat((await reply?.toArray()) ?? []);
    if (await disturbed(answer, await hooks.after?.(passing))) return;
    answer.writeHead(reply?.statusCode ?? 500, reply?.headers);
    answer.end(told);
  }

  const server = createServer((incoming, answer) => {
    handle(incoming, answer).catch(() => answer.socket?.destroy()); // Stripe itself is gone: so is its answer
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    disturb: (wanted) => {
      hooks = wanted;
    },
    counts: () => ({ ...counts }),
    async stop() {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
