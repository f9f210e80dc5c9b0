import type { Event } from '../records';
import type { Write } from '../store';

export type Entry = { account: string; writes: readonly Write[] };

/** A write as it stands in a line: an event whose object is a record of the same line has that write's place instead. */
type Written = Write | [...Write, place: number];

/** One line of the journal, with its end. */
export function lineOf(account: string, writes: readonly Write[]): string {
  return `${JSON.stringify({ account, writes: writtenOnce(lastOfEach(writes)) })}\n`;
}

/** Undefined for a line that `lineOf` did not make. */
export function entryOf(line: string): Entry | undefined {
  try {
    const entry: Partial<Entry> | null = JSON.parse(line);
    if (typeof entry?.account !== 'string' || !Array.isArray(entry.writes)) return undefined;
    for (const [, , record, place] of entry.writes as Written[])
      if (place !== undefined) (record as Event).data.object = entry.writes[place][2]; // as writtenOnce() left it out
    return { account: entry.account, writes: entry.writes };
  } catch {
    return undefined;
  }
}

/** A record that one request wrote several times is written as it was left, in the place of its first write. */
function lastOfEach(writes: readonly Write[]): Write[] {
  const last = new Map<string, Write>();
  for (const write of writes) last.set(`${write[0]} ${write[1]}`, write);
  return [...last.values()];
}

/** Most events are about a record that was just written: it is the same object, and need not be written again. */
function writtenOnce(writes: readonly Write[]): Written[] {
  const places = new Map(writes.map(([, , record], place) => [record, place]));
  return writes.map((write): Written => {
    const [collection, id, record] = write;
    if (collection !== 'events' || record === null) return write;
    const event = record as Event; // what the collection holds
    const place = places.get(event.data.object);
    if (place === undefined) return write;
    return [collection, id, { ...event, data: { ...event.data, object: null } }, place];
  });
}
