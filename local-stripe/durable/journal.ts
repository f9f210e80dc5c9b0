import fs from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Write } from '../store';
import { type Entry, entryOf, lineOf } from './entry';
import { wholeLines } from './lines';
import { lockFolder } from './lock';

/** The journal holds webhook secrets and portal links. */
const OWNER_ONLY = 0o600;

/** Bytes that the journal must have grown by, beyond twice its compact size, before it is compacted. */
const ROOM = 32 << 20;
/** Milliseconds for which a compaction keeps requests waiting at a time. */
const SLICE = 8;

/**
 * Keeps every account's writes in one file, a line for each request, written before the request is answered:
 * what was answered survives the end of the process, however it ends.
 */
export class Journal {
  #fd: number;
  #size: number;
  /** Bytes after the last compaction, or of the part that was loaded. */
  #compactSize = 0;
  /** Lines that were written while a compaction is under way; null without one. */
  #meanwhile: string[] | null = null;
  #closed = false;

  private constructor(
    readonly file: string,
    readonly unlock: () => void,
    size: number,
  ) {
    this.#fd = fs.openSync(file, 'a', OWNER_ONLY);
    this.#size = size;
  }

  /**
   * Opens the journal in `directory` and replays it into `load`. Throws while another process holds the folder.
   * A damaged tail, such as half a line or zero bytes, is kept beside the file, reported, and cut off.
   */
  static open(directory: string, load: (entry: Entry) => void, report: (warning: string) => void): Journal {
    fs.mkdirSync(directory, { recursive: true });
    const unlock = lockFolder(directory);
    try {
      const file = path.join(directory, 'journal.jsonl');
      fs.rmSync(`${file}.new`, { force: true }); // a compaction that never came to its end
      return new Journal(file, unlock, replay(file, load, report));
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** Throws when the disk does not take the line; the file is then as it was. */
  append(account: string, writes: readonly Write[]): void {
    const line = lineOf(account, writes);
    try {
      this.#size += writeWhole(this.#fd, line);
    } catch (error) {
      fs.ftruncateSync(this.#fd, this.#size);
      throw error;
    }
    this.#meanwhile?.push(line);
  }

  /** Whether most of the file is about records that have changed since. */
  get isDue(): boolean {
    return this.#meanwhile === null && !this.#closed && this.#size > 2 * this.#compactSize + ROOM;
  }

  /**
   * Replaces the file by what it amounts to, a few milliseconds at a time, while requests go on.
   * @param entries read from the living stores; what changes meanwhile is written behind them again.
   */
  async compact(entries: Iterable<Entry>): Promise<void> {
    const fresh = `${this.file}.new`;
    const fd = fs.openSync(fresh, 'w', OWNER_ONLY);
    this.#meanwhile = [];
    let size = 0;
    try {
      let pause = performance.now() + SLICE;
      for (const entry of entries) {
        size += writeWhole(fd, lineOf(entry.account, entry.writes));
        if (performance.now() < pause) continue;
        await nextTurn();
        if (this.#closed) return;
        pause = performance.now() + SLICE;
      }
      await new Promise<void>((resolve, reject) =>
        fs.fsync(fd, (error) => (error ? reject(error) : resolve())),
      );
      if (this.#closed) return;
      for (const line of this.#meanwhile) size += writeWhole(fd, line);
      fs.renameSync(fresh, this.file);
      fs.closeSync(this.#fd);
      this.#fd = fs.openSync(this.file, 'a', OWNER_ONLY);
      this.#size = size;
      this.#compactSize = size;
    } finally {
      this.#meanwhile = null;
      fs.closeSync(fd);
      fs.rmSync(fresh, { force: true });
    }
  }

  close(): void {
    this.#closed = true;
    fs.closeSync(this.#fd);
    this.unlock();
  }
}

/** The number of bytes that are sound comes back. */
function replay(file: string, load: (entry: Entry) => void, report: (warning: string) => void): number {
  const fd = fs.openSync(file, 'a+', OWNER_ONLY);
  try {
    let sound = 0;
    for (const { text, end } of wholeLines(fd)) {
      const entry = entryOf(text);
      if (!entry) break;
      load(entry);
      sound = end;
    }
    const { size } = fs.fstatSync(fd);
    if (size > sound) {
      const damaged = `${file}.damaged`;
      fs.writeFileSync(damaged, bytesFrom(fd, sound, size), { mode: OWNER_ONLY });
      fs.ftruncateSync(fd, sound);
      report(
        `The journal ends in ${size - sound} damaged bytes. They are kept in ${damaged}; everything before them is loaded.`,
      );
    }
    return sound;
  } finally {
    fs.closeSync(fd);
  }
}

function bytesFrom(fd: number, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from);
  const length = fs.readSync(fd, bytes, 0, bytes.length, from);
  return bytes.subarray(0, length);
}

/** Nearly every line fits: a buffer of its own for each would be garbage at once. */
const scratch = Buffer.allocUnsafeSlow(1 << 18);

/** A character may take three bytes. */
const bytesOf = (text: string): Buffer =>
  3 * text.length > scratch.length ? Buffer.from(text) : scratch.subarray(0, scratch.write(text));

/** A disk may take less than it was given at once. */
function writeWhole(fd: number, text: string): number {
  const bytes = bytesOf(text);
  let written = 0;
  while (written < bytes.length) written += fs.writeSync(fd, bytes, written);
  return bytes.length;
}
