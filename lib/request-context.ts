import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { processWide } from './process-wide';

/** What is known of the request that the code running now serves. */
export type RequestContext = {
  readonly id: string;
  /** The other end of the connection: the client, or the last proxy before us. */
  readonly peer: string | null;
  readonly forwardedFor: string | null;
  /** The signed-in person, once somebody has asked. */
  user: string | null;
};

const contexts = () => processWide('request-context', () => new AsyncLocalStorage<RequestContext>());

/** The context of the request being served; undefined outside of one. */
export const requestContext = (): RequestContext | undefined => contexts().getStore();

/** Names the person of this request in everything logged from here on. */
export function noteUser(id: string): void {
  const context = requestContext();
  if (context) context.user = id;
}

/**
 * Gives every request of this process a context. Node tells of a request before Next sees it, so the peer is the
 * socket's own and no header can pretend to be it. Once per process.
 */
export function keepRequestContext(): void {
  processWide('request-context-hook', () => {
    subscribe('http.server.request.start', (message) => {
      const { request } = message as { request: IncomingMessage }; // Node's documented message of this channel
      // no Request can be made of these, and Next would fail on them; of an unknown method it makes a refusal
      if (request.method === 'TRACE' || request.method === 'TRACK') request.method = 'UNKNOWN';
      contexts().enterWith({
        id: randomUUID(),
        peer: request.socket.remoteAddress ?? null,
        forwardedFor: [request.headers['x-forwarded-for']].flat().join(',') || null,
        user: null,
      });
    });
    return true;
  });
}
