// npm run scale: two instances of the production output behind nginx, on one Postgres and one Redis; one is killed while
// people buy. Needs nginx and redis-server.   -- --seconds 60 · --keep FOLDER keeps the logs

import './launcher/node-version.mjs';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
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
import { buildStandalone } from './launcher/standalone.mjs';

/** Debian keeps servers where the path of a plain user does not look. */
const PLACES = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

function find(program, debianPackage) {
  const found = PLACES.map((place) => join(place, program)).find((file) => existsSync(file));
  if (!found)
    throw new Failure(
      `${program} is not installed, and nothing was tried. On Debian: apt-get install ${debianPackage}`,
    );
  return found;
}

function readFlags() {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '60' }, keep: { type: 'string' } },
  });
  if (!/^\d{1,4}$/.test(values.seconds))
    throw new Failure(`--seconds takes a whole number, got "${values.seconds}".`);
  return { seconds: Number(values.seconds), keep: values.keep };
}

await live(async (lifetime) => {
  const { seconds, keep } = readFlags();
  const nginx = find('nginx', 'nginx-light');
  const redis = find('redis-server', 'redis-server');
  await step('packages', ensureInstalled);
  mkdirSync(BUILD_FOLDER, { recursive: true });
  await step('build', buildStandalone);
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
    seconds,
    folder: keep === undefined ? join(data.path, 'scale') : resolve(keep),
    databaseUrl: postgres.url,
    stripeUrl,
    nginx,
    redis,
    ports: [await freePort(), await freePort(), await freePort(), await freePort()],
  };
  mkdirSync(options.folder, { recursive: true });
  const program = await bundle('tests/scale/main.ts', 'scale');
  // as inside Next: the package "server-only" is an empty one
  const args = ['--conditions=react-server', '--enable-source-maps', program, JSON.stringify(options)];
  const { ended } = start(process.execPath, args, { stdio: 'inherit' });
  process.exitCode = (await ended).code ?? 1;
});
