import { inspect } from 'node:util';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { db } from '@/lib/db/client';
import { users } from '@/lib/db/schema';

const ADDRESS = 'ada.lovelace@example.com';

test.each([
  ['a value of the wrong form', () => db().execute(sql`select ${ADDRESS}::text::uuid`), '22P02'],
  [
    'a value Postgres does not take',
    () =>
      db()
        .insert(users)
        .values({ email: `${ADDRESS}\0` }),
    '22021',
  ],
  ['a value that breaks a rule', () => db().insert(users).values({ email: ADDRESS.toUpperCase() }), '23514'],
  [
    'a value that is there already',
    async () => {
      await db().insert(users).values({ email: ADDRESS }).onConflictDoNothing();
      await db().insert(users).values({ email: ADDRESS });
    },
    '23505',
  ],
  [
    'a value in a transaction',
    () => db().transaction((tx) => tx.execute(sql`select ${ADDRESS}::text::uuid`)),
    '22P02',
  ],
])('the error of %s names the statement and never the value', async (_what, fail, code) => {
  const error = await fail().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'DatabaseError', cause: { code } });
  expect(error).toHaveProperty(
    'message',
    expect.stringMatching(/^The database did not take: (select|insert)/),
  );
  const printed = inspect(error, { depth: 10, showHidden: true });
  expect(printed.toLowerCase()).not.toContain('ada.lovelace');
});
