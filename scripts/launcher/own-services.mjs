// A database and a local Stripe of a run's own, in a temporary folder, and the TypeScript program that uses them.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { openDataFolder } from './data-folder.mjs';
import { ensureInstalled } from './install.mjs';
import { startLocalStripe } from './local-stripe.mjs';
import { freePort } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { step } from './progress.mjs';
import { BUILD_FOLDER } from './project.mjs';
import { start } from './run.mjs';
import { migrateDatabase } from './seeding.mjs';

/**
 * Installs, builds, and starts a migrated Postgres and a local Stripe; all of it ends with `lifetime`.
 * @param {{ onEnd(close: () => Promise<void> | void): void }} lifetime
 * @param {() => Promise<string>} build what makes the app, in words for the line that tells of it
 * @returns {Promise<{ folder: string, databaseUrl: string, stripeUrl: string }>} `folder` goes with the run
 */
export async function startOwnServices(lifetime, build) {
  await step('packages', ensureInstalled);
  mkdirSync(BUILD_FOLDER, { recursive: true });
  await step('build', build);
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
  return { folder: data.path, databaseUrl: postgres.url, stripeUrl };
}

/**
 * Runs a program with its settings as JSON in the first argument; its exit code becomes ours.
 * @param {string} entry e.g. 'tests/chaos/main.ts'
 * @param {string} name of the bundle
 * @param {object} settings
 */
export async function runOwnProgram(entry, name, settings) {
  const program = await bundle(entry, name);
  // as inside Next: the package "server-only" is an empty one
  const args = ['--conditions=react-server', '--enable-source-maps', program, JSON.stringify(settings)];
  const { ended } = start(process.execPath, args, { stdio: 'inherit' });
  process.exitCode = (await ended).code ?? 1;
}
