// Turns a TypeScript program into one JavaScript file that Node runs: Node 20 cannot read TypeScript.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_FOLDER, PROJECT } from './project.mjs';

/**
 * Packages stay outside the bundle and are found in node_modules.
 * @param {string} entry e.g. 'local-stripe/main.ts', from the project's root
 * @param {string} name of the bundle
 * @returns {Promise<string>} the bundle's path
 */
export async function bundle(entry, name) {
  const { build, stop } = await import('esbuild');
  const bundled = join(BUILD_FOLDER, `${name}.mjs`);
  const { outputFiles } = await build({
    absWorkingDir: PROJECT,
    entryPoints: [entry],
    outfile: bundled,
    write: false,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true, // beside it: inside, it would be two thirds of the program, and stay in its memory
    logLevel: 'error',
  });
  await stop(); // esbuild's own process would stay as long as this one
  mkdirSync(BUILD_FOLDER, { recursive: true });
  for (const { path, contents } of outputFiles) {
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path); // whole at once: another launcher may be reading it
  }
  return bundled;
}
