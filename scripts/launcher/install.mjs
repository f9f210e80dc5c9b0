// Brings node_modules to what package-lock.json says.

import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failure } from './failure.mjs';
import { inTurn } from './lock.mjs';
import { PROJECT } from './project.mjs';
import { firstLines, run } from './run.mjs';

/**
 * npm writes what it installed to node_modules/.package-lock.json when it is done, so an interrupted install and a
 * changed lock both show. Packages for other machines (optional) may be missing.
 */
function isInstalled() {
  const installedList = join(PROJECT, 'node_modules', '.package-lock.json');
  if (!existsSync(installedList)) return false;
  const wanted = JSON.parse(readFileSync(join(PROJECT, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedList, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    const here = installed[path];
    if (!here) return optional === true;
    return here.version === version && (!integrity || here.integrity === integrity);
  });
}

/** npm as a Node program: the one that runs this script when there is one. */
function npmCommand() {
  const started = process.env.npm_execpath;
  if (started && basename(started) === 'npm-cli.js') return { command: process.execPath, args: [started] };
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

/**
 * Installs the packages when they are not there yet.
 * @returns {Promise<string>} what was done, in words
 */
export async function ensureInstalled() {
  return isInstalled() ? 'installed' : inTurn('packages', install);
}

async function install() {
  if (isInstalled()) return 'installed';
  const { command, args, shell } = npmCommand();
  // The launchers need the development packages too, whatever NODE_ENV says.
  const flags = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await run(command, [...args, ...flags], { shell });
  if (code !== 0) throw new Failure(`npm ci failed (exit code ${code}):\n\n${firstLines(output)}`);
  return 'installed from package-lock.json';
}
