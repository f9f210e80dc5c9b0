import { type IncomingHttpHeaders, request } from 'node:http';

/** `body` is the text of `bytes`, which are as they came: compressed when `headers` say so. */
export type RawAnswer = Readonly<{
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  body: string;
}>;

/**
 * A request as no browser and no `fetch` would send it: any method, any Host, headers as given; follows nothing. `target`
 * stands in the place of the url's path.
 */
export function rawRequest(
  url: string,
  given: Readonly<{
    method?: string;
    target?: string;
    headers?: Record<string, string>;
    body?: string | Buffer;
  }> = {},
): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(url);
  const { method = 'GET', headers = {}, body } = given;
  return new Promise((resolve, reject) => {
    const path = given.target ?? url.slice(new URL(url).origin.length); // unnormalized
    const sent = request(
      {
        hostname: hostname === 'localhost' ? '127.0.0.1' : hostname,
        port,
        path,
        method,
        headers: { host, ...headers },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes, body: bytes.toString() });
        });
      },
    );
    // an answer given before the body was read ends the connection under it
    sent.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? undefined : reject(error)));
    sent.end(body);
  });
}
