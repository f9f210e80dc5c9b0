// Builds the app with Next, unless the build that is there was made from exactly these sources.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTurn } from './lock.mjs';
import { PROJECT } from './project.mjs';
import { runOrFail } from './run.mjs';

/** Everything else counts as a source, so that a new folder or config file is never forgotten. */
const NOT_SOURCES = new Set([
  'node_modules',
  'docs',
  'local-stripe',
  'scripts',
  'tests',
  'test-results',
  'playwright-report',
  'playwright.config.ts',
  'vitest.config.ts',
  'biome.json',
  'next-env.d.ts',
]);
const isSource = (name) =>
  !NOT_SOURCES.has(name) &&
  !/\.(md|tsbuildinfo)$/.test(name) &&
  (!name.startsWith('.') || name.startsWith('.env'));

export const NEXT = join(PROJECT, 'node_modules', 'next', 'dist', 'bin', 'next');
export const DIST = process.env.NEXT_DIST_DIR || '.next'; // as next.config.mjs has it
const STAMP = join(PROJECT, DIST, 'sidedoor-sources');

function sourceFiles() {
  return readdirSync(PROJECT, { withFileTypes: true })
    .filter((entry) => isSource(entry.name))
    .flatMap((entry) => {
      if (!entry.isDirectory()) return [entry.name];
      return readdirSync(join(PROJECT, entry.name), { recursive: true, withFileTypes: true })
        .filter((inner) => inner.isFile())
        .map((inner) => join(inner.parentPath ?? inner.path, inner.name).slice(PROJECT.length + 1));
    })
    .sort();
}

function fingerprint() {
  const hash = createHash('sha256').update(process.version);
  for (const [name, value] of Object.entries(process.env).sort()) {
    if (name.startsWith('NEXT_PUBLIC_')) hash.update(`${name}=${value}\0`); // Next writes these into the pages
  }
  for (const file of sourceFiles())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(PROJECT, file)))
      .update('\0');
  return hash.digest('hex');
}

/**
 * @returns {Promise<string>} what was done, in words
 */
export const ensureAppBuilt = () => inTurn('build', build);

async function build() {
  const sources = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return 'up to date';
  rmSync(STAMP, { force: true });
  await runOrFail('next build', process.execPath, [NEXT, 'build'], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  writeFileSync(STAMP, sources);
  return 'built';
}
