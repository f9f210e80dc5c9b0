// Measures the hosted pages beside a server that answers with the same bytes, on this machine, in turns.
//   node bench-portal.mjs LOCAL_STRIPE.mjs CANNED_PAGES.mjs

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portalPages } from './pages';
import { sdkAt } from './sdk-path';
import { startServer } from './server-process';

const ROUNDS = 60;
/** Rounds in which the programs are still being compiled. */
const WARM_UP = 10;
/** Milliseconds of the server's own work. */
const BAR = 5;
/** Bytes that a page may transfer. */
const MOST = 30_000;

const [localProgram = '', cannedProgram = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** A page as the browser gets it, packed, and the milliseconds until its last byte. */
function load(url: string): Promise<{ body: Buffer; time: number }> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ body: Buffer.concat(chunks), time: performance.now() - started }));
    }).on('error', reject);
  });
}

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

const folder = mkdtempSync(join(tmpdir(), 'bench-portal-'));
const local = await startServer([localProgram, '--port', '0', '--quiet']);
const pages = await portalPages(sdkAt(local.url, 'sk_test_bench'));
const recorded: Record<string, string> = {};
for (const url of pages.values()) recorded[new URL(url).pathname] = (await load(url)).body.toString('base64');
const file = join(folder, 'pages.json');
writeFileSync(file, JSON.stringify(recorded));
const canned = await startServer([cannedProgram, file]);
try {
  console.log(`${' '.repeat(34)}   local   canned   between   transferred`);
  for (const [name, url] of pages) {
    const { pathname } = new URL(url);
    const [made, replayed]: [number[], number[]] = [[], []];
    let bytes = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const page = await load(url);
      const copy = await load(`${canned.url}${pathname}`);
      bytes = page.body.length;
      if (round < WARM_UP) continue;
      made.push(page.time);
      replayed.push(copy.time);
    }
    const [ours, theirs] = [median(made), median(replayed)];
    const met = ours - theirs < BAR && bytes < MOST;
    const figures = [ours, theirs, ours - theirs].map((ms) => `${ms.toFixed(2)} ms`.padStart(9)).join('');
    console.log(`${met ? '  ok ' : '  NO '} ${name.padEnd(28)}${figures}  ${`${bytes} B`.padStart(10)}`);
  }
  console.log(`       bar: ${BAR} ms between them at the median, ${MOST} B`);
} finally {
  agent.destroy();
  await Promise.all([local.stop(), canned.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
