// The production output: Next's standalone folder, with the files that Next leaves beside it and the migrations.

import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DIST, ensureAppBuilt } from './app-build.mjs';
import { PROJECT } from './project.mjs';

export const STANDALONE = join(PROJECT, DIST, 'standalone');
export const SERVER = join(STANDALONE, 'server.js');

/** One file that needs nothing but Node: where the app is deployed there are no development packages. */
async function bundleMigrate() {
  const { build, stop } = await import('esbuild');
  await build({
    absWorkingDir: PROJECT,
    entryPoints: ['scripts/tools/migrate.ts'],
    outfile: join(STANDALONE, 'migrate.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // what a package in the older format asks of Node
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  await stop(); // esbuild's own process would stay as long as this one
}

/**
 * Builds the app and makes its output whole: `node server.js` there serves it, `node migrate.mjs` brings its database
 * up to date. The folder can be copied to any machine of the same kind.
 * @returns {Promise<string>} the folder
 */
export async function buildStandalone() {
  await ensureAppBuilt();
  cpSync(join(PROJECT, DIST, 'static'), join(STANDALONE, DIST, 'static'), { recursive: true });
  if (existsSync(join(PROJECT, 'public')))
    cpSync(join(PROJECT, 'public'), join(STANDALONE, 'public'), { recursive: true });
  const migrations = join('lib', 'db', 'migrations');
  mkdirSync(join(STANDALONE, migrations), { recursive: true });
  cpSync(join(PROJECT, migrations), join(STANDALONE, migrations), { recursive: true });
  await bundleMigrate();
  return STANDALONE;
}
