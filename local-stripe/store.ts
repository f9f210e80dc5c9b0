import { nextMoment, type Timed } from './billing/due';
import { DueQueue } from './billing/due-queue';
import type { Collection, Records } from './records';
import { isUntidy, type Table, tidy } from './table';

/** One write, as the journal keeps it: `null` is a removal. */
export type Write = [collection: Collection, id: string, record: unknown];

const TIMED: readonly Timed[] = ['subscriptionSchedules', 'subscriptions', 'invoices'];

/** One value of a record, or several, that it is found by. */
type Indexed = string | readonly string[] | null;

/** Which field of a record leads to others, so that a look-up by it costs no scan. */
const INDEXES: { [C in Collection]?: { [index: string]: (record: Records[C]) => Indexed } } = {
  prices: { lookup_key: (price) => price.lookup_key, product: (price) => price.product },
  promotionCodes: { code: (promotion) => promotion.code.toLowerCase() },
  paymentMethods: { customer: (method) => method.customer },
  customers: { email: (customer) => customer.email, test_clock: (customer) => customer.test_clock ?? null },
  subscriptions: {
    customer: (subscription) => subscription.customer,
    item: (subscription) => subscription.items.data.map(({ id }) => id),
  },
  subscriptionSchedules: { customer: (schedule) => schedule.customer },
  invoices: {
    customer: (invoice) => invoice.customer,
    subscription: (invoice) => invoice.parent?.subscription_details?.subscription ?? null,
    hosted: (invoice) => invoice.hosted_invoice_url ?? null,
  },
  invoiceItems: { customer: (item) => item.customer, invoice: (item) => item.invoice },
  balanceTransactions: { customer: (transaction) => transaction.customer },
  taxIds: { customer: (taxId) => taxId.customer },
  invoicePayments: {
    invoice: (payment) => payment.invoice,
    intent: (payment) => payment.payment.payment_intent ?? null,
  },
  paymentIntents: { customer: (intent) => intent.customer },
  setupIntents: { customer: (intent) => intent.customer },
  charges: { customer: (charge) => charge.customer, intent: (charge) => charge.payment_intent },
  checkoutSessions: {
    customer: (session) => session.customer,
    subscription: (session) => session.subscription,
  },
  portalVisits: { token: (visit) => visit.token, setUp: (visit) => visit.setUp?.intent ?? null },
  deliveries: { event: (delivery) => delivery.event },
};

/**
 * The records of one account. Records are never changed in place: a change is a new record under the same id.
 * Writes since the last `commit` can be taken back with `rollback`, so a refused request leaves nothing behind.
 */
export class Store {
  readonly #tables = new Map<Collection, Table>();
  readonly #indexes = new Map<string, Map<string, Set<string>>>();
  /** What time alone changes, by the moment at which it does. */
  readonly due = new DueQueue();
  /** What was there before each write since the last commit. */
  #undo: Array<readonly [collection: Collection, id: string, before: unknown]> = [];
  #writes: Write[] = [];
  readonly #untidy = new Set<Table>();

  get<C extends Collection>(collection: C, id: string): Records[C] | undefined {
    // The table holds only what `put` was given for this collection.
    return this.#table(collection).rows.get(id)?.record as Records[C] | undefined;
  }

  put<C extends Collection>(collection: C, record: Records[C]): Records[C] {
    this.#undo.push([collection, record.id, this.#set(collection, record)]);
    this.#writes.push([collection, record.id, record]);
    return record;
  }

  remove<C extends Collection>(collection: C, id: string): void {
    const before = this.get(collection, id);
    if (!before) return;
    this.#undo.push([collection, id, before]);
    this.#remove(collection, id);
    this.#writes.push([collection, id, null]);
  }

  isEmpty(collection: Collection): boolean {
    return this.count(collection) === 0;
  }

  /** How many records there are. */
  count(collection: Collection): number {
    const { rows, removed } = this.#table(collection);
    return rows.size - removed;
  }

