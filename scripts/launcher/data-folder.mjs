// The folder a launcher keeps its data in: one launcher at a time, secrets made once.

import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Failure } from './failure.mjs';
import { PROJECT } from './project.mjs';
import { commandLineOf } from './run.mjs';

/**
 * @typedef {{ nextauthSecret: string, postgresPassword: string, webhook: { endpoint: string, secret: string } | null }} Secrets
 */

async function takeLock(folder) {
  const file = join(folder, 'lock');
  const claim = () => writeFileSync(file, String(process.pid), { flag: 'wx' });
  try {
    claim();
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const pid = Number(readFileSync(file, 'utf8'));
    // A process id comes back after a restart of the machine, so it also has to look like a launcher.
    if (pid !== process.pid && (await commandLineOf(pid)).includes('demo.mjs')) {
      throw new Failure(
        `Sidedoor already runs here (process ${pid}, data in ${relative(PROJECT, folder)}). Stop that one first.`,
      );
    }
    rmSync(file, { force: true });
    claim();
  }
  return () => rmSync(file, { force: true });
}

function readSecrets(file) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  return {
    nextauthSecret: randomBytes(32).toString('base64url'),
    postgresPassword: randomBytes(16).toString('hex'),
    webhook: null,
  };
}

function makeTemporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'sidedoor-test-'));
  chmodSync(folder, 0o711); // Postgres may run under another account and has to pass through
  return folder;
}

/**
 * Opens the data folder, or a temporary one that is removed when it is closed.
 * @param {string | null} wanted null: temporary
 */
export async function openDataFolder(wanted) {
  const path = wanted ?? makeTemporaryFolder();
  mkdirSync(path, { recursive: true });
  const unlock = await takeLock(path);
  const secretsFile = join(path, 'secrets.json');
  /** @type {Secrets} */
  const secrets = readSecrets(secretsFile);
  const keepSecrets = () =>
    writeFileSync(secretsFile, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  keepSecrets();
  return {
    path,
    secrets,
    keepSecrets,
    close() {
      unlock();
      if (wanted === null) rmSync(path, { recursive: true, force: true });
    },
  };
}
