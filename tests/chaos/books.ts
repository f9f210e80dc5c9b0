import { eq, inArray } from 'drizzle-orm';
import type Stripe from 'stripe';
import { customers, inbox, invoices, subscriptions, users } from '@/lib/db/schema';
import type { Stage } from '../rig/app-stage';

const LIVE = ['trialing', 'active', 'past_due', 'unpaid', 'paused'];
const NEWEST_INVOICES = 24;

/** Everything at Stripe, by customer. Read by this file's own hand, not by the app's. */
export type Books = ReadonlyMap<
  string,
  Readonly<{
    customer: Stripe.Customer;
    subscriptions: readonly Stripe.Subscription[];
    invoices: readonly Stripe.Invoice[];
    payments: readonly Stripe.PaymentIntent[];
  }>
>;

export async function readBooks({ stripe }: Stage): Promise<Books> {
  const books = new Map<
    string,
    {
      customer: Stripe.Customer;
      subscriptions: Stripe.Subscription[];
      invoices: Stripe.Invoice[];
      payments: Stripe.PaymentIntent[];
    }
  >();
  const limit = 100;
  const expand = ['data.invoice_settings.default_payment_method'];
  for await (const customer of stripe.customers.list({ limit, expand }))
    books.set(customer.id, { customer, subscriptions: [], invoices: [], payments: [] });
  const of = (customer: string | { id: string } | null) =>
    books.get(typeof customer === 'string' ? customer : (customer?.id ?? ''));
  for await (const each of stripe.subscriptions.list({ limit, status: 'all' }))
    of(each.customer)?.subscriptions.push(each);
  for await (const each of stripe.invoices.list({ limit })) of(each.customer)?.invoices.push(each);
  for await (const each of stripe.paymentIntents.list({ limit })) of(each.customer)?.payments.push(each);
  return books;
}

/** What the rows of a customer say otherwise than Stripe; by customer, only those that differ. */
export async function unequalRows({ database }: Stage, books: Books): Promise<Map<string, string>> {
  const unequal = new Map<string, string>();
  const [ourCustomers, ourSubscriptions, ourInvoices] = await Promise.all([
    database.select().from(customers),
    database.select().from(subscriptions),
    database.select().from(invoices),
  ]);
  for (const row of ourCustomers) {
    const id = row.stripeCustomerId;
    const book = books.get(id);
    if (!row.syncedAt) continue; // nobody has looked yet, so there is nothing to be wrong
    if (!book && row.deletedAtStripe) continue;
    if (!book) {
      unequal.set(id, 'is not at Stripe');
      continue;
    }
    const method = book.customer.invoice_settings.default_payment_method;
    const atStripe = [
      book.customer.currency ?? null,
      book.customer.name ?? null,
      typeof method === 'object' && method ? method.id : null,
      ...book.subscriptions.map(subscriptionLine).sort(),
      ...book.invoices.slice(0, NEWEST_INVOICES).map(invoiceLine).sort(),
    ];
    const ids = new Set(book.invoices.slice(0, NEWEST_INVOICES).map((invoice) => invoice.id));
    const stored = [
      row.currency,
      row.billing.name,
      row.paymentMethod?.id ?? null,
      ...ourSubscriptions
        .filter((each) => each.customerId === id)
        .map(storedSubscriptionLine)
        .sort(),
      ...ourInvoices
        .filter((each) => each.customerId === id && ids.has(each.id))
        .map(storedInvoiceLine)
        .sort(),
    ];
    const at = atStripe.findIndex((line, index) => line !== stored[index]);
    if (at !== -1 || atStripe.length !== stored.length)
      unequal.set(id, `Stripe: ${atStripe[at]} · stored: ${stored[at]}`);
  }
  return unequal;
}

function subscriptionLine(each: Stripe.Subscription): string {
  const [item] = each.items.data;
  const discounts = each.discounts.map((discount) => (typeof discount === 'string' ? discount : discount.id));
  return [
    each.id,
    each.status,
    item?.price.id,
    item?.quantity,
    item?.current_period_end,
    each.cancel_at,
    each.cancel_at_period_end,
    each.ended_at,
    each.trial_end,
    each.schedule,
    each.pending_update?.expires_at,
    each.latest_invoice,
    ...discounts.sort(),
  ].join(' ');
}

