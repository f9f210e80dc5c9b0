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

/**
 * The environment for a tool: that of the running demo, else what .env and the shell say.
 * @returns {NodeJS.ProcessEnv}
 */
export function settingsForTools() {
  const running = [DATA_FOLDER, REAL_DATA_FOLDER].filter(isHeld).map(fileIn).find(existsSync);
  if (running) return { ...process.env, ...JSON.parse(readFileSync(running, 'utf8')) };
  const file = join(PROJECT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  if (!process.env.DATABASE_URL)
    throw new Failure(
      'No demo is running and DATABASE_URL is not set. Start "npm run demo", or fill in .env.',
    );
  return process.env;
}
