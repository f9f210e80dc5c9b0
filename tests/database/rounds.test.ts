import { eq } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { GET } from '@/app/api/rounds/route';
import { db } from '@/lib/db/client';
import { inbox } from '@/lib/db/schema';

const SECRET = 'only-for-the-rounds-test';
Object.assign(process.env, { CRON_SECRET: SECRET, SYNC_EVERY_HOURS: '0' });

const ask = (authorization: string) =>
  GET(new Request('http://app/api/rounds', { headers: { authorization } }));
const statusOf = async () => (await db().select().from(inbox).where(eq(inbox.id, 'evt_rounds')))[0]?.status;

afterEach(async () => {
  await db().delete(inbox).where(eq(inbox.id, 'evt_rounds'));
});

test('a scheduler with the secret makes the app work off what is due', async () => {
  await db().insert(inbox).values({ id: 'evt_rounds', type: 'price.updated', livemode: false });
  expect((await ask(`Bearer ${SECRET}`)).status).toBe(200);
  expect(await statusOf()).toBe('done');
});

test.each(['', SECRET, `Bearer ${SECRET}x`, 'Bearer '])(
  '“%s” is not the secret, and nothing is begun',
  async (given) => {
    await db().insert(inbox).values({ id: 'evt_rounds', type: 'price.updated', livemode: false });
    expect((await ask(given)).status).toBe(401);
    expect(await statusOf()).toBe('pending');
  },
);
