import { type Timed, timedBy } from './billing/due';
import { type Index, indexesOf } from './indexes';
import type { Collection } from './records';

/** The records of one collection, in the order of their creation. */
export type Table = {
  /**
   * Where each of the first `placed` records stands: the others are noted when somebody asks for a place. What is removed
   * keeps its place, so that it can come back to it, until the table is tidied.
   */
  places: Map<string, number>;
  placed: number;
  /** By place: the id, and the record or undefined once it is removed. */
  ids: string[];
  records: unknown[];
  removed: number;
  indexes: readonly Index[];
  /** Where the objects are that these records tell the next moment of. */
  timed: readonly Timed[];
};

/** A collection without records, its indexes yet to be made. */
export const emptyTable = (collection: Collection): Table => ({
  places: new Map(),
  placed: 0,
  ids: [],
  records: [],
  removed: 0,
  indexes: indexesOf(collection),
  timed: timedBy(collection),
});

/** The place of this id; undefined for one that was never there. */
export function placeIn(table: Table, id: string): number | undefined {
  const { places, ids } = table;
  while (table.placed < ids.length) places.set(ids[table.placed] ?? '', table.placed++);
  return places.get(id);
}

/** The record with this id, as it is now. */
export function recordIn(table: Table, id: string): unknown {
  const place = placeIn(table, id);
  return place === undefined ? undefined : table.records[place];
}

/** The record at this place among `ids`, which were all ids of the table at some time: it may be tidied since. */
export const recordAt = (table: Table, ids: readonly string[], place: number): unknown =>
  table.ids === ids ? table.records[place] : recordIn(table, ids[place] ?? '');

/** How many gaps a table may have before it is tidied: more than this, and more than half of it. */
const GAPS = 1_000;

/** Whether a table has so many gaps that they cost more than closing them. */
export const isUntidy = ({ removed, ids }: Table): boolean => removed > GAPS && 2 * removed > ids.length;

/** Closes the gaps that removed records left. */
export function tidy(table: Table): void {
  const { records, ids } = table;
  table.ids = ids.filter((_, place) => records[place] !== undefined);
  table.records = records.filter((record) => record !== undefined);
  table.places = new Map();
  table.placed = 0;
  table.removed = 0;
}
