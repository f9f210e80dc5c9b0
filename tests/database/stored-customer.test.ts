import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { CustomerState } from '@/lib/billing/customer-state';
import { db } from '@/lib/db/client';
import { type CustomerRow, isOurs, readState, writeState } from '@/lib/db/customer-store';
import { customers } from '@/lib/db/schema';
import { aDiscount, anInvoice, aProSubscription, aState, aSubscription, MASTERCARD } from '../unit/given';
import { aKnownCustomer, fresh } from './given';

async function rowOf(customerId: string): Promise<CustomerRow> {
  const [row] = await db().select().from(customers).where(eq(customers.stripeCustomerId, customerId));
  if (!row) throw new Error(`The customer ${customerId} has no row.`);
  return row;
}

const stored = async (customerId: string) => readState(await rowOf(customerId));
const store = (state: CustomerState) => db().transaction((tx) => writeState(tx, state));

/** Somebody on Starter who paid once with a Visa, stored. */
async function onStarter(): Promise<CustomerState> {
  const customerId = await aKnownCustomer();
  const state = aState({
    customerId,
    subscriptions: [aSubscription({ id: fresh('sub') })],
    invoices: [anInvoice({ id: fresh('in') })],
  });
  await store(state);
  return state;
}

test('what is stored of a customer is what comes back', async () => {
  const customerId = await aKnownCustomer();
  const state = aState({
    customerId,
    paymentMethod: MASTERCARD,
    subscriptions: [aProSubscription({ id: fresh('sub'), discounts: [aDiscount()], cancelAt: 1796083200 })],
    invoices: [anInvoice({ id: fresh('in'), amount: { amount: -750, currency: 'usd' } })],
  });
  await store(state);
  expect(await stored(customerId)).toEqual(state);
});

test('storing twice is storing once', async () => {
  const state = await onStarter();
  await store(state);
  expect(await stored(state.customerId)).toEqual(state);
});

test('a state replaces the one before: a subscription that Stripe no longer lists is gone', async () => {
  const { customerId, invoices } = await onStarter();
  const later = aState({ customerId, subscriptions: [aProSubscription({ id: fresh('sub') })], invoices });
  await store(later);
  expect(await stored(customerId)).toEqual(later);
});

test('a state is stored whole or not at all', async () => {
  const before = await onStarter();
  const broken = aState({
    customerId: before.customerId,
    paymentMethod: MASTERCARD,
    subscriptions: [aProSubscription({ id: fresh('sub') })],
    // written last, and refused: minor units are whole
    invoices: [anInvoice({ id: fresh('in'), amount: { amount: 10.5, currency: 'usd' } })],
  });
  await expect(store(broken)).rejects.toThrow();
  expect(await stored(before.customerId)).toEqual(before);
});

test('of two live subscriptions the newest is stored, the ended ones all', async () => {
  const customerId = await aKnownCustomer();
  const ended = aSubscription({ id: fresh('sub'), status: 'canceled', endedAt: 1793491200 });
  const older = aSubscription({ id: fresh('sub'), created: 1793491200 });
  const newer = aProSubscription({ id: fresh('sub'), created: 1793577600 });
  await store(aState({ customerId, subscriptions: [older, newer, ended], invoices: [] }));
  const { subscriptions } = await stored(customerId);
  expect(new Set(subscriptions.map(({ id }) => id))).toEqual(new Set([newer.id, ended.id]));
});

test('a state of a customer who is nobody’s is refused and leaves nothing', async () => {
  const customerId = fresh('cus');
  await expect(store(aState({ customerId }))).rejects.toThrow();
  expect(await isOurs(customerId)).toBe(false);
});
