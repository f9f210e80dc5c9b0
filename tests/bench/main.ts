// Measures the local Stripe beside a server that answers canned JSON, on this machine, in turns.
//   node bench.mjs LOCAL_STRIPE.mjs CANNED.mjs [--quick] [--no-growth]

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureGrowth } from './growth';
import { compare } from './ratio';
import { recordAnswers } from './recorded';
import { openShop, type Shop, sdkAt } from './sdk-path';
import { type ServerProcess, startServer } from './server-process';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, 'no-growth': { type: 'boolean', default: false } },
});
const [localProgram = '', cannedProgram = ''] = positionals;
const folder = mkdtempSync(join(tmpdir(), 'bench-stripe-'));
const running: ServerProcess[] = [];

async function start(...args: string[]): Promise<ServerProcess> {
  const server = await startServer(args);
  running.push(server);
  return server;
}

const startLocal = (...args: string[]) => start(localProgram, '--port', '0', '--quiet', ...args);

async function startCanned(shop: Shop): Promise<Shop> {
  const file = join(folder, 'answers.json');
  writeFileSync(file, JSON.stringify(await recordAnswers(shop)));
  const { url } = await start(cannedProgram, file);
  return { ...shop, stripe: sdkAt(url, 'sk_test_canned') };
}

function row(what: string, value: string, bar: string, met: boolean): void {
  console.log(`${met ? '  ok ' : '  NO '} ${what.padEnd(44)} ${value.padEnd(34)} bar ${bar}`);
}

async function startUp(): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const server = await startLocal();
    times.push(server.readyAfter);
    if (i === 4) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      row('idle memory', `${server.memory().toFixed(0)} MB`, '< 120 MB', server.memory() < 120);
    }
    await server.stop();
  }
  const median = times.sort((a, b) => a - b)[2] ?? Number.NaN;
  row('from start to the first answer, median of 5', `${median.toFixed(0)} ms`, '< 300 ms', median < 300);
}

async function speed(): Promise<void> {
  const memory = await startLocal();
  const durable = await startLocal('--data', join(folder, 'durable'));
  const inMemory = await openShop(memory.url, 'sk_test_bench');
  const onDisk = await openShop(durable.url, 'sk_test_bench');
  const canned = await startCanned(inMemory);
  const rounds = values.quick ? 9 : 51;
  for (const [what, shop, abreast, walks, bar] of [
    ['in sequence', inMemory, 1, 40, 0.6],
    ['16 at once', inMemory, 16, 160, 0.5],
    ['in sequence, durable', onDisk, 1, 40, 0.4],
    ['16 at once, durable', onDisk, 16, 160, 0.4],
  ] as const) {
    const { ratio, spread, local, canned: bare } = await compare(shop, canned, { rounds, walks, abreast });
    const [low, high] = spread.map((each) => each.toFixed(2));
    const value = `${ratio.toFixed(2)} (${low}–${high}) ${local.toFixed(0)}/s : ${bare.toFixed(0)}/s`;
    row(what, value, `≥ ${bar}`, ratio >= bar);
  }
}

async function growth(): Promise<void> {
  const sizes = values.quick ? [1_000, 10_000] : [1_000, 10_000, 100_000];
  const server = await startLocal();
  for await (const { size, perRequest, slower, memory } of measureGrowth(server, sizes)) {
    const value = `${perRequest.toFixed(2)} ms, ${slower.toFixed(2)}×, ${memory.toFixed(0)} MB`;
    row(`a request with ${size} subscriptions`, value, '≤ 1.3×', slower <= 1.3);
  }
}

try {
  await startUp();
  await speed();
  if (!values['no-growth']) await growth();
} finally {
  for (const server of running) await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
