import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { User } from '@/lib/auth';
import { db } from '@/lib/db/client';
import { customers } from '@/lib/db/schema';
import { stripe } from '@/lib/stripe/client';
import { ensureCustomer, reachableCustomer } from '@/lib/stripe/customer';
import { aUser } from './given';

const REQUESTS = 20;

const atStripe = async ({ email }: User) => (await stripe().customers.list({ email })).data;
const known = ({ id }: User) => db().select().from(customers).where(eq(customers.userId, id));
const race = (user: User) => Promise.all(Array.from({ length: REQUESTS }, () => ensureCustomer(user)));

test('however many requests race for a new user, one Stripe customer exists', async () => {
  const user = await aUser();
  const ids = new Set(await race(user));
  expect(ids.size).toBe(1);
  expect((await atStripe(user)).map(({ id }) => id)).toEqual([...ids]);
  expect(await known(user)).toMatchObject([{ stripeCustomerId: [...ids][0] }]);
});

test('users who arrive together get a customer each', async () => {
  const users = [await aUser(), await aUser(), await aUser()];
  const ids = await Promise.all([...users, ...users].map(ensureCustomer));
  expect(new Set(ids).size).toBe(3);
  for (const user of users) expect(await atStripe(user)).toHaveLength(1);
});

test('a new customer carries the e-mail address and the user’s id', async () => {
  const user = await aUser();
  const id = await ensureCustomer(user);
  expect(await stripe().customers.retrieve(id)).toMatchObject({
    email: user.email,
    metadata: { sidedoor_user: user.id },
  });
});

test('a crash between Stripe’s answer and our commit leads to the same customer, not to a second', async () => {
  const user = await aUser();
  const made = await ensureCustomer(user);
  await db().delete(customers).where(eq(customers.userId, user.id));
  expect(await ensureCustomer(user)).toBe(made);
  expect(await atStripe(user)).toHaveLength(1);
});

test('a customer that was deleted at Stripe is followed by one new customer, however many requests race', async () => {
  const user = await aUser();
  const first = await ensureCustomer(user);
  await db().update(customers).set({ deletedAtStripe: true }).where(eq(customers.userId, user.id));
  const ids = new Set(await race(user));
  expect(ids.size).toBe(1);
  expect(ids).not.toContain(first);
  expect(await known(user)).toMatchObject([{ stripeCustomerId: [...ids][0], deletedAtStripe: false }]);
});

test('a customer whose deletion nobody told us about is followed by a new one at the next visit', async () => {
  const user = await aUser();
  const first = await ensureCustomer(user);
  await stripe().customers.del(first);
  const state = await reachableCustomer(user);
  expect(state).toMatchObject({ deleted: false, subscriptions: [] });
  expect(state.customerId).not.toBe(first);
  expect(await known(user)).toMatchObject([{ stripeCustomerId: state.customerId }]);
});
