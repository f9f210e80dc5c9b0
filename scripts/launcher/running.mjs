// The settings of the app that runs from a data folder, for tools that work beside it.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { DATA_FOLDER, PROJECT, REAL_DATA_FOLDER } from './project.mjs';

const fileIn = (folder) => join(folder, 'running.json');

/**
 * Writes the app's settings where tools find them; they hold secrets, so only their owner can read them.
 * @param {string} folder
 * @param {Record<string, string | undefined>} settings
 * @returns {() => void} takes them away again
 */
export function announceRunning(folder, settings) {
  writeFileSync(fileIn(folder), JSON.stringify(settings), { mode: 0o600 });
  return () => rmSync(fileIn(folder), { force: true });
}

/** A launcher that was killed leaves its settings behind; they count only while it runs. */
function isHeld(folder) {
  try {
    process.kill(Number(readFileSync(join(folder, 'lock'), 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

/** What the running demo announced; undefined when none runs. */
function runningSettings() {
  const running = [DATA_FOLDER, REAL_DATA_FOLDER].filter(isHeld).map(fileIn).find(existsSync);
  return running && { ...process.env, ...JSON.parse(readFileSync(running, 'utf8')) };
}

function loadDotEnv() {
  const file = join(PROJECT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/**
 * The environment for a tool beside the app: that of the running demo, else what .env and the shell say. A database
 * that the shell names is meant, also while a demo runs.
 * @returns {NodeJS.ProcessEnv}
 */
export function settingsForTools() {
  const running = process.env.DATABASE_URL ? undefined : runningSettings();
  if (running) return running;
  loadDotEnv();
  if (!process.env.DATABASE_URL)
    throw new Failure(
      'No demo is running and DATABASE_URL is not set. Start "npm run demo", or fill in .env.',
    );
  return process.env;
}

/**
 * The environment for a tool that works on a Stripe account, without the app: the shell and .env name the account,
 * and only where they name none it is the running demo's.
 * @returns {NodeJS.ProcessEnv}
 */
export function settingsForAccount() {
  loadDotEnv(); // what the shell says goes before it
  if (process.env.STRIPE_SECRET_KEY) return process.env;
  const running = runningSettings();
  if (running) return running;
  throw new Failure(
    'STRIPE_SECRET_KEY is not set, and no demo is running. Set it in the shell or in .env, see .env.example.',
  );
}
