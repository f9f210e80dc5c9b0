// npm run bench:account: the account page of one person among 1,000, 100,000 and 1,000,000 customers.
//   -- --quick up to 100,000

import './launcher/node-version.mjs';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureAppBuilt } from './launcher/app-build.mjs';
import { bundle } from './launcher/bundle.mjs';
import { openDataFolder } from './launcher/data-folder.mjs';
import { ensureInstalled } from './launcher/install.mjs';
import { live } from './launcher/lifetime.mjs';
import { startLocalStripe } from './launcher/local-stripe.mjs';
import { freePort } from './launcher/ports.mjs';
import { startPostgres } from './launcher/postgres.mjs';
import { step } from './launcher/progress.mjs';
import { BUILD_FOLDER } from './launcher/project.mjs';
import { start } from './launcher/run.mjs';
import { migrateDatabase } from './launcher/seeding.mjs';

const SIZES = [1_000, 100_000, 1_000_000];

await live(async (lifetime) => {
  await step('packages', ensureInstalled);
  mkdirSync(BUILD_FOLDER, { recursive: true });
  await step('build', ensureAppBuilt);
  const data = await openDataFolder(null);
  lifetime.onEnd(data.close);
  const postgres = await startPostgres({
    dataFolder: join(data.path, 'postgres'),
    password: data.secrets.postgresPassword,
  });
  lifetime.onEnd(postgres.stop);
  await migrateDatabase(postgres.url);
  const { url: stripeUrl, service } = await startLocalStripe({ port: await freePort() });
  lifetime.onEnd(service.stop);
  const sizes = process.argv.includes('--quick') ? SIZES.slice(0, 2) : SIZES;
  const ports = [];
  for (const _size of sizes) ports.push(await freePort());
  const settings = { databaseUrl: postgres.url, stripeUrl, ports, sizes };
  const program = await bundle('tests/bench/account.ts', 'bench-account');
  // as inside Next: the package "server-only" is an empty one
  const args = ['--conditions=react-server', '--enable-source-maps', program, JSON.stringify(settings)];
  const { ended } = start(process.execPath, args, { stdio: 'inherit' });
  process.exitCode = (await ended).code ?? 1;
});
