// npm run chaos: the app under everything that goes wrong, and every row compared with Stripe in the end.
//   -- --customers 1000 --operations 10000 --kills 20 --days 45 --seed N · --log FILE keeps what the app logs

import './launcher/node-version.mjs';
import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureAppBuilt } from './launcher/app-build.mjs';
import { bundle } from './launcher/bundle.mjs';
import { openDataFolder } from './launcher/data-folder.mjs';
import { Failure } from './launcher/failure.mjs';
import { ensureInstalled } from './launcher/install.mjs';
import { live } from './launcher/lifetime.mjs';
import { startLocalStripe } from './launcher/local-stripe.mjs';
import { freePort } from './launcher/ports.mjs';
import { startPostgres } from './launcher/postgres.mjs';
import { step } from './launcher/progress.mjs';
import { BUILD_FOLDER } from './launcher/project.mjs';
import { start } from './launcher/run.mjs';
import { migrateDatabase } from './launcher/seeding.mjs';

function readSizes() {
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: { customers: text, operations: text, kills: text, days: text, seed: text, log: text },
  });
  const size = (name, usual) => {
    const given = values[name] ?? String(usual);
    if (!/^\d{1,9}$/.test(given)) throw new Failure(`--${name} takes a whole number, got "${given}".`);
    return Number(given);
  };
  return {
    customers: size('customers', 1000),
    operations: size('operations', 10_000),
    kills: size('kills', 20),
    days: size('days', 45),
    seed: size('seed', randomInt(1_000_000)),
    ...(values.log && { log: values.log }),
  };
}

await live(async (lifetime) => {
  const sizes = readSizes();
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
  const options = {
    ...sizes,
    databaseUrl: postgres.url,
    stripeUrl,
    appPort: await freePort(),
    syncProgram: await bundle('scripts/tools/sync.ts', 'chaos-sync'),
  };
  const program = await bundle('tests/chaos/main.ts', 'chaos');
  // as inside Next: the package "server-only" is an empty one
  const args = ['--conditions=react-server', '--enable-source-maps', program, JSON.stringify(options)];
  const { ended } = start(process.execPath, args, { stdio: 'inherit' });
  process.exitCode = (await ended).code ?? 1;
});
