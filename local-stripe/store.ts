import { nextMoment, type Timed } from './billing/due';
import { DueQueue } from './billing/due-queue';
import type { Collection, Records } from './records';
import { emptyTable, isUntidy, recordIn, type Table, tidy } from './table';

/** One write, as the journal keeps it: `null` is a removal. */
export type Write = [collection: Collection, id: string, record: unknown];

const TIMED: readonly Timed[] = ['subscriptionSchedules', 'subscriptions', 'invoices'];

/**
 * The records of one account. Records are never changed in place: a change is a new record under the same id.
 * Writes since the last `commit` can be taken back with `rollback`, so a refused request leaves nothing behind.
 */
export class Store {
  readonly #tables = new Map<Collection, Table>();
  /** What time alone changes, by the moment at which it does. */
  readonly due = new DueQueue();
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

  remove<C extends Collection>(collection: C, id: string): void {
    const before = this.get(collection, id);
    if (!before) return;
    this.#before.push(before);
    this.#remove(collection, id);
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

  /** Where a record stands among all that were ever made, the oldest at 0; -1 for one that is not there. */
  placeOf(collection: Collection, id: string): number {
    return this.#table(collection).places.get(id) ?? -1;
  }

  /** All records, newest first, from just after `after` when given. */
  *newestFirst<C extends Collection>(collection: C, after?: string): Generator<Records[C]> {
    const { ids, places } = this.#table(collection);
    const from = after === undefined ? ids.length : (places.get(after) ?? ids.length);
    for (let i = from - 1; i >= 0; i--) {
      const record = this.get(collection, ids[i] ?? '');
      if (record) yield record;
    }
  }

  /** All records, oldest first, from just after `after` when given. */
  *oldestFirst<C extends Collection>(collection: C, after?: string): Generator<Records[C]> {
    const { ids, places } = this.#table(collection);
    const from = after === undefined ? 0 : (places.get(after) ?? ids.length) + 1;
    for (let i = from; i < ids.length; i++) {
      const record = this.get(collection, ids[i] ?? '');
      if (record) yield record;
    }
  }

  /** The records whose indexed field has this value, newest first. */
  by<C extends Collection>(collection: C, index: string, value: string): Records[C][] {
    const { places, records, indexes, ids } = this.#table(collection);
    const there = () => ids.map((id, place) => [id, records[place]] as const);
    const found: number[] = [];
    for (const id of indexes.find(({ name }) => name === index)?.idsOf(value, there) ?? [])
      found.push(places.get(id) ?? -1);
    // Nearly always in the order of their creation already.
    if (found.length > 1) found.sort((a, b) => b - a);
    return found.map((place) => records[place] as Records[C]); // as in get(): what an index leads to is there
  }

  /** Keeps the writes since the last commit and hands them over for the journal. */
  commit(): Write[] {
    const writes = this.#writes;
    this.#writes = [];
    this.#before = [];
    for (const table of this.#untidy) tidy(table);
    this.#untidy.clear();
    return writes;
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

  /** The fewest writes that make this store anew. */
  *snapshot(): Generator<Write> {
    for (const collection of this.#tables.keys()) {
      for (const record of this.oldestFirst(collection)) yield [collection, record.id, record];
    }
  }

  clear(): void {
    for (const [collection, table] of this.#tables)
      for (const id of [...table.ids]) this.remove(collection, id);
  }

  #table(collection: Collection): Table {
    let table = this.#tables.get(collection);
    if (!table) {
      table = emptyTable(collection);
      this.#tables.set(collection, table);
    }
    return table;
  }

  /** What was there before comes back. */
  #set<C extends Collection>(collection: C, record: Records[C]): Records[C] | undefined {
    const table = this.#table(collection);
    const place = table.places.get(record.id);
    const before = place === undefined ? undefined : (table.records[place] as Records[C] | undefined);
    if (place !== undefined) {
      if (before === undefined) table.removed -= 1;
      table.records[place] = record;
    } else {
      table.places.set(record.id, table.ids.push(record.id) - 1);
      table.records.push(record);
    }
    for (const index of table.indexes) index.move(record.id, before, record);
    if (
      collection === 'subscriptions' ||
      collection === 'subscriptionSchedules' ||
      collection === 'invoices' ||
      collection === 'checkoutSessions'
    )
      this.#queue(collection, record.id);
    else if (collection === 'notes') for (const timed of TIMED) this.#queue(timed, record.id);
    return before;
  }

  #queue(collection: Timed, id: string): void {
    const next = nextMoment(this, collection, id);
    if (next) this.due.add(next.clock, { at: next.at, collection, id });
  }

  #remove<C extends Collection>(collection: C, id: string): void {
    const table = this.#table(collection);
    const place = table.places.get(id);
    const record = place === undefined ? undefined : table.records[place];
    if (place === undefined || record === undefined) return;
    for (const index of table.indexes) index.move(id, record, undefined);
    table.records[place] = undefined;
    table.removed += 1;
    if (isUntidy(table)) this.#untidy.add(table);
  }
}
