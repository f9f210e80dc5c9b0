// npm run scale: two instances of the production output behind nginx, on one Postgres and one Redis; one is killed while
// people buy. Needs nginx and redis-server.   -- --seconds 60 · --keep FOLDER keeps the logs

import './launcher/node-version.mjs';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from './launcher/failure.mjs';
import { live } from './launcher/lifetime.mjs';
import { runOwnProgram, startOwnServices } from './launcher/own-services.mjs';
import { freePort } from './launcher/ports.mjs';
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
  const own = await startOwnServices(lifetime, buildStandalone);
  const folder = keep === undefined ? join(own.folder, 'scale') : resolve(keep);
  mkdirSync(folder, { recursive: true });
  await runOwnProgram('tests/scale/main.ts', 'scale', {
    seconds,
    folder,
    databaseUrl: own.databaseUrl,
    stripeUrl: own.stripeUrl,
    nginx,
    redis,
    ports: [await freePort(), await freePort(), await freePort(), await freePort()],
  });
});
