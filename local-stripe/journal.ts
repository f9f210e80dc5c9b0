import fs from 'node:fs';
import path from 'node:path';
import type { Write } from './store';

export type Entry = { account: string; writes: Write[] };

/**
 * Keeps every account's writes in one file, a line for each request, written before the request is answered:
 * what was answered survives the end of the process. At start the file is rewritten to what it amounts to.
 */
export class Journal {
  #fd: number;

  private constructor(
    readonly file: string,
    readonly lock: string,
  ) {
    this.#fd = fs.openSync(file, 'a');
  }

  /**
   * Opens the journal in `directory` and replays it into `load`.
   * Throws when another running process holds it. A damaged tail is kept beside the file, reported, and left out.
   */
  static open(directory: string, load: (entry: Entry) => void, report: (warning: string) => void): Journal {
    fs.mkdirSync(directory, { recursive: true });
    const lock = path.join(directory, 'lock');
    takeLock(lock, directory);
    const file = path.join(directory, 'journal.jsonl');
    const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
    let read = 0;
    for (const line of text.split('\n')) {
      if (line === '') {
        read += 1;
        continue;
      }
      let entry: Entry;
      try {
        entry = JSON.parse(line) as Entry; // written by append() below
      } catch {
        const damaged = `${file}.damaged`;
        fs.writeFileSync(damaged, text.slice(read));
        report(
          `The journal ends in a damaged line. It is kept in ${damaged}; everything before it is loaded.`,
        );
        break;
      }
      load(entry);
      read += line.length + 1;
    }
    return new Journal(file, lock);
  }

  append(account: string, writes: Write[]): void {
    fs.writeSync(this.#fd, `${JSON.stringify({ account, writes })}\n`);
  }

  /** Replaces the file by the given entries, in one step. */
  compact(entries: Iterable<Entry>): void {
    const fresh = `${this.file}.new`;
    const fd = fs.openSync(fresh, 'w');
    for (const entry of entries) fs.writeSync(fd, `${JSON.stringify(entry)}\n`);
    fs.fsyncSync(fd);
    fs.closeSync(fd);
    fs.renameSync(fresh, this.file);
    fs.closeSync(this.#fd);
    this.#fd = fs.openSync(this.file, 'a');
  }

  close(): void {
    fs.closeSync(this.#fd);
    fs.rmSync(this.lock, { force: true });
  }
}

function takeLock(lock: string, directory: string): void {
  const holder = fs.existsSync(lock) ? Number(fs.readFileSync(lock, 'utf8')) : 0;
  if (holder > 0 && holder !== process.pid && isAlive(holder))
    throw new Error(
      `The data folder ${directory} is in use by process ${holder}. Stop it, or pass another --data.`,
    );
  fs.writeFileSync(lock, String(process.pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // alive, and somebody else's
  }
}
