import { count, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '@/lib/db/client';
import { customers, invoices, subscriptions, users } from '@/lib/db/schema';
import { aKnownCustomer, aSubscriptionRow, aUser, fresh, refusedBy } from './given';

test('a user has one customer in each of test and live mode: the database refuses a second', async () => {
  const { id: userId } = await aUser();
  const insert = (livemode: boolean) =>
    db()
      .insert(customers)
      .values({ userId, stripeCustomerId: fresh('cus'), livemode });
  await insert(false);
  await insert(true);
  for (const livemode of [false, true]) {
    await expect(insert(livemode)).rejects.toMatchObject(refusedBy('customers_one_per_user_and_mode'));
  }
});

test('a customer belongs to one user: the database refuses a second', async () => {
  const stripeCustomerId = await aKnownCustomer();
  const { id: userId } = await aUser();
  await expect(
    db().insert(customers).values({ userId, stripeCustomerId, livemode: false }),
  ).rejects.toMatchObject(refusedBy('customers_pkey'));
});

test.each(['trialing', 'active', 'past_due', 'unpaid', 'paused'])(
  'a customer has one live subscription: the database refuses a second that is %s',
  async (status) => {
    const customer = await aKnownCustomer();
    await db().insert(subscriptions).values(aSubscriptionRow(customer, 'active'));
    await expect(db().insert(subscriptions).values(aSubscriptionRow(customer, status))).rejects.toMatchObject(
      refusedBy('subscriptions_one_live_per_customer'),
    );
  },
);

test.each(['canceled', 'incomplete', 'incomplete_expired'])(
  'subscriptions that are %s stand beside a live one, however many',
  async (status) => {
    const customer = await aKnownCustomer();
    const rows = ['active', status, status].map((each) => aSubscriptionRow(customer, each));
    await db().insert(subscriptions).values(rows);
    const stored = await db().select().from(subscriptions).where(eq(subscriptions.customerId, customer));
    expect(stored).toHaveLength(3);
  },
);

test('an e-mail address with a capital letter is refused: one person is one row', async () => {
  await expect(
    db()
      .insert(users)
      .values({ email: `${fresh('Ada')}@example.com` }),
  ).rejects.toMatchObject(refusedBy('users_email_lower_case'));
});

test('a subscription of a customer nobody has is refused', async () => {
  await expect(
    db()
      .insert(subscriptions)
      .values(aSubscriptionRow(fresh('cus'), 'active')),
  ).rejects.toMatchObject(refusedBy('subscriptions_customer_id_customers_stripe_customer_id_fk'));
});

test('with a user goes everything that is known of them', async () => {
  const user = await aUser();
  const customer = fresh('cus');
  await db().insert(customers).values({ userId: user.id, stripeCustomerId: customer, livemode: false });
  await db().insert(subscriptions).values(aSubscriptionRow(customer, 'active'));
  await db().delete(users).where(eq(users.id, user.id));
  for (const table of [subscriptions, invoices]) {
    const [row] = await db().select({ rows: count() }).from(table).where(eq(table.customerId, customer));
    expect(row?.rows).toBe(0);
  }
});
