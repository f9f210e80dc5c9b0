import type { Collection, Records } from './records';

/** One value of a record, or several, that it is found by. */
type Indexed = string | readonly string[] | null;

type Read<C extends Collection> = (record: Records[C]) => Indexed;

/** Which field of a record leads to others, so that a look-up by it costs no scan but the first. */
const INDEXES: { [C in Collection]?: { [index: string]: Read<C> } } = {
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

/** Most values lead to one record: its id stands there alone until a second comes. */
type Ids = Map<string, string | Set<string>>;

/** Which records of a collection have a value. Most accounts never ask by most values: it is made when it is asked. */
export class Index {
  #ids: Ids | undefined;

  constructor(
    readonly name: string,
    readonly read: (record: unknown) => Indexed,
  ) {}

  /** A record is there now, is another one, or is gone: `undefined` is none. */
  move(id: string, before: unknown, after: unknown): void {
    if (!this.#ids) return;
    const old = before === undefined ? null : this.read(before);
    const fresh = after === undefined ? null : this.read(after);
    if (old === fresh) return;
    for (const value of listed(old)) if (!listed(fresh).includes(value)) remove(this.#ids, value, id);
    for (const value of listed(fresh)) add(this.#ids, value, id);
  }

  /** @param records all that are there, by their ids: read the first time. */
  idsOf(value: string, records: () => Iterable<readonly [id: string, record: unknown]>): Iterable<string> {
    if (!this.#ids) {
      this.#ids = new Map();
      for (const [id, record] of records()) this.move(id, undefined, record);
    }
    const ids = this.#ids.get(value);
    return typeof ids === 'string' ? [ids] : (ids ?? NONE);
  }
}

function add(index: Ids, value: string, id: string): void {
  const ids = index.get(value);
  if (ids === undefined) index.set(value, id);
  else if (typeof ids !== 'string') ids.add(id);
  else if (ids !== id) index.set(value, new Set([ids, id]));
}

function remove(index: Ids, value: string, id: string): void {
  const ids = index.get(value);
  if (ids === id) index.delete(value);
  else if (typeof ids === 'object') {
    ids.delete(id);
    if (ids.size === 0) index.delete(value);
  }
}

const NONE: readonly string[] = [];

const listed = (value: Indexed): readonly string[] =>
  typeof value === 'string' ? (value === '' ? NONE : [value]) : (value ?? NONE);

/** The indexes of a collection, empty. */
export const indexesOf = (collection: Collection): readonly Index[] =>
  Object.entries(INDEXES[collection] ?? {}).map(
    ([name, read]) => new Index(name, read as (record: unknown) => Indexed), // a table holds its own collection's records
  );
