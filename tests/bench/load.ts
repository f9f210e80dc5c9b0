import { connect, type Socket } from 'node:net';

export type Load = Readonly<{ perSecond: number; p50: number; p99: number }>;

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * Asks for one page over and over on so many connections for so many milliseconds, each connection waiting for its
 * answer. Sockets are read by hand: an HTTP client would be the slowest part. Throws on anything but a 200.
 * Latencies in milliseconds.
 */
export async function load(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  { connections = 32, forMs = 2_000 } = {},
): Promise<Load> {
  const { hostname, port, pathname, search, host } = new URL(url);
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`;
  const times: number[] = [];
  const opened = () => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    return { socket, answers: answersOf(socket) };
  };
  const started = performance.now();
  const until = started + forMs;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let open = opened(); ; ) {
        if (performance.now() >= until) return open.socket.destroy();
        const sent = performance.now();
        open.socket.write(request);
        const { value: status } = await open.answers.next();
        if (status === undefined) {
          open = opened(); // nginx ends a connection after a thousand requests
          continue;
        }
        if (status !== 200) throw new Error(`${url} answered ${status}`);
        times.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { perSecond: sorted.length / seconds, p50: at(0.5), p99: at(0.99) };
}

/** The status of each answer, once it has arrived whole. */
async function* answersOf(socket: Socket): AsyncGenerator<number> {
  let got: Buffer = Buffer.alloc(0);
  for await (const chunk of socket) {
    got = got.length === 0 ? chunk : Buffer.concat([got, chunk]);
    const head = got.indexOf(END_OF_HEAD);
    if (head === -1) continue;
    const text = got.toString('latin1', 0, head);
    const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
    const isWhole =
      length === undefined
        ? got.toString('latin1', got.length - 5) === '0\r\n\r\n'
        : got.length >= head + 4 + Number(length);
    if (!isWhole) continue;
    got = Buffer.alloc(0);
    yield Number(text.slice(9, 12));
  }
}
