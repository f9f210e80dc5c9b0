import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { claimPort, freePort, parsePort } from '../../../scripts/launcher/ports.mjs';

const open: ReturnType<typeof createServer>[] = [];

async function listenOn(port: number, host: string): Promise<void> {
  const server = createServer().listen(port, host);
  open.push(server);
  await once(server, 'listening');
}

afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

test('a free port is taken as asked', async () => {
  const port = await freePort();
  await expect(claimPort(port, 'the app', '--port')).resolves.toBe(port);
});

test('0 takes any free port', async () => {
  await expect(claimPort(0, 'the app', '--port')).resolves.toBeGreaterThan(0);
});

test.each(['127.0.0.1', '::1'])(
  'a port that is busy on %s is refused, with the flag that chooses another',
  async (host) => {
    const port = await freePort();
    await listenOn(port, host);
    await expect(claimPort(port, 'the app', '--port')).rejects.toThrow(
      `Port ${port} is busy, the app needs it. Free it, or choose another one with --port.`,
    );
  },
);

test.each(['abc', '-1', '70000', '3000.5', ''])('"%s" is no port', (text) => {
  expect(() => parsePort(text, '--stripe-port')).toThrow(
    `--stripe-port takes a port from 0 (any free one) to 65535, got "${text}".`,
  );
});
