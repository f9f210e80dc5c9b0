// A server that knows nothing: it answers each path with the page that was recorded for it, as it was sent.
//   node canned-pages-server.mjs PAGES.json

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const recorded: Record<string, string> = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const pages = new Map(
  Object.entries(recorded).map(([path, page]) => [path, Buffer.from(page, 'base64')] as const),
);

const server = createServer((request, response) => {
  const page = pages.get(request.url ?? '');
  response.writeHead(page ? 200 : 404, {
    'content-type': 'text/html; charset=UTF-8',
    'content-encoding': 'gzip',
    'content-length': page?.length ?? 0,
  });
  response.end(page);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // listening on TCP, so it is never a string
  console.log(`Canned pages on http://127.0.0.1:${port}`);
});