function storedSubscriptionLine(row: typeof subscriptions.$inferSelect): string {
  return [
    row.id,
    row.status,
    row.priceId,
    row.quantity,
    row.currentPeriodEnd,
    row.cancelAt,
    row.cancelAtPeriodEnd,
    row.endedAt,
    row.trialEnd,
    row.schedule,
    row.pendingUpdate?.expiresAt,
    row.latestInvoice,
    ...row.discounts.map(({ id }) => id).sort(),
  ].join(' ');
}

const invoiceLine = (each: Stripe.Invoice): string =>
  [each.id, each.number, each.status, each.total, each.amount_due, each.attempt_count].join(' ');
const storedInvoiceLine = (row: typeof invoices.$inferSelect): string =>
  [row.id, row.number, row.status, row.amount, row.amountDue, row.attemptCount].join(' ');

/** Everything of which there may be one only: customers, live subscriptions, charges. */
export async function doubles(
  { database }: Stage,
  books: Books,
  confirmed: ReadonlyMap<string, number>,
): Promise<string[]> {
  const problems: string[] = [];
  const emails = new Map<string, string[]>();
  for (const [id, { customer }] of books)
    emails.set(customer.email ?? '', [...(emails.get(customer.email ?? '') ?? []), id]);
  for (const [email, ids] of emails)
    if (ids.length > 1) problems.push(`${email} is ${ids.length} customers: ${ids.join(', ')}`);
  const linked = await database
    .select({ email: users.email, id: customers.stripeCustomerId, deleted: customers.deletedAtStripe })
    .from(customers)
    .innerJoin(users, eq(users.id, customers.userId));
  for (const { email, id, deleted } of linked)
    if (emails.get(email)?.[0] !== (deleted ? undefined : id))
      problems.push(`${email} is stored as ${id}, at Stripe ${emails.get(email)?.join(', ')}`);
  for (const [id, book] of books)
    problems.push(...doubleCharges(id, book, confirmed.get(book.customer.email ?? '') ?? 0));
  return problems;
}

function doubleCharges(
  id: string,
  book: Books extends ReadonlyMap<string, infer Book> ? Book : never,
  confirmed: number,
): string[] {
  const problems: string[] = [];
  const live = book.subscriptions.filter(({ status }) => LIVE.includes(status));
  if (live.length > 1) problems.push(`${id} has ${live.length} live subscriptions`);
  const paid = book.invoices.filter(({ status, amount_paid }) => status === 'paid' && amount_paid > 0);
  const renewals = paid
    .filter(({ billing_reason }) => billing_reason === 'subscription_cycle')
    .map(({ created, parent }) => `${created} ${parent?.subscription_details?.subscription}`);
  if (new Set(renewals).size < renewals.length) problems.push(`${id} paid a renewal twice`);
  const changes = paid.filter(({ billing_reason }) => billing_reason === 'subscription_update').length;
  if (changes > confirmed) problems.push(`${id} paid ${changes} changes and confirmed ${confirmed}`);
  const charged = book.payments
    .filter(({ status }) => status === 'succeeded')
    .reduce((sum, each) => sum + each.amount_received, 0);
  const asked = paid.reduce((sum, each) => sum + each.amount_paid, 0);
  if (charged !== asked) problems.push(`${id} was charged ${charged} for invoices of ${asked}`);
  return problems;
}

/** Of these events, those that the inbox does not hold as done. `maybe`: customers who became ours on the way. */
export async function lostEvents(
  { database, stripe }: Stage,
  delivered: ReadonlySet<string>,
  maybe: ReadonlySet<string>,
): Promise<string[]> {
  const ids = [...delivered];
  const done = new Set<string>();
  for (let at = 0; at < ids.length; at += 5_000) {
    const rows = await database
      .select({ id: inbox.id, status: inbox.status })
      .from(inbox)
      .where(inArray(inbox.id, ids.slice(at, at + 5_000)));
    for (const { id, status } of rows) if (status === 'done') done.add(id);
  }
  const lost: string[] = [];
  for (const id of ids.filter((each) => !done.has(each))) {
    const { data, type } = await stripe.events.retrieve(id);
    const { customer: named, id: own } = Object.fromEntries(Object.entries(data.object));
    const customer = String(named ?? own);
    if (!maybe.has(customer)) lost.push(`${id} ${type} ${customer}`);
  }
  return lost;
}
