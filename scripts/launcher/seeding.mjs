// Runs the TypeScript programs that prepare the database and the Stripe account.

import { bundle } from './bundle.mjs';
import { runOrFail } from './run.mjs';

/** `react-server` makes the package "server-only" an empty one, as inside Next. */
async function runProgram(what, entry, name, env) {
  const program = await bundle(entry, name);
  return runOrFail(what, process.execPath, ['--conditions=react-server', '--enable-source-maps', program], {
    env,
  });
}

/** @param {string} databaseUrl */
export async function migrateDatabase(databaseUrl) {
  await runProgram('Migrating the database', 'scripts/tools/migrate.ts', 'migrate', {
    ...process.env,
    DATABASE_URL: databaseUrl,
  });
}

/**
 * Creates what is missing: catalogue, codes, webhook endpoint, demo customers.
 * @param {NodeJS.ProcessEnv} env what scripts/seed.ts reads
 * @returns {Promise<import('../seed').SeedReport>}
 */
export async function seed(env) {
  return JSON.parse(await runProgram('Seeding', 'scripts/seed.ts', 'seed', env));
}
