import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { whileAlone } from '@/lib/db/alone';
import { db } from '@/lib/db/client';
import { customers } from '@/lib/db/schema';
import { stripe } from '@/lib/stripe/client';
import { reconcile } from '@/lib/stripe/reconcile';
import { reconcileRound } from '@/lib/stripe/reconcile-rounds';
import { syncCustomer } from '@/lib/stripe/sync';
import { aCustomer, replaceCard } from '../factories';
import { aKnownCustomer } from './given';

const DAY = 86_400;

/** Somebody of ours, read once, whose card was then replaced without an event: `daysAgo` is when they were read. */
async function leftBehind(daysAgo: number): Promise<string> {
  const { customer } = await aCustomer(stripe());
  await aKnownCustomer(customer);
  await syncCustomer(customer);
  await replaceCard(stripe(), customer, 'pm_card_mastercard');
  await db()
    .update(customers)
    .set({ syncedAt: sql`now() - make_interval(days => ${daysAgo})` })
    .where(eq(customers.stripeCustomerId, customer));
  return customer;
}

async function brandOf(customerId: string): Promise<string | null | undefined> {
  const [row] = await db().select().from(customers).where(eq(customers.stripeCustomerId, customerId));
  return row?.paymentMethod?.brand;
}

async function readInARound(seconds?: number) {
  const read = [];
  for await (const each of reconcile(seconds)) read.push(each);
  return read;
}

test('what a lost event left behind is mended and told, each customer once, the longest unread first', async () => {
  const [recent, old] = [await leftBehind(1), await leftBehind(400)];
  const read = await readInARound();
  const ids = read.map(({ customerId }) => customerId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.indexOf(old)).toBeLessThan(ids.indexOf(recent));
  expect(read.find(({ customerId }) => customerId === old)).toMatchObject({
    differences: [expect.stringMatching(/^customer paymentMethod: .*visa.* → .*mastercard/)],
  });
  expect([await brandOf(recent), await brandOf(old)]).toEqual(['mastercard', 'mastercard']);
  const again = await readInARound();
  expect(again.filter((each) => 'differences' in each && each.differences.length > 0)).toEqual([]);
});

test('more customers than fit one page are all read, and one that cannot be read stops nobody', async () => {
  const unknown = await aKnownCustomer();
  const many = await Promise.all(Array.from({ length: 120 }, () => aKnownCustomer()));
  const last = await leftBehind(0);
  const read = await readInARound();
  expect(read.map(({ customerId }) => customerId)).toEqual(expect.arrayContaining([unknown, ...many, last]));
  expect(read.find(({ customerId }) => customerId === unknown)).toMatchObject({ error: expect.any(Error) });
  expect(await brandOf(last)).toBe('mastercard');
});

test('a round of the schedule reads whom nobody has read for so long', async () => {
  const [recent, old] = [await leftBehind(1), await leftBehind(3)];
  await reconcileRound(2 * DAY, 0);
  expect([await brandOf(recent), await brandOf(old)]).toEqual(['visa', 'mastercard']);
});

test('one process at a time has a round', async () => {
  const old = await leftBehind(30);
  const alone = await whileAlone(7_233_650_422, async () => {
    expect(await whileAlone(7_233_650_422, async () => expect.unreachable())).toBe(false);
    await reconcileRound(20 * DAY, 0);
    expect(await brandOf(old)).toBe('visa');
  });
  expect(alone).toBe(true);
  await reconcileRound(20 * DAY, 0);
  expect(await brandOf(old)).toBe('mastercard');
});
