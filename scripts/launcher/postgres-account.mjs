// Postgres refuses to run as root: there it runs under the account "postgres", made when the machine has none.

import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from './failure.mjs';
import { run } from './run.mjs';

const NAME = 'postgres';

async function idOf(flag) {
  const { code, stdout } = await run('id', [flag, NAME]);
  return code === 0 ? Number(stdout) : null;
}

async function findAccount() {
  const [uid, gid] = await Promise.all([idOf('-u'), idOf('-g')]);
  return uid === null || gid === null ? null : { uid, gid };
}

/**
 * @returns {Promise<{ uid: number, gid: number } | null>} null: the person who runs this is not root
 */
export async function postgresAccount() {
  if (process.getuid?.() !== 0) return null;
  const found = await findAccount();
  if (found) return found;
  await run('groupadd', ['--system', NAME]);
  await run('useradd', ['--system', '--gid', NAME, '--shell', '/usr/sbin/nologin', NAME]);
  const made = await findAccount();
  if (!made) {
    throw new Failure(
      `Postgres cannot run as root and the account "${NAME}" could not be made. Run this as an ordinary user, or set DATABASE_URL.`,
    );
  }
  return made;
}

/**
 * Whether the account can run this program: a clone under a closed home is out of its reach.
 * @param {{ uid: number, gid: number }} account
 */
export async function canRun(account, program) {
  const { code } = await run(program, ['--version'], { ...account, cwd: '/' });
  return code === 0;
}

/** Whether the account can enter this folder. */
export async function canEnter(account, folder) {
  const { code } = await run('/bin/sh', ['-c', 'cd "$0"', folder], { ...account, cwd: '/' });
  return code === 0;
}

/**
 * Makes a folder below a shared one such as /tmp. Its name can be guessed, so a folder somebody else made is refused.
 * @param {string} folder
 * @param {number} mode
 */
export function makeOwnFolder(folder, mode) {
  if (!existsSync(folder)) mkdirSync(folder, { mode });
  const { uid } = lstatSync(folder);
  if (!lstatSync(folder).isDirectory() || uid !== process.getuid?.()) {
    throw new Failure(`${folder} exists and is not yours. Remove it, or set TMPDIR to another folder.`);
  }
  chmodSync(folder, mode); // whatever the umask left of it
}

/** Gives a new folder to the account. */
export function giveFolder(account, folder) {
  mkdirSync(dirname(folder), { recursive: true });
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
}
