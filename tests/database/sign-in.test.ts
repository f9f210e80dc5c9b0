import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { AdapterUser } from 'next-auth/adapters';
import { expect, test } from 'vitest';
import { databaseAdapter } from '@/lib/auth/adapter';
import { db } from '@/lib/db/client';
import { users } from '@/lib/db/schema';

const { createVerificationToken, useVerificationToken, createUser, getUserByEmail } = databaseAdapter();

const REQUESTS = 12;
/** 16 November 2026, 00:15 UTC. */
const expires = new Date(1794788100_000);

const anAddress = () => `person-${randomUUID()}@example.com`;
const race = <T>(request: () => Promise<T>) => Promise.all(Array.from({ length: REQUESTS }, request));

/** A sign-in link's token, as it is stored. */
async function aToken(): Promise<{ identifier: string; token: string }> {
  const link = { identifier: anAddress(), token: randomUUID() };
  await createVerificationToken?.({ ...link, expires });
  return link;
}

test('of many requests with one sign-in link, exactly one spends it', async () => {
  const link = await aToken();
  const answers = await race(async () => useVerificationToken?.(link));
  expect(answers.filter((answer) => answer !== null)).toEqual([{ ...link, expires }]);
});

test('a spent link stays spent', async () => {
  const link = await aToken();
  await useVerificationToken?.(link);
  expect(await useVerificationToken?.(link)).toBeNull();
});

test('a token signs nobody in at another address, and is not spent by trying', async () => {
  const link = await aToken();
  expect(await useVerificationToken?.({ ...link, identifier: anAddress() })).toBeNull();
  expect(await useVerificationToken?.(link)).toMatchObject(link);
});

test('two links of one person are spent one by one', async () => {
  const { identifier, token } = await aToken();
  const second = { identifier, token: randomUUID() };
  await createVerificationToken?.({ ...second, expires });
  expect(await useVerificationToken?.({ identifier, token })).toMatchObject({ token });
  expect(await useVerificationToken?.(second)).toMatchObject(second);
});

test('an e-mail address is one person, whatever its capital letters', async () => {
  const address = anAddress();
  const person = await createUser?.({ email: address.toUpperCase(), emailVerified: null });
  expect(person?.email).toBe(address);
  for (const written of [address, address.toUpperCase(), address.replace('p', 'P')]) {
    expect(await getUserByEmail?.(written)).toMatchObject({ id: person?.id });
  }
});

test('a newcomer who opens several links at once becomes one person', async () => {
  const address = anAddress();
  const spellings = [address, address.toUpperCase()];
  const people = await Promise.all(
    [...spellings, ...spellings, ...spellings].map(async (email) =>
      createUser?.({ email, emailVerified: expires }),
    ),
  );
  const rows = await db().select({ id: users.id }).from(users).where(eq(users.email, address));
  expect(rows).toHaveLength(1);
  expect(new Set(people.map((person?: AdapterUser) => person?.id))).toEqual(new Set([rows[0]?.id]));
});
