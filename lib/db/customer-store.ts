import 'server-only';
import { and, desc, eq, type InferSelectModel, sql } from 'drizzle-orm';
import { type CustomerState, currentSubscription, type Invoice } from '../billing/customer-state';
import { isLive, type Subscription } from '../billing/subscription';
import { livemode } from '../env';
import { money } from '../money';
import { db, type Transaction } from './client';
import { customers, invoices, subscriptions } from './schema';

const NEWEST_INVOICES = 24;

export type CustomerRow = InferSelectModel<typeof customers>;

/** The user's Stripe customer of the key's mode as our database knows it, or null when there is none yet. */
export async function findCustomer(userId: string): Promise<CustomerRow | null> {
  const [row] = await db()
    .select()
    .from(customers)
    .where(and(eq(customers.userId, userId), eq(customers.livemode, livemode())));
  return row ?? null;
}

/** True when a Stripe customer of the key's mode belongs to one of our users. */
export async function isOurs(customerId: string): Promise<boolean> {
  const rows = await db()
    .select({ id: customers.stripeCustomerId })
    .from(customers)
    .where(and(eq(customers.stripeCustomerId, customerId), eq(customers.livemode, livemode())));
  return rows.length > 0;
}

/** What the last sync stored about a customer. */
export async function readState(customer: CustomerRow): Promise<CustomerState> {
  const customerId = customer.stripeCustomerId;
  const [subscriptionRows, invoiceRows] = await Promise.all([
    db().select().from(subscriptions).where(eq(subscriptions.customerId, customerId)),
    db()
      .select()
      .from(invoices)
      .where(eq(invoices.customerId, customerId))
      .orderBy(desc(invoices.created), sql`${invoices.number} desc nulls last`)
      .limit(NEWEST_INVOICES),
  ]);
  return {
    customerId,
    currency: customer.currency,
    deleted: customer.deletedAtStripe,
    paymentMethod: customer.paymentMethod,
    billing: customer.billing,
    subscriptions: subscriptionRows.map(({ customerId: _, amount, currency, ...row }) => ({
      ...row,
      unit: money(amount, currency),
    })),
    invoices: invoiceRows.map(({ customerId: _, amount, currency, ...row }) => ({
      ...row,
      amount: money(amount, currency),
    })),
  };
}

/** Replaces what is stored about a customer; call it with the customer's lock held. */
export async function writeState(tx: Transaction, state: CustomerState): Promise<void> {
  const { customerId, currency, deleted, paymentMethod, billing } = state;
  await tx
    .update(customers)
    .set({ currency, deletedAtStripe: deleted, paymentMethod, billing, syncedAt: sql`now()` })
    .where(eq(customers.stripeCustomerId, customerId));
  await tx.delete(subscriptions).where(eq(subscriptions.customerId, customerId));
  const kept = withOneLive(state);
  if (kept.length > 0) {
    await tx.insert(subscriptions).values(kept.map((each) => subscriptionRow(customerId, each)));
  }
  for (const invoice of state.invoices) {
    const row = invoiceRow(customerId, invoice);
    await tx.insert(invoices).values(row).onConflictDoUpdate({ target: invoices.id, set: row });
  }
}

/** The live subscriptions besides the one the database keeps: a mistake made outside this app, to be told. */
export function extraLiveSubscriptions(state: CustomerState): readonly Subscription[] {
  const kept = currentSubscription(state)?.id;
  return state.subscriptions.filter(({ id, status }) => isLive(status) && id !== kept);
}

function withOneLive(state: CustomerState): readonly Subscription[] {
  const extra = extraLiveSubscriptions(state);
  return state.subscriptions.filter((subscription) => !extra.includes(subscription));
}

function subscriptionRow(customerId: string, { unit, ...fields }: Subscription) {
  return { ...fields, customerId, amount: unit.amount, currency: unit.currency };
}

function invoiceRow(customerId: string, { amount, ...fields }: Invoice) {
  return { ...fields, customerId, amount: amount.amount, currency: amount.currency };
}
