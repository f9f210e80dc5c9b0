import { type Index, indexesOf } from './indexes';
import type { Collection } from './records';

/** The records of one collection, in the order of their creation. */
export type Table = {
  /**
   * Where each record stands. What is removed keeps its place, so that it can come back to it, until the table is
   * tidied.
   */
  places: Map<string, number>;
  /** By place: the id, and the record or undefined once it is removed. */
  ids: string[];
  records: unknown[];
  removed: number;
  indexes: readonly Index[];
};

export const emptyTable = (collection: Collection): Table => ({
  places: new Map(),
  ids: [],
  records: [],
  removed: 0,
  indexes: indexesOf(collection),
});

/** The record with this id, as it is now. */
export function recordIn({ places, records }: Table, id: string): unknown {
  const place = places.get(id);
  return place === undefined ? undefined : records[place];
}

/** How many gaps a table may have before it is tidied: more than this, and more than half of it. */
const GAPS = 1_000;

/** Whether a table has so many gaps that they cost more than closing them. */
export const isUntidy = ({ removed, ids }: Table): boolean => removed > GAPS && 2 * removed > ids.length;

/** Closes the gaps that removed records left. */
export function tidy(table: Table): void {
  const { places, records, ids } = table;
  table.ids = ids.filter((id, place) => records[place] !== undefined || !places.delete(id));
  table.records = records.filter((record) => record !== undefined);
  table.ids.forEach((id, place) => {
    places.set(id, place);
  });
  table.removed = 0;
}
