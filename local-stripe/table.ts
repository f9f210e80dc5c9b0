/** The records of one collection, in the order of their creation. */
export type Table = {
  /** What is removed keeps its place, so that it can come back to it, until the table is tidied. */
  rows: Map<string, Row>;
  /** Ids in the order of their creation; removed ones stay as gaps. */
  order: string[];
  removed: number;
};

type Row = { record: unknown; position: number };

/** How many gaps a table may have before it is tidied: more than this, and more than half of it. */
const GAPS = 1_000;

/** Whether a table has so many gaps that they cost more than closing them. */
export const isUntidy = ({ removed, order }: Table): boolean => removed > GAPS && 2 * removed > order.length;

/** Closes the gaps that removed records left. */
export function tidy(table: Table): void {
  const { rows, order } = table;
  table.order = order.filter((id) => rows.get(id)?.record !== undefined || !rows.delete(id));
  table.order.forEach((id, position) => {
    const row = rows.get(id);
    if (row) row.position = position;
  });
  table.removed = 0;
}
