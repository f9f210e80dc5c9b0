import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Accounts } from './accounts';
import { Api, MAX_BODY } from './api/api';
import type { ApiAnswer } from './api/message';
import { createApp } from './app';
import type { Deliverer } from './webhooks/deliver';

/** The whole server: the API under /v1 straight on Node's own server, because it has to be fast; pages behind it. */
export function createStripeServer(
  accounts: Accounts,
  deliverer: Deliverer,
  log: (line: string) => void,
): Server {
  const api = new Api(accounts, log);
  const pages = getRequestListener(createApp(accounts, deliverer).fetch);
  return createServer((request, response) => {
    const url = request.url ?? '/';
    if (url.startsWith('/v1/')) answerApi(api, request, response, url);
    else void pages(request, response);
  });
}

function answerApi(api: Api, request: IncomingMessage, response: ServerResponse, url: string): void {
  const mark = url.indexOf('?');
  const head = {
    // The answer to HEAD is the one to GET, of which Node sends the headers alone: RFC 9110, section 9.3.2.
    method: request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET'),
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers: request.headers,
  };
  const arriving = api.receive(head, (answer) => send(response, answer));
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    // What is beyond the limit is not kept: that it is too long is known by then.
    if (size <= MAX_BODY) chunks.push(chunk);
    size += chunk.length;
  });
  request.on('end', () => {
    try {
      arriving.play((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString() ?? '');
    } catch {
      response.destroy(); // nobody is there to take the answer
    }
  });
  request.on('close', () => {
    if (!request.complete) arriving.giveUp();
  });
}

function send(response: ServerResponse, { status, headers, body }: ApiAnswer): void {
  headers['content-length'] = String(Buffer.byteLength(body));
  response.writeHead(status, headers);
  response.end(body);
}
