// A server that knows nothing: it reads each request whole and answers the JSON recorded for its kind.
//   node canned-server.mjs ANSWERS.json

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { kindOf } from './kinds';

const answers: Record<string, string> = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = answers[kindOf(request.method ?? '', request.url ?? '')];
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': 'application/json',
      'request-id': 'req_canned',
      'content-length': Buffer.byteLength(body ?? ''),
    });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // listening on TCP, so it is never a string
  console.log(`Canned answers on http://127.0.0.1:${port}`);
});
