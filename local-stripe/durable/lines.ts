import fs from 'node:fs';

const CHUNK = 1 << 20;

export type Line = Readonly<{ text: string /** Where the next line begins, in bytes. */; end: number }>;

/** The lines of a file that end in a line break, one chunk in memory at a time. */
export function* wholeLines(fd: number): Generator<Line> {
  let rest = Buffer.alloc(0);
  let end = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const length = fs.readSync(fd, chunk, 0, CHUNK, null);
    if (length === 0) return;
    const bytes = Buffer.concat([rest, chunk.subarray(0, length)]);
    let start = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, start)) {
      const text = bytes.toString('utf8', start, at);
      end += at + 1 - start;
      start = at + 1;
      yield { text, end };
    }
    rest = bytes.subarray(start);
  }
}
