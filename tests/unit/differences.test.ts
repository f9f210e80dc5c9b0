import { expect, test } from 'vitest';
import { differences } from '@/lib/billing/differences';
import { aState, aSubscription } from './given';

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

test('what one side has alone is named', () => {
  const now = aState({ subscriptions: [aSubscription({ id: 'sub_2' })] });
  expect(differences(ADA, now)).toEqual([
    'subscription sub_2 was missing',
    'subscription sub_1 is not at Stripe',
  ]);
});
