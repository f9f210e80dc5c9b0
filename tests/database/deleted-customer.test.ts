import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '@/lib/db/client';
import { customers } from '@/lib/db/schema';
import { stripe } from '@/lib/stripe/client';
import { ensureCustomer, reachableCustomer } from '@/lib/stripe/customer';
import { aUser } from './given';

test('a customer who was deleted at Stripe is followed by one new customer, however many requests race', async () => {
  const user = await aUser();
  const before = await ensureCustomer(user);
  await stripe().customers.del(before);
  const states = await Promise.all([1, 2, 3, 4].map(() => reachableCustomer(user)));
  const ids = new Set(states.map(({ customerId }) => customerId));
  expect(ids.size).toBe(1);
  expect(ids).not.toContain(before);
  expect(states.every(({ deleted }) => !deleted)).toBe(true);
  const rows = await db().select().from(customers).where(eq(customers.userId, user.id));
  expect(rows.map((row) => row.stripeCustomerId)).toEqual([...ids]);
  const { data } = await stripe().customers.list({ email: user.email });
  expect(data).toHaveLength(1);
});
