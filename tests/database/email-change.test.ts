import { randomUUID } from 'node:crypto';
import { desc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { User } from '@/lib/auth';
import { askForEmailChange, confirmEmailChange, wantedEmail } from '@/lib/auth/email-change';
import { COMPANY } from '@/lib/billing/catalogue';
import { db } from '@/lib/db/client';
import { customers, emailChanges, outbox, users } from '@/lib/db/schema';
import { stripe } from '@/lib/stripe/client';
import { ensureCustomer } from '@/lib/stripe/customer';
import { type StripeProxy, startStripeProxy } from '../rig/stripe-proxy';
import { aUser, fresh } from './given';

let toStripe: StripeProxy;
beforeAll(async () => {
  toStripe = await startStripeProxy(inject('stripeApiBase'));
  process.env.STRIPE_API_BASE = toStripe.url;
});
afterAll(() => toStripe.stop());

const anAddress = () => `person-${randomUUID()}@example.com`;

/** The token in the newest mail to this address. */
async function tokenTo(email: string): Promise<string> {
  const [mail] = await db()
    .select()
    .from(outbox)
    .where(eq(outbox.to, email))
    .orderBy(desc(outbox.id))
    .limit(1);
  return new URL(mail?.link ?? 'http://none').searchParams.get('token') ?? '';
}

async function asked(user: User, email: string): Promise<string> {
  expect(await askForEmailChange(user, email)).toBe('sent');
  return tokenTo(email);
}

const emailOf = async ({ id }: User) => (await db().select().from(users).where(eq(users.id, id)))[0]?.email;

test('nothing changes before the new address is confirmed', async () => {
  const user = await aUser();
  await asked(user, anAddress());
  expect(await emailOf(user)).toBe(user.email);
});

test('a confirmed address is the person’s own, and their Stripe customer is the same with the new address', async () => {
  const user = await aUser();
  const customerId = await ensureCustomer(user);
  const email = anAddress();
  expect(await confirmEmailChange(user, await asked(user, email))).toBe('changed');
  expect(await emailOf(user)).toBe(email);
  expect(await ensureCustomer({ ...user, email })).toBe(customerId);
  const customer = await stripe().customers.retrieve(customerId);
  expect(customer).toMatchObject({ email, metadata: { sidedoor_user: user.id } });
});

test('the old address is told of the change, once', async () => {
  const user = await aUser();
  const token = await asked(user, anAddress());
  await confirmEmailChange(user, token);
  expect(await confirmEmailChange(user, token)).toBe('gone');
  const mails = await db().select().from(outbox).where(eq(outbox.to, user.email));
  expect(mails.map(({ subject }) => subject)).toEqual([`Your address for ${COMPANY.name} was changed`]);
});

test('a link works once, and for nobody else', async () => {
  const [ada, grace] = [await aUser(), await aUser()];
  const token = await asked(ada, anAddress());
  expect(await wantedEmail(grace, token)).toBeNull();
  expect(await confirmEmailChange(grace, token)).toBe('gone');
  expect(await confirmEmailChange(ada, token)).toBe('changed');
  expect(await confirmEmailChange(ada, token)).toBe('gone');
});

test('a link of an hour ago changes nothing', async () => {
  const user = await aUser();
  const token = await asked(user, anAddress());
  await db()
    .update(emailChanges)
    .set({ expires: sql`now() - interval '1 second'` })
    .where(eq(emailChanges.userId, user.id));
  expect(await wantedEmail(user, token)).toBeNull();
  expect(await confirmEmailChange(user, token)).toBe('gone');
});

test('an address that somebody else signs in with is not taken from them', async () => {
  const [ada, grace] = [await aUser(), await aUser()];
  expect(await confirmEmailChange(ada, await asked(ada, grace.email))).toBe('taken');
  expect([await emailOf(ada), await emailOf(grace)]).toEqual([ada.email, grace.email]);
});

test('a second wish takes the place of the first, a minute later at the earliest', async () => {
  const user = await aUser();
  const first = await asked(user, anAddress());
  expect(await askForEmailChange(user, anAddress())).toBe('too-soon');
  await db()
    .update(emailChanges)
    .set({ expires: sql`now() + interval '58 minutes'` })
    .where(eq(emailChanges.userId, user.id));
  const second = anAddress();
  const token = await asked(user, second);
  expect(await wantedEmail(user, first)).toBeNull();
  expect(await wantedEmail(user, token)).toBe(second);
});

test.each([
  '',
  'ada',
  'ada@host',
  'ada@example.com,grace@example.com',
  'ada@example.com\r\nBcc: x@example.com',
])('“%s” is not taken for an address', async (text) => {
  expect(await askForEmailChange(await aUser(), text)).toBe('not-an-address');
});

test('the address one has is not asked for again, however it is written', async () => {
  const user = await aUser();
  expect(await askForEmailChange(user, ` ${user.email.toUpperCase()} `)).toBe('same');
});

test('when Stripe does not take it nothing changes, and the link stays good', async () => {
  const user = await aUser();
  await ensureCustomer(user);
  const email = anAddress();
  const token = await asked(user, email);
  toStripe.disturb({
    before: ({ method }) => (method === 'POST' ? { status: 500, code: 'api_error' } : undefined),
  });
  expect(await confirmEmailChange(user, token)).toBe('stripe-down');
  toStripe.disturb({});
  expect(await emailOf(user)).toBe(user.email);
  expect(await confirmEmailChange(user, token)).toBe('changed');
});

test('a customer who was deleted at Stripe holds nobody up', async () => {
  const user = await aUser();
  await db()
    .insert(customers)
    .values({ stripeCustomerId: fresh('cus'), userId: user.id, livemode: false });
  expect(await confirmEmailChange(user, await asked(user, anAddress()))).toBe('changed');
});
