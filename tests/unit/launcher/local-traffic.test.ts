import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { askLocal } from '../../../scripts/launcher/local-traffic.mjs';
import { run } from '../../../scripts/launcher/run.mjs';

test.each([
  [{}, 'localhost,127.0.0.1,::1'],
  [{ NO_PROXY: 'intranet.example' }, 'intranet.example,localhost,127.0.0.1,::1'],
  [{ no_proxy: 'here.example', NO_PROXY: 'intranet.example' }, 'here.example,localhost,127.0.0.1,::1'],
])('of a program that a launcher starts with %o, nothing local takes a proxy', async (given, excepted) => {
  const env = { NODE_ENV: 'test', ...given } as const;
  const { stdout } = await run(process.execPath, ['-p', 'process.env.NO_PROXY + process.env.no_proxy'], {
    env,
  });
  expect(stdout.trim()).toBe(excepted + excepted);
});

test('what a service answers is read whole, whatever its status', async () => {
  const server = createServer((_, response) => response.writeHead(503).end('{"database":"späť"}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await askLocal(`http://127.0.0.1:${port}/`)).toEqual({ status: 503, text: '{"database":"späť"}' });
  await new Promise((resolve) => server.close(resolve));
  await expect(askLocal(`http://127.0.0.1:${port}/`)).rejects.toThrow('ECONNREFUSED');
});
