import fs from 'node:fs';
import path from 'node:path';

/** Says that a folder is taken by another process that is running. */
export class FolderInUse extends Error {}

/**
 * Takes a folder for this process; the answer lets it go again. The lock is a file with the process id in it, made
 * whole under a name of its own and then linked to its place, which works for one process alone.
 * A lock whose process is gone is taken over. Throws `FolderInUse` while the process runs.
 */
export function lockFolder(directory: string): () => void {
  const lock = path.join(directory, 'lock');
  const mine = `${lock}.${process.pid}`;
  fs.writeFileSync(mine, String(process.pid));
  try {
    for (let tries = 0; tries < 20; tries++) {
      if (linked(mine, lock)) return () => fs.rmSync(lock, { force: true });
      const holder = holderOf(lock);
      if (holder !== null && isAlive(holder))
        throw new FolderInUse(
          `The data folder ${directory} is in use by process ${holder}. Stop it, or pass another --data.`,
        );
      takeAway(lock, mine, holder);
    }
    throw new FolderInUse(`The data folder ${directory} is being taken by other processes. Try again.`);
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

function linked(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false; // what node:fs throws
    throw error;
  }
}

/** Null when nobody holds it any more, or nobody knows who. */
function holderOf(lock: string): number | null {
  try {
    const holder = Number(fs.readFileSync(lock, 'utf8'));
    return Number.isSafeInteger(holder) && holder > 0 ? holder : null;
  } catch {
    return null;
  }
}

/**
 * Moves a dead process's lock aside. Another process may have done so and taken the folder since it was looked at:
 * then what was moved is that one's lock, and it goes back.
 */
function takeAway(lock: string, mine: string, dead: number | null): void {
  const aside = `${mine}.stale`;
  try {
    fs.renameSync(lock, aside);
  } catch {
    return; // it is gone already
  }
  if (holderOf(aside) !== dead) linked(aside, lock);
  fs.rmSync(aside, { force: true });
}

function isAlive(pid: number): boolean {
  // A number that was this process's own in an earlier life, as in a container.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // alive, and somebody else's
  }
}
