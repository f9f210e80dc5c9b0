// The folder a launcher keeps its data in: one launcher at a time, secrets made once.

import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Failure } from './failure.mjs';
import { takeLock } from './lock.mjs';
import { PROJECT } from './project.mjs';

/**
 * @typedef {{ nextauthSecret: string, postgresPassword: string, webhook: { endpoint: string, secret: string } | null }} Secrets
 */

async function lock(folder) {
  const taken = await takeLock(join(folder, 'lock'));
  if ('unlock' in taken) return taken.unlock;
  throw new Failure(
    `Sidedoor already runs here (process ${taken.heldBy}, data in ${relative(PROJECT, folder)}). Stop that one first.`,
  );
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
  const unlock = await lock(path);
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
