import fs from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Write } from '../store';
import { type Entry, entryOf, lastOfEach, lineOf } from './entry';
import { claimFormat } from './format';
import { wholeLines } from './lines';
import { lockFolder } from './lock';

/** The journal holds webhook secrets and portal links. */
const OWNER_ONLY = 0o600;

/** Writes that may be in the journal beyond twice what there is, before it is compacted. */
const ROOM = 50_000;
/** Milliseconds for which a compaction keeps requests waiting at a time. */
const SLICE = 8;

/**
 * Keeps every account's writes in one file, a line for each request, written before the request is answered:
 * what was answered survives the end of the process, however it ends.
 */
export class Journal {
  #fd: number;
  #size: number;
  /** How many writes are in the file. */
  #writes: number;
  /** Lines that were written while a compaction is under way; null without one. */
  #meanwhile: Array<{ line: string; writes: number }> | null = null;
  #closed = false;

  private constructor(
    readonly file: string,
    readonly unlock: () => void,
    { size, writes }: Extent,
  ) {
    this.#fd = fs.openSync(file, 'a', OWNER_ONLY);
    this.#size = size;
    this.#writes = writes;
  }

  /**
   * Opens the journal in `directory` and replays it into `load`. Throws while another process holds the folder, and when
   * it is of a format that this version does not read.
   * A damaged tail, such as half a line or zero bytes, is kept beside the file, reported, and cut off.
   */
  static open(directory: string, load: (entry: Entry) => void, report: (warning: string) => void): Journal {
    fs.mkdirSync(directory, { recursive: true });
    const unlock = lockFolder(directory);
    try {
      claimFormat(directory);
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
    const last = lastOfEach(writes);
    const line = lineOf(account, last);
    try {
      this.#size += writeWhole(this.#fd, line);
      this.#writes += last.length;
    } catch (error) {
      fs.ftruncateSync(this.#fd, this.#size);
      throw error;
    }
    this.#meanwhile?.push({ line, writes: last.length });
  }

  /** Whether most of the file is about records that have changed since. `records`: how many there are. */
  isDue(records: number): boolean {
    return this.#meanwhile === null && !this.#closed && this.#writes > 2 * records + ROOM;
  }

  /**
   * Replaces the file by what it amounts to, a few milliseconds at a time, while requests go on.
   * @param entries read from the living stores; what changes meanwhile is written behind them again.
   */
  async compact(entries: Iterable<Entry>): Promise<void> {
    const fresh = `${this.file}.new`;
    const fd = fs.openSync(fresh, 'w', OWNER_ONLY);
    this.#meanwhile = [];
    let [size, writes] = [0, 0];
    try {
      let pause = performance.now() + SLICE;
      for (const entry of entries) {
        const last = lastOfEach(entry.writes);
        size += writeWhole(fd, lineOf(entry.account, last));
        writes += last.length;
        if (performance.now() < pause) continue;
        await nextTurn();
        if (this.#closed) return;
        pause = performance.now() + SLICE;
      }
      await new Promise<void>((resolve, reject) =>
        fs.fsync(fd, (error) => (error ? reject(error) : resolve())),
      );
      if (this.#closed) return;
      for (const later of this.#meanwhile) {
        size += writeWhole(fd, later.line);
        writes += later.writes;
      }
      fs.renameSync(fresh, this.file);
      fs.closeSync(this.#fd);
      this.#fd = fs.openSync(this.file, 'a', OWNER_ONLY);
      this.#size = size;
      this.#writes = writes;
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

type Extent = Readonly<{ /** Bytes. */ size: number; writes: number }>;

/** How much is sound comes back. */
function replay(file: string, load: (entry: Entry) => void, report: (warning: string) => void): Extent {
  const fd = fs.openSync(file, 'a+', OWNER_ONLY);
  try {
    let [sound, writes] = [0, 0];
    for (const { text, end } of wholeLines(fd)) {
      const entry = entryOf(text);
      if (!entry) break;
      load(entry);
      sound = end;
      writes += entry.writes.length;
    }
    const { size } = fs.fstatSync(fd);
    if (size > sound) {
      const damaged = `${file}.damaged`;
      fs.appendFileSync(damaged, bytesFrom(fd, sound, size), { mode: OWNER_ONLY });
      fs.ftruncateSync(fd, sound);
      report(
        `The journal ends in ${size - sound} damaged bytes. They are kept in ${damaged}; everything before them is loaded.`,
      );
    }
    return { size: sound, writes };
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
