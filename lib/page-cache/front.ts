import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { processWide } from '../process-wide';
import { TRANSPORT_SECURITY } from '../security/response-headers.mjs';
import { FRESH_SECONDS } from './ages.mjs';
import { keptAnswer } from './kept-answer';
import { pageStore } from './store';

/** Where the page that answers a request is kept; null for a request that is left to Next, which is always right. */
export type KeyOf = (request: IncomingMessage) => string | null;

/**
 * Answers requests for kept pages before Next looks at them: Next works out for every visitor anew which page an address
 * means, and compresses it for each. What is not finished, not fresh or not plainly everybody's is left to Next, so
 * that this decides about speed alone; but for an address that cannot be read, on which Next fails with a 500. Node tells
 * of a request before the server's listeners hear of it. Once per process.
 */
export function standInFront(keyOf: KeyOf): void {
  processWide('page-cache-front', () => {
    const known = new WeakSet<Server>();
    subscribe('http.server.request.start', (message) => {
      const { server } = message as { server: Server }; // Node's documented message of this channel
      if (known.has(server)) return;
      known.add(server);
      takeOver(server, keyOf);
    });
    return true;
  });
}

function takeOver(server: Server, keyOf: KeyOf): void {
  const behind = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (!isReadable(request.url)) refuse(response);
    else if (!answer(keyOf(request), request, response))
      for (const listener of behind) listener.call(server, request, response);
  });
}

/**
 * False for a path with a `%` that encodes nothing, as at the end of an address that was copied in part, and for what is no
 * path: to a whole address, which browsers send to proxies alone, Next redirects whoever asks.
 */
function isReadable(url = ''): boolean {
  if (!url.startsWith('/')) return false;
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

function refuse(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end('This address cannot be read. Often a % in it stands for nothing: please check its end.\n');
}

/** Answers with the kept page; false when there is none for this request, and nothing was done. */
function answer(key: string | null, request: IncomingMessage, response: ServerResponse): boolean {
  const entry = key === null ? undefined : pageStore().entries.get(key);
  if (!entry || entry.lastModified <= Date.now() - FRESH_SECONDS * 1000) return false;
  const kept = keptAnswer(entry, request.headers['accept-encoding']);
  if (!kept) return false;
  const secure = request.headers['x-forwarded-proto'] === 'https';
  const transport = secure ? [TRANSPORT_SECURITY.key, TRANSPORT_SECURITY.value] : [];
  const headers = [...kept.headers, ...transport, 'Cache-Status', 'sidedoor; hit']; // RFC 9211
  if (isKnown(kept.etag, request.headers['if-none-match'])) {
    response.writeHead(304, headers).end();
  } else {
    response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : kept.body);
  }
  return true;
}

/** RFC 9110 §13.1.2: weak comparison, any of a list. */
const isKnown = (etag: string, ifNoneMatch: string | undefined): boolean =>
  ifNoneMatch?.split(',').some((one) => one.trim() === '*' || bare(one.trim()) === bare(etag)) ?? false;
const bare = (etag: string): string => etag.replace(/^W\//, '');
