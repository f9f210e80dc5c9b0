// npm run bench:portal: how fast the hosted pages are, beside a server that answers with the same bytes.

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
  const canned = await bundle('tests/bench/canned-pages-server.ts', 'bench-canned-pages');
  const bench = await bundle('tests/bench/portal.ts', 'bench-portal');
  const { child, ended } = start(process.execPath, [bench, local, canned], {
    env: process.env,
  });
  child.stdout.pipe(process.stdout);
  child.stderr.pipe(process.stderr);
  const { code } = await ended;
  process.exitCode = code ?? 1;
});
