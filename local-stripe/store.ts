import { DueQueue, dueAt } from './billing/due';
import type { Collection, Records, Subscription } from './records';

/** One write, as the journal keeps it: `null` is a removal. */
export type Write = [collection: Collection, id: string, record: unknown];

type Table = {
  rows: Map<string, unknown>;
  /** Ids in the order of their creation; removed ones stay as gaps. */
  order: string[];
  position: Map<string, number>;
};

/** Which field of a record leads to others, so that a look-up by it costs no scan. */
const INDEXES: { [C in Collection]?: { [index: string]: (record: Records[C]) => string | null } } = {
  prices: { lookup_key: (price) => price.lookup_key, product: (price) => price.product },
  promotionCodes: { code: (promotion) => promotion.code.toLowerCase() },
  paymentMethods: { customer: (method) => method.customer },
  customers: { email: (customer) => customer.email },
  subscriptions: { customer: (subscription) => subscription.customer },
  invoices: {
    customer: (invoice) => invoice.customer,
    subscription: (invoice) => invoice.parent?.subscription_details?.subscription ?? null,
    hosted: (invoice) => invoice.hosted_invoice_url ?? null,
  },
  invoiceItems: { customer: (item) => item.customer, invoice: (item) => item.invoice },
  balanceTransactions: { customer: (transaction) => transaction.customer },
  taxIds: { customer: (taxId) => taxId.customer },
  invoicePayments: { invoice: (payment) => payment.invoice },
  portalVisits: { token: (visit) => visit.token },
  deliveries: { event: (delivery) => delivery.event },
};

/**
 * The records of one account. Records are never changed in place: a change is a new record under the same id.
 * Writes since the last `commit` can be taken back with `rollback`, so a refused request leaves nothing behind.
 */
export class Store {
  readonly #tables = new Map<Collection, Table>();
  readonly #indexes = new Map<string, Map<string, Set<string>>>();
  /** Subscriptions by the moment at which time alone changes them. */
  readonly due = new DueQueue();
  #undo: Array<() => void> = [];
  #writes: Write[] = [];

  get<C extends Collection>(collection: C, id: string): Records[C] | undefined {
    // The table holds only what `put` was given for this collection.
    return this.#table(collection).rows.get(id) as Records[C] | undefined;
  }

  put<C extends Collection>(collection: C, record: Records[C]): Records[C] {
    const before = this.get(collection, record.id);
    this.#undo.push(() => (before ? this.#set(collection, before) : this.#remove(collection, record.id)));
    this.#set(collection, record);
    this.#writes.push([collection, record.id, record]);
    return record;
  }

  remove<C extends Collection>(collection: C, id: string): void {
    const before = this.get(collection, id);
    if (!before) return;
    this.#undo.push(() => this.#set(collection, before));
    this.#remove(collection, id);
    this.#writes.push([collection, id, null]);
  }

  /** All records, newest first, from just after `after` when given. */
  *newestFirst<C extends Collection>(collection: C, after?: string): Generator<Records[C]> {
    const { order, position } = this.#table(collection);
    const from = after === undefined ? order.length : (position.get(after) ?? order.length);
    for (let i = from - 1; i >= 0; i--) {
      const record = this.get(collection, order[i] ?? '');
      if (record) yield record;
    }
  }

  /** All records, oldest first, from just after `after` when given. */
  *oldestFirst<C extends Collection>(collection: C, after?: string): Generator<Records[C]> {
    const { order, position } = this.#table(collection);
    const from = after === undefined ? 0 : (position.get(after) ?? order.length) + 1;
    for (let i = from; i < order.length; i++) {
      const record = this.get(collection, order[i] ?? '');
      if (record) yield record;
    }
  }

  /** The records whose indexed field has this value, newest first. */
  by<C extends Collection>(collection: C, index: string, value: string): Records[C][] {
    const ids = [...(this.#indexes.get(`${collection}.${index}`)?.get(value) ?? [])];
    const { position } = this.#table(collection);
    return ids
      .sort((a, b) => (position.get(b) ?? 0) - (position.get(a) ?? 0))
      .flatMap((id) => this.get(collection, id) ?? []);
  }

  /** Keeps the writes since the last commit and hands them over for the journal. */
  commit(): Write[] {
    const writes = this.#writes;
    this.#writes = [];
    this.#undo = [];
    return writes;
  }

  /** Takes back every write since the last commit. */
  rollback(): void {
    for (const undo of this.#undo.reverse()) undo();
    this.#undo = [];
    this.#writes = [];
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
      for (const id of [...table.rows.keys()]) this.remove(collection, id);
  }

  #table(collection: Collection): Table {
    let table = this.#tables.get(collection);
    if (!table) {
      table = { rows: new Map(), order: [], position: new Map() };
      this.#tables.set(collection, table);
    }
    return table;
  }

  #set<C extends Collection>(collection: C, record: Records[C]): void {
    const table = this.#table(collection);
    const before = table.rows.get(record.id) as Records[C] | undefined;
    if (!table.position.has(record.id)) table.position.set(record.id, table.order.push(record.id) - 1);
    table.rows.set(record.id, record);
    this.#reindex(collection, before, record);
    if (collection === 'subscriptions') this.#queue(record as Subscription); // by its collection
  }

  #queue(subscription: Subscription): void {
    const at = dueAt(subscription);
    if (at !== null) this.due.add(at, subscription.id);
  }

  #remove<C extends Collection>(collection: C, id: string): void {
    const table = this.#table(collection);
    this.#reindex(collection, table.rows.get(id) as Records[C] | undefined, undefined);
    table.rows.delete(id);
  }

  #reindex<C extends Collection>(
    collection: C,
    before: Records[C] | undefined,
    after: Records[C] | undefined,
  ): void {
    const indexes = INDEXES[collection];
    if (!indexes) return;
    const id = (after ?? before)?.id ?? '';
    for (const [name, read] of Object.entries(indexes)) {
      const [old, fresh] = [before && read(before), after && read(after)];
      if (old === fresh) continue;
      let index = this.#indexes.get(`${collection}.${name}`);
      if (!index) {
        index = new Map();
        this.#indexes.set(`${collection}.${name}`, index);
      }
      if (old) {
        index.get(old)?.delete(id);
        if (index.get(old)?.size === 0) index.delete(old);
      }
      if (fresh) {
        const ids = index.get(fresh);
        if (ids) ids.add(id);
        else index.set(fresh, new Set([id]));
      }
    }
  }
}
