// npm run bench:stripe: how fast the local Stripe is, beside a server that answers canned JSON on the same machine.
//   -- --quick fewer rounds, up to 10 000 subscriptions · --no-growth no filling at all

import './launcher/node-version.mjs';
import { mkdirSync } from 'node:fs';
import { bundle } from './launcher/bundle.mjs';
import { ensureInstalled } from './launcher/install.mjs';
import { live } from './launcher/lifetime.mjs';
import { BUILD_FOLDER } from './launcher/project.mjs';
import { start } from './launcher/run.mjs';

await live(async () => {
  await ensureInstalled();
  mkdirSync(BUILD_FOLDER, { recursive: true });
  const local = await bundle('local-stripe/main.ts', 'local-stripe');
  const canned = await bundle('tests/bench/canned-server.ts', 'bench-canned');
  const bench = await bundle('tests/bench/main.ts', 'bench-stripe');
  const { child, ended } = start(process.execPath, [bench, local, canned, ...process.argv.slice(2)], {
    env: process.env,
  });
  child.stdout.pipe(process.stdout);
  child.stderr.pipe(process.stderr);
  const { code } = await ended;
  process.exitCode = code ?? 1;
});
