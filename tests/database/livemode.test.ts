import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '@/lib/db/client';
import { findCustomer, isOurs } from '@/lib/db/customer-store';
import { customers, inbox } from '@/lib/db/schema';
import { receiveEvent } from '@/lib/inbox/receive';
import { countUnfinished } from '@/lib/inbox/unfinished';
import { workOffInbox } from '@/lib/inbox/work';
import { stripe } from '@/lib/stripe/client';
import { reachableCustomer } from '@/lib/stripe/customer';
import { OtherModeError } from '@/lib/stripe/errors';
import { reconcile } from '@/lib/stripe/reconcile';
import { syncCustomer } from '@/lib/stripe/sync';
import { aUser, fresh } from './given';

// the key of these tests is one of test mode

/** Somebody who became a customer with a live key. */
async function aLiveCustomer() {
  const user = await aUser();
  const customer = fresh('cus');
  await db().insert(customers).values({ userId: user.id, stripeCustomerId: customer, livemode: true });
  return { user, customer };
}

const about = (customer: string, livemode: boolean) =>
  ({
    id: fresh('evt'),
    type: 'customer.updated',
    livemode,
    data: { object: { object: 'customer', id: customer } },
  }) as unknown as Parameters<typeof receiveEvent>[0]; // the rest of an event is never read

test('a customer of the other mode is not this mode’s', async () => {
  const { user, customer } = await aLiveCustomer();
  expect(await findCustomer(user.id)).toBeNull();
  expect(await isOurs(customer)).toBe(false);
});

test('the user gets a customer of this mode, beside the other one, which Stripe never hears of', async () => {
  const { user, customer } = await aLiveCustomer();
  const state = await reachableCustomer(user);
  expect(state.customerId).not.toBe(customer);
  expect((await stripe().customers.list({ email: user.email })).data.map(({ id }) => id)).toEqual([
    state.customerId,
  ]);
  const rows = await db().select().from(customers).where(eq(customers.userId, user.id));
  expect(rows.map(({ stripeCustomerId, livemode }) => [stripeCustomerId, livemode])).toEqual(
    expect.arrayContaining([
      [customer, true],
      [state.customerId, false],
    ]),
  );
});

test('a read of a customer of the other mode stops before Stripe is asked', async () => {
  const { customer } = await aLiveCustomer();
  await expect(syncCustomer(customer)).rejects.toThrow(OtherModeError);
});

test('an event of the other mode is not kept, whoever it is about', async () => {
  const { user, customer } = await aLiveCustomer();
  const { customerId } = await reachableCustomer(user);
  for (const event of [about(customer, true), about(customerId, true), about(customer, false)]) {
    expect(await receiveEvent(event)).toBe(false);
    expect(await db().$count(inbox, eq(inbox.id, event.id))).toBe(0);
  }
});

test('what was kept while the key was one of the other mode waits for that key', async () => {
  const { customer } = await aLiveCustomer();
  const id = fresh('evt');
  const unfinished = await countUnfinished();
  await db().insert(inbox).values({ id, type: 'customer.updated', livemode: true, customerId: customer });
  await workOffInbox();
  const [entry] = await db().select().from(inbox).where(eq(inbox.id, id));
  expect(entry).toMatchObject({ status: 'pending', attempts: 0 });
  expect(await countUnfinished()).toEqual(unfinished);
});

test('a reconciliation reads the customers of this mode alone', async () => {
  const { user, customer } = await aLiveCustomer();
  const { customerId } = await reachableCustomer(user);
  const read: string[] = [];
  for await (const each of reconcile()) read.push(each.customerId);
  expect(read).toContain(customerId);
  expect(read).not.toContain(customer);
});
