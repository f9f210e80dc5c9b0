import { nextMoment, type Timed } from './billing/due';
import { type Due, DueQueue } from './billing/due-queue';
import type { Collection, Records } from './records';
import { emptyTable, isUntidy, placeIn, recordAt, recordIn, type Table, tidy } from './table';

/** One write, as the journal keeps it: `null` is a removal. */
export type Write = [collection: Collection, id: string, record: unknown];

/**
 * The records of one account. Records are never changed in place: a change is a new record under the same id.
 * Writes since the last `commit` can be taken back with `rollback`, so a refused request leaves nothing behind.
 */
export class Store {
  readonly #tables: { [C in Collection]?: Table } = {};
  /** What time alone changes, by the moment at which it does. */
  readonly #due = new DueQueue();
  /** What may have another moment now than the one that it is queued by, if it is: ids, and where they may be. */
  readonly #unqueued = new Map<string, readonly Timed[]>();
  /** The writes since the last commit, and what was there before each. */
  #writes: Write[] = [];
  #before: unknown[] = [];
  readonly #untidy = new Set<Table>();

  get<C extends Collection>(collection: C, id: string): Records[C] | undefined {
    // The table holds only what `put` was given for this collection.
    return recordIn(this.#table(collection), id) as Records[C] | undefined;
  }

  put<C extends Collection>(collection: C, record: Records[C]): Records[C] {
    this.#before.push(this.#set(collection, record));
    this.#writes.push([collection, record.id, record]);
    return record;
  }

  /** Puts a record whose id was never there. */
  add<C extends Collection>(collection: C, record: Records[C]): Records[C] {
    this.#append(this.#table(collection), record);
    this.#before.push(undefined);
    this.#writes.push([collection, record.id, record]);
    return record;
  }

  remove<C extends Collection>(collection: C, id: string): void {
    const before = this.#remove(collection, id);
    if (before === undefined) return;
    this.#before.push(before);
    this.#writes.push([collection, id, null]);
  }

  isEmpty(collection: Collection): boolean {
    return this.count(collection) === 0;
  }

  /** How many records there are. */
  count(collection: Collection): number {
    const { ids, removed } = this.#table(collection);
    return ids.length - removed;
  }

  /** How many records there are in all collections. */
  get size(): number {
    return Object.values(this.#tables).reduce((size, { ids, removed }) => size + ids.length - removed, 0);
  }

  /** Where a record stands among all that were ever made, the oldest at 0; -1 for one that is not there. */
  placeOf(collection: Collection, id: string): number {
    return placeIn(this.#table(collection), id) ?? -1;
  }

  /** All records, newest first, from just after `after` when given. */
  *newestFirst<C extends Collection>(collection: C, after?: string): Generator<Records[C]> {
    const table = this.#table(collection);
    const { ids } = table;
    const from = after === undefined ? ids.length : (placeIn(table, after) ?? ids.length);
    for (let i = from - 1; i >= 0; i--) {
      const record = recordAt(table, ids, i) as Records[C] | undefined; // as in get()
      if (record) yield record;
    }
  }

  /** All records, oldest first, from just after `after` when given. */
  *oldestFirst<C extends Collection>(collection: C, after?: string): Generator<Records[C]> {
    const table = this.#table(collection);
    const { ids } = table;
    const from = after === undefined ? 0 : (placeIn(table, after) ?? ids.length) + 1;
    for (let i = from; i < ids.length; i++) {
      const record = recordAt(table, ids, i) as Records[C] | undefined; // as in get()
      if (record) yield record;
    }
  }

  /** The records whose indexed field has this value, newest first. */
  by<C extends Collection>(collection: C, index: string, value: string): Records[C][] {
    const table = this.#table(collection);
    const { records, indexes, ids } = table;
    const there = () => ids.map((id, place) => [id, records[place]] as const);
    const found: number[] = [];
    for (const id of indexes.find(({ name }) => name === index)?.idsOf(value, there) ?? [])
      found.push(placeIn(table, id) ?? -1);
    // Nearly always in the order of their creation already.
    if (found.length > 1) found.sort((a, b) => b - a);
    return found.map((place) => records[place] as Records[C]); // as in get(): what an index leads to is there
  }

  /** Keeps the writes since the last commit and hands them over for the journal. */
  commit(): Write[] {
    const writes = this.#writes;
    this.#writes = [];
    this.#before = [];
    if (this.#untidy.size > 0) {
      for (const table of this.#untidy) tidy(table);
      this.#untidy.clear();
    }
    this.#queue();
    return writes;
  }

  /** Takes out what is due first on a clock (null: the account's own time) at `until`, in Unix seconds. */
  takeDue(clock: string | null, until: number): Due | undefined {
    this.#queue();
    return this.#due.take(clock, until);
  }

  /** The writes since the last commit, which may still be taken back. */
  uncommitted(): readonly Write[] {
    return this.#writes;
  }

  /** Takes back every write since the last commit. */
  rollback(): void {
    for (const [collection, id] of this.#writes.reverse()) {
      const before = this.#before.pop();
      if (before === undefined) this.#remove(collection, id);
      else this.#set(collection, before as Records[typeof collection]); // what #set and get() gave
    }
    this.#writes = [];
    this.#before = [];
  }

  /** Replays writes from a journal. */
  load(writes: Iterable<Write>): void {
    for (const [collection, id, record] of writes) {
      if (record === null) this.#remove(collection, id);
      else this.#set(collection, record as Records[typeof collection]); // the journal holds what put() was given
    }
  }

  /**
   * Writes that make this store anew, the order of its records included. Before an event the record that it shows comes
   * again: together they take the journal less room than the event by itself.
   */
  *snapshot(): Generator<Write> {
    // Later ones may show what is made from here on, which is written behind all this in its own order.
    const newest = this.newestFirst('events').next().value?.id;
    for (const collection of Object.keys(this.#tables) as Collection[]) // it has no other keys
      if (collection !== 'events')
        for (const record of this.oldestFirst(collection)) yield [collection, record.id, record];
    if (newest === undefined) return;
    for (const event of this.oldestFirst('events')) {
      const shown = this.#recordOf(event.data.object);
      if (shown) yield shown;
      yield ['events', event.id, event];
      if (event.id === newest) return;
    }
  }

  /** The record that an object of the API shows, as it is today. */
  #recordOf({ id, object }: { id?: unknown; object?: unknown }): Write | undefined {
    for (const collection of Object.keys(this.#tables) as Collection[]) {
      const record = this.get(collection, String(id));
      if (record && 'object' in record && record.object === object) return [collection, record.id, record];
    }
    return undefined;
  }

  clear(): void {
    for (const collection of Object.keys(this.#tables) as Collection[])
      for (const id of [...this.#table(collection).ids]) this.remove(collection, id);
  }

  #table(collection: Collection): Table {
    const table = this.#tables[collection] ?? emptyTable(collection);
    this.#tables[collection] = table;
    return table;
  }

  /** What was there before comes back. */
  #set<C extends Collection>(collection: C, record: Records[C]): Records[C] | undefined {
    const table = this.#table(collection);
    const place = placeIn(table, record.id);
    if (place === undefined) {
      this.#append(table, record);
      return undefined;
    }
    const before = table.records[place] as Records[C] | undefined;
    if (before === undefined) table.removed -= 1;
    table.records[place] = record;
    this.#moved(table, record.id, before, record);
    return before;
  }

  #append(table: Table, record: { id: string }): void {
    table.ids.push(record.id);
    table.records.push(record);
    this.#moved(table, record.id, undefined, record);
  }

  #moved(table: Table, id: string, before: unknown, after: unknown): void {
    for (const index of table.indexes) index.move(id, before, after);
    if (table.timed.length > 0) this.#unqueued.set(id, table.timed);
  }

  /** Queues what was written since the last time: once, however often a request wrote it. */
  #queue(): void {
    if (this.#unqueued.size === 0) return;
    for (const [id, collections] of this.#unqueued)
      for (const collection of collections) {
        const next = nextMoment(this, collection, id);
        if (next) this.#due.add(next.clock, { at: next.at, collection, id });
      }
    this.#unqueued.clear();
  }

  /** What was there before comes back. */
  #remove(collection: Collection, id: string): unknown {
    const table = this.#table(collection);
    const place = placeIn(table, id);
    const record = place === undefined ? undefined : table.records[place];
    if (place === undefined || record === undefined) return undefined;
    this.#moved(table, id, record, undefined);
    table.records[place] = undefined;
    table.removed += 1;
    if (isUntidy(table)) this.#untidy.add(table);
    return record;
  }
}
