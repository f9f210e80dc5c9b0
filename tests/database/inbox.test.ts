import { eq, sql } from 'drizzle-orm';
import { afterAll, expect, test, vi } from 'vitest';
import { db, inboxDb } from '@/lib/db/client';
import { customers, inbox } from '@/lib/db/schema';
import { receiveEvent } from '@/lib/inbox/receive';
import { workOffInbox } from '@/lib/inbox/work';
import { stripe } from '@/lib/stripe/client';
import { aCustomer } from '../factories';
import { aKnownCustomer, fresh } from './given';

afterAll(() => inboxDb().$client.end());

/** An event about a customer, as far as it is read. */
const anEvent = (customer: string, type = 'customer.subscription.updated', id = fresh('evt')) =>
  ({
    id,
    type,
    livemode: false,
    data: { object: { object: 'subscription', customer } },
  }) as unknown as Parameters<typeof receiveEvent>[0]; // the rest of an event is never read

async function ours(): Promise<string> {
  const { customer } = await aCustomer(stripe());
  return aKnownCustomer(customer);
}

async function entry(id: string) {
  const [row] = await db().select().from(inbox).where(eq(inbox.id, id));
  return row;
}

async function syncedAt(customerId: string): Promise<Date | null | undefined> {
  const [row] = await db().select().from(customers).where(eq(customers.stripeCustomerId, customerId));
  return row?.syncedAt;
}

const makeDue = (id: string) => db().update(inbox).set({ dueAt: sql`now()` }).where(eq(inbox.id, id));

test('an event is kept once, however often it is delivered', async () => {
  const event = anEvent(await ours());
  await Promise.all([receiveEvent(event), receiveEvent(event), receiveEvent(event)]);
  expect(await db().select().from(inbox).where(eq(inbox.id, event.id))).toHaveLength(1);
});

test('what is done stays done when it is delivered again', async () => {
  const event = anEvent(await ours());
  await receiveEvent(event);
  await workOffInbox();
  expect(await receiveEvent(event)).toBe(true);
  expect(await entry(event.id)).toMatchObject({ status: 'done' });
});

test.each([
  ['a type nobody asked for', async () => anEvent(await ours(), 'charge.refunded')],
  ['a customer that is not ours', async () => anEvent(fresh('cus'))],
])('%s is not kept', async (_what, make) => {
  const event = await make();
  expect(await receiveEvent(event)).toBe(false);
  expect(await entry(event.id)).toBeUndefined();
});

test('working off reads the customer again and is done with every event about them', async () => {
  const customer = await ours();
  const [first, second] = [anEvent(customer), anEvent(customer, 'invoice.paid')];
  await receiveEvent(first);
  await receiveEvent(second);
  await workOffInbox();
  expect(await entry(first.id)).toMatchObject({ status: 'done', error: null });
  expect(await entry(second.id)).toMatchObject({ status: 'done', error: null });
  expect(await syncedAt(customer)).not.toBeNull();
});

test('what fails is due again later, with the reason, and goes through once it can', async () => {
  const unknownAtStripe = await aKnownCustomer();
  const event = anEvent(unknownAtStripe);
  await receiveEvent(event);
  await workOffInbox();
  expect(await entry(event.id)).toMatchObject({
    status: 'pending',
    attempts: 1,
    error: expect.stringContaining(`Stripe has no customer ${unknownAtStripe}`),
  });
  await workOffInbox();
  expect(await entry(event.id)).toMatchObject({ attempts: 1 }); // not due yet

  const { customer } = await aCustomer(stripe());
  await db()
    .update(customers)
    .set({ stripeCustomerId: customer })
    .where(eq(customers.stripeCustomerId, unknownAtStripe));
  await db().update(inbox).set({ customerId: customer }).where(eq(inbox.id, event.id));
  await makeDue(event.id);
  await workOffInbox();
  expect(await entry(event.id)).toMatchObject({ status: 'done', error: null });
});

test('after the twelfth failure a person has to look', async () => {
  const event = anEvent(await aKnownCustomer());
  await receiveEvent(event);
  await db().update(inbox).set({ attempts: 11 }).where(eq(inbox.id, event.id));
  await workOffInbox();
  expect(await entry(event.id)).toMatchObject({ status: 'dead', attempts: 12 });
  await makeDue(event.id);
  await workOffInbox();
  expect(await entry(event.id)).toMatchObject({ status: 'dead', attempts: 12 });
});

test('what was given up is tried again when it is delivered again', async () => {
  const event = anEvent(await ours());
  await receiveEvent(event);
  await db().update(inbox).set({ status: 'dead', attempts: 12 }).where(eq(inbox.id, event.id));
  await receiveEvent(event);
  await workOffInbox();
  expect(await entry(event.id)).toMatchObject({ status: 'done' });
});

test('one customer whose reading takes long does not hold up another', async () => {
  const slowCustomer = await ours();
  const [slow, quick] = [anEvent(slowCustomer), anEvent(await ours())];
  await receiveEvent(slow);
  await receiveEvent(quick);
  let working: Promise<void> | undefined;
  await db().transaction(async (tx) => {
    // as another reading of the same customer would
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${slowCustomer}, 0))`);
    working = workOffInbox();
    await vi.waitFor(async () => expect(await entry(quick.id)).toMatchObject({ status: 'done' }), 60_000);
    expect(await entry(slow.id)).toMatchObject({ status: 'pending' });
  });
  await working;
  expect(await entry(slow.id)).toMatchObject({ status: 'done' });
});

test('one customer that fails does not hold up another', async () => {
  const [broken, fine] = [anEvent(await aKnownCustomer()), anEvent(await ours())];
  await receiveEvent(broken);
  await receiveEvent(fine);
  await workOffInbox();
  expect(await entry(fine.id)).toMatchObject({ status: 'done' });
});

test('what a process that died had claimed is taken up by the next', async () => {
  const event = anEvent(await ours());
  await receiveEvent(event);
  const died = db().transaction(async (tx) => {
    await tx.select().from(inbox).where(eq(inbox.id, event.id)).for('update');
    await workOffInbox(); // another worker meanwhile: the claimed entry is not its business
    expect(await entry(event.id)).toMatchObject({ status: 'pending', attempts: 0 });
    throw new Error('the process dies');
  });
  await expect(died).rejects.toThrow('the process dies');
  await workOffInbox();
  expect(await entry(event.id)).toMatchObject({ status: 'done' });
});
