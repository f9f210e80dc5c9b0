import { expect, test } from 'vitest';
import type { CustomerState } from '@/lib/billing/customer-state';
import { differences } from '@/lib/billing/differences';
import { aState, aSubscription, VISA } from './given';

const ADA = aState({ subscriptions: [aSubscription({ id: 'sub_1', status: 'active' })] });

test('what is equal differs in nothing, in whatever order its fields come', () => {
  const [subscription] = ADA.subscriptions;
  const reordered = {
    ...ADA,
    subscriptions: [Object.fromEntries(Object.entries(subscription ?? {}).reverse())],
  };
  expect(differences(ADA, JSON.parse(JSON.stringify(reordered)))).toEqual([]);
});

test('a lost event is told as what it would have changed', () => {
  const now = aState({ subscriptions: [aSubscription({ id: 'sub_1', status: 'past_due' })] });
  expect(differences(ADA, now)).toEqual(['sub_1 status: active → past_due']);
});

test('a value within a value is told with all that stands beside it', () => {
  const withCard = (last4: string) =>
    aState({
      paymentMethod: { ...VISA, last4 },
      billing: { name: 'Ada Lovelace', phone: null, address: ['12 St James', 'London'] },
    });
  expect(differences(withCard('4242'), withCard('4444'))).toEqual([
    'customer paymentMethod: {brand: visa, expMonth: 8, expYear: 2029, id: pm_visa, last4: 4242, type: card} → ' +
      '{brand: visa, expMonth: 8, expYear: 2029, id: pm_visa, last4: 4444, type: card}',
  ]);
});

test('fields within a value may come in any order, lines of an address may not', () => {
  const at = (address: string[]) => aState({ billing: { name: null, phone: null, address } });
  const reversed = Object.fromEntries(Object.entries(VISA).reverse());
  const reordered = { ...aState(), paymentMethod: reversed } as CustomerState; // as the database gives JSON back
  expect(differences(aState(), reordered)).toEqual([]);
  expect(differences(at(['London', 'Ockham']), at(['Ockham', 'London']))).toEqual([
    'customer billing: {address: [London, Ockham], name: null, phone: null} → ' +
      '{address: [Ockham, London], name: null, phone: null}',
  ]);
});

test('of several subscriptions the one that is gone is named', () => {
  const both = aState({ subscriptions: [aSubscription({ id: 'sub_1' }), aSubscription({ id: 'sub_2' })] });
  const one = aState({ subscriptions: [aSubscription({ id: 'sub_1' })] });
  expect(differences(both, one)).toEqual(['subscription sub_2 is not at Stripe']);
  expect(differences(one, both)).toEqual(['subscription sub_2 was missing']);
});

test('what one side has alone is named', () => {
  const now = aState({ subscriptions: [aSubscription({ id: 'sub_2' })] });
  expect(differences(ADA, now)).toEqual([
    'subscription sub_2 was missing',
    'subscription sub_1 is not at Stripe',
  ]);
});