  /** Where a record stands among all that were ever made, the oldest at 0; -1 for one that is not there. */
  placeOf(collection: Collection, id: string): number {
    return this.#table(collection).rows.get(id)?.position ?? -1;
  }

  /** All records, newest first, from just after `after` when given. */
  *newestFirst<C extends Collection>(collection: C, after?: string): Generator<Records[C]> {
    const { order, rows } = this.#table(collection);
    const from = after === undefined ? order.length : (rows.get(after)?.position ?? order.length);
    for (let i = from - 1; i >= 0; i--) {
      const record = this.get(collection, order[i] ?? '');
      if (record) yield record;
    }
  }

  /** All records, oldest first, from just after `after` when given. */
  *oldestFirst<C extends Collection>(collection: C, after?: string): Generator<Records[C]> {
    const { order, rows } = this.#table(collection);
    const from = after === undefined ? 0 : (rows.get(after)?.position ?? order.length) + 1;
    for (let i = from; i < order.length; i++) {
      const record = this.get(collection, order[i] ?? '');
      if (record) yield record;
    }
  }

  /** The records whose indexed field has this value, newest first. */
  by<C extends Collection>(collection: C, index: string, value: string): Records[C][] {
    const ids = this.#indexes.get(`${collection}.${index}`)?.get(value);
    if (!ids) return [];
    const { rows } = this.#table(collection);
    const found = [...ids].flatMap((id) => rows.get(id) ?? []);
    // Nearly always in the order of their creation already.
    return found.sort((a, b) => b.position - a.position).map(({ record }) => record as Records[C]); // as in get()
  }

  /** Keeps the writes since the last commit and hands them over for the journal. */
  commit(): Write[] {
    const writes = this.#writes;
    this.#writes = [];
    this.#undo = [];
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
    for (const [collection, id, before] of this.#undo.reverse())
      if (before === undefined) this.#remove(collection, id);
      else this.#set(collection, before as Records[typeof collection]); // what #set and get() gave
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
      table = { rows: new Map(), order: [], removed: 0 };
      this.#tables.set(collection, table);
    }
    return table;
  }

  /** What was there before comes back. */
  #set<C extends Collection>(collection: C, record: Records[C]): Records[C] | undefined {
    const table = this.#table(collection);
    const row = table.rows.get(record.id);
    const before = row?.record as Records[C] | undefined;
    if (!row) table.rows.set(record.id, { record, position: table.order.push(record.id) - 1 });
    else {
      if (before === undefined) table.removed -= 1;
      row.record = record;
    }
    this.#reindex(collection, before, record);
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
    const row = table.rows.get(id);
    if (row?.record === undefined) return;
    this.#reindex(collection, row.record as Records[C], undefined);
    row.record = undefined;
    table.removed += 1;
    if (isUntidy(table)) this.#untidy.add(table);
  }

  #reindex<C extends Collection>(
    collection: C,
    before: Records[C] | undefined,
    after: Records[C] | undefined,
  ): void {
    const indexes = INDEXES[collection];
    if (!indexes) return;
    const id = (after ?? before)?.id ?? '';
    for (const name in indexes) {
      const read = indexes[name];
      const [old, fresh] = [before && read?.(before), after && read?.(after)];
      if (old === fresh) continue;
      let index = this.#indexes.get(`${collection}.${name}`);
      if (!index) {
        index = new Map();
        this.#indexes.set(`${collection}.${name}`, index);
      }
      const [gone, come] = [listed(old), listed(fresh)];
      for (const value of gone) {
        if (come.includes(value)) continue;
        index.get(value)?.delete(id);
        if (index.get(value)?.size === 0) index.delete(value);
      }
      for (const value of come) {
        const ids = index.get(value);
        if (ids) ids.add(id);
        else index.set(value, new Set([id]));
      }
    }
  }
}

const listed = (value: Indexed | undefined): readonly string[] =>
  typeof value === 'string' ? (value === '' ? [] : [value]) : (value ?? []);
