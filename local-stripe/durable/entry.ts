import type { Event, IdempotentAnswer } from '../records';
import type { Write } from '../store';
import { type Difference, differenceOf, withDifference } from './difference';

export type Entry = { account: string; writes: readonly Write[] };

/** A write as it stands in a line: behind what is shown in part, the place of the write that it differs from. */
type Written = Write | [...Write, place: number];

/** One line of the journal, with its end. */
export function lineOf(account: string, writes: readonly Write[]): string {
  return `${JSON.stringify({ account, writes: writtenOnce(writes) })}\n`;
}

/** Undefined for a line that `lineOf` did not make. */
export function entryOf(line: string): Entry | undefined {
  try {
    const entry: Partial<Entry> | null = JSON.parse(line);
    if (typeof entry?.account !== 'string' || !Array.isArray(entry.writes)) return undefined;
    const writes = entry.writes as Written[];
    for (const shows of [isAnswer, isEvent])
      for (const write of writes)
        if (shows(write) && write[3] !== undefined) showWhole(write, writes[write[3]]);
    return { account: entry.account, writes: entry.writes };
  } catch {
    return undefined;
  }
}

/** A record that one request wrote several times is written as it was left, in the place of its first write. */
export function lastOfEach(writes: readonly Write[]): Write[] {
  const last: Write[] = [];
  /** By id; records of two collections may share one. */
  const places = new Map<string, number>();
  for (const write of writes) {
    const [collection, id] = write;
    const isSame = (other?: Write) => other?.[0] === collection && other[1] === id;
    const known = places.get(id);
    const place = known === undefined || isSame(last[known]) ? known : last.findIndex(isSame);
    if (place === undefined || place < 0) places.set(id, last.push(write) - 1);
    else last[place] = write;
  }
  return last;
}

const isAnswer = ([collection]: Written): boolean => collection === 'idempotentAnswers';
const isEvent = ([collection]: Written): boolean => collection === 'events';

/**
 * Most events and answers show a record that was just written, or nearly: it need not be written again. An answer
 * leads to a record, an event to a record or to the answer before it.
 */
function writtenOnce(writes: readonly Write[]): Written[] {
  const places = new Map<unknown, number>();
  writes.forEach((write, place) => {
    if (write[2] !== null && !isEvent(write) && !isAnswer(write)) places.set(write[1], place);
  });
  return writes.map((write, own): Written => {
    if (write[2] === null || (!isEvent(write) && !isAnswer(write))) return write;
    const object = shownIn(write) as { id?: unknown }; // what the API shows
    const place = places.get(object.id);
    const other = place === undefined ? undefined : writes[place];
    const difference = other && differenceOf(object, shownIn(other));
    if (isAnswer(write) && difference !== null) places.set(object.id, own);
    if (place === undefined || difference === undefined) return write;
    return [write[0], write[1], showing(write, difference), place];
  });
}

/** The object in an event or an answer; any other record is one itself. */
function shownIn(write: Written): object {
  const record = write[2] as object; // it is no removal
  if (isEvent(write)) return (record as Event).data.object;
  return isAnswer(write) ? (record as IdempotentAnswer).answer : record;
}

/** The event or answer of a write with something else in place of its object. */
function showing(write: Written, object: Difference): object {
  if (isAnswer(write)) return { ...(write[2] as IdempotentAnswer), answer: object };
  const event = write[2] as Event;
  return { ...event, data: { ...event.data, object } };
}

function showWhole(write: Written, other: Written | undefined): void {
  if (!other) throw new Error('A write that is not in its line is named');
  write[2] = showing(write, withDifference(shownIn(write), shownIn(other)));
  write.length = 3;
}
