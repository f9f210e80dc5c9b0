import { eq, sql } from 'drizzle-orm';
import { beforeAll, expect, test, vi } from 'vitest';
import { db } from '@/lib/db/client';
import { type CustomerRow, findCustomer, readState } from '@/lib/db/customer-store';
import { customers } from '@/lib/db/schema';
import { stripe } from '@/lib/stripe/client';
import { NoSuchCustomerError } from '@/lib/stripe/errors';
import { syncCustomer } from '@/lib/stripe/sync';
import { seedCatalogue } from '../../scripts/seed/catalogue';
import { aSubscriber, type CustomerWithCard, replaceCard } from '../factories';
import { FROZEN_NOW } from '../rig/frozen-now';
import { aKnownCustomer, fresh } from './given';

const MORE_THAN_THE_POOL = 8;

beforeAll(async () => {
  await seedCatalogue({ stripe: stripe(), now: FROZEN_NOW, moveClock: null, created: 0 });
});

/** Somebody of ours on Starter, with a Visa. */
async function onStarter(): Promise<CustomerWithCard> {
  const [price] = (await stripe().prices.list({ lookup_keys: ['starter_month'] })).data;
  const subscriber = await aSubscriber(stripe(), { price: price?.id ?? '' });
  await aKnownCustomer(subscriber.customer);
  return subscriber;
}

async function rowOf(customerId: string): Promise<CustomerRow | undefined> {
  const [row] = await db().select().from(customers).where(eq(customers.stripeCustomerId, customerId));
  return row;
}

/** Holds the lock that a sync of this customer takes, as a sync in another process does, while `work` is done. */
async function whileLocked<T>(customerId: string, work: () => Promise<T>): Promise<T> {
  return db().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${customerId}, 0))`);
    return work();
  });
}

/** Settles when so many statements wait for the customer's lock. */
const untilWaiting = (customerId: string, statements: number) =>
  vi.waitFor(async () => {
    const [waiting] = await db().execute(
      sql`select count(*)::int as statements from pg_locks, hashtextextended(${customerId}, 0) as key
          where locktype = 'advisory' and not granted
            and classid = ((key >> 32) & 4294967295)::oid and objid = (key & 4294967295)::oid`,
    );
    expect(waiting?.statements).toBe(statements);
  }, 60_000);

test('a sync stores what Stripe says', async () => {
  const { customer } = await onStarter();
  const read = await syncCustomer(customer);
  expect(read).toMatchObject({
    currency: 'usd',
    paymentMethod: { last4: '4242' },
    subscriptions: [{ plan: 'starter', status: 'active', unit: { amount: 1500, currency: 'usd' } }],
    invoices: [{ status: 'paid', amount: { amount: 1500, currency: 'usd' } }],
  });
  const row = await rowOf(customer);
  expect(row && (await readState(row))).toEqual(read);
});

test('two syncs of one customer do not interleave: the later one also reads later', async () => {
  const { customer } = await onStarter();
  const later = await whileLocked(customer, async () => {
    const sync = syncCustomer(customer);
    await untilWaiting(customer, 1);
    await replaceCard(stripe(), customer, 'pm_card_mastercard');
    return { sync }; // not awaited here: it goes on when the lock is let go
  });
  expect((await later.sync).paymentMethod).toMatchObject({ brand: 'mastercard', last4: '4444' });
  expect((await rowOf(customer))?.paymentMethod).toMatchObject({ brand: 'mastercard', last4: '4444' });
});

test('however changes and syncs race, the last thing stored is the last thing Stripe said', async () => {
  const { customer } = await onStarter();
  for (const card of ['pm_card_mastercard', 'pm_card_amex', 'pm_card_visa']) {
    const syncs = [syncCustomer(customer), syncCustomer(customer)];
    const method = await replaceCard(stripe(), customer, card);
    await Promise.all([...syncs, syncCustomer(customer), syncCustomer(customer)]);
    expect((await rowOf(customer))?.paymentMethod).toMatchObject({ id: method });
  }
});

test('a customer’s lock stops no other customer', async () => {
  const [busy, free] = [await onStarter(), await onStarter()];
  const read = await whileLocked(busy.customer, () => syncCustomer(free.customer));
  expect(read.subscriptions).toHaveLength(1);
});

test('pages read on while more syncs wait than there are connections for them', async () => {
  const { customer } = await onStarter();
  const userId = (await rowOf(customer))?.userId ?? '';
  const { syncs } = await whileLocked(customer, async () => {
    const syncs = Array.from({ length: MORE_THAN_THE_POOL }, () => syncCustomer(customer));
    await untilWaiting(customer, 5);
    expect(await findCustomer(userId)).toMatchObject({ stripeCustomerId: customer });
    return { syncs };
  });
  expect(await Promise.all(syncs)).toHaveLength(MORE_THAN_THE_POOL);
});

test('a sync that breaks off leaves what was stored, and lets the lock go', async () => {
  const unknown = await aKnownCustomer(fresh('cus'));
  await expect(syncCustomer(unknown)).rejects.toThrow(NoSuchCustomerError);
  expect(await rowOf(unknown)).toMatchObject({ syncedAt: null, deletedAtStripe: false });
  await expect(syncCustomer(unknown)).rejects.toThrow(NoSuchCustomerError);
});

test('a customer that was deleted at Stripe is stored as deleted, without a plan', async () => {
  const { customer } = await onStarter();
  await syncCustomer(customer);
  await stripe().customers.del(customer);
  await syncCustomer(customer);
  const row = await rowOf(customer);
  expect(row?.deletedAtStripe).toBe(true);
  expect(row && (await readState(row)).subscriptions).toEqual([]);
});
