// A file that names the process which is at something, so that a second launcher waits for it, or stops.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BUILD_FOLDER } from './project.mjs';
import { commandLineOf } from './run.mjs';

const EVERY_MILLISECONDS = 250;

/** A process id comes back after a restart of the machine, so what the process was started as counts too. */
const nameOf = async (pid) => JSON.stringify({ pid, command: await commandLineOf(pid) });

/** What the file says; a file that is empty is just being written. Null when it is gone. */
async function read(file, patient = true) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (text !== '' || !patient) return text;
  await pause(EVERY_MILLISECONDS);
  return read(file, false);
}

/**
 * Takes the lock; one of a process that is gone counts for nothing.
 * @param {string} file
 * @returns {Promise<{ unlock: () => void } | { heldBy: number }>} `heldBy`: the id of the process that has it
 */
export async function takeLock(file) {
  const own = await nameOf(process.pid);
  try {
    writeFileSync(file, own, { flag: 'wx' });
    return { unlock: () => rmSync(file, { force: true }) };
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const holder = await read(file);
    const pid = Number(/\d+/.exec(holder ?? '')?.[0]);
    if (pid !== process.pid && holder === (await nameOf(pid))) return { heldBy: pid };
    rmSync(file, { force: true });
    return takeLock(file);
  }
}

/**
 * Does what only one launcher of this clone may do at a time, after the others have done it.
 * @template T
 * @param {string} what the lock's name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inTurn(what, work) {
  mkdirSync(BUILD_FOLDER, { recursive: true });
  let lock = await takeLock(join(BUILD_FOLDER, `${what}.lock`));
  while ('heldBy' in lock) {
    await pause(EVERY_MILLISECONDS);
    lock = await takeLock(join(BUILD_FOLDER, `${what}.lock`));
  }
  try {
    return await work();
  } finally {
    lock.unlock();
  }
}
