import { expect, test } from 'vitest';
import { anAccount, wire } from './stripe-under-test';

const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, 'x']));

test('metadata is merged key by key; an empty value deletes one', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.customers.create({ metadata: { plan: 'pro', team: '1' } });
  expect((await stripe.customers.update(id, { metadata: { team: '2', seat: '9' } })).metadata).toEqual({
    plan: 'pro',
    team: '2',
    seat: '9',
  });
  expect((await stripe.customers.update(id, { metadata: { plan: '' } })).metadata).toEqual({
    team: '2',
    seat: '9',
  });
});

test('an empty metadata deletes all', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.customers.create({ metadata: { plan: 'pro', team: '1' } });
  expect((await stripe.customers.update(id, { metadata: '' })).metadata).toEqual({});
});

test('values are strings', async () => {
  const { stripe } = anAccount();
  expect((await stripe.customers.create({ metadata: { seats: 3 } })).metadata).toEqual({ seats: '3' });
});

test.each([
  ['50 keys', keys(50)],
  ['a key of 40 characters', { ['k'.repeat(40)]: 'x' }],
  ['a value of 500 characters', { key: 'v'.repeat(500) }],
])('%s are allowed', async (_what, metadata) => {
  const { stripe } = anAccount();
  expect((await stripe.customers.create({ metadata })).metadata).toEqual(metadata);
});

test.each([
  ['51 keys', keys(51)],
  ['a key of 41 characters', { ['k'.repeat(41)]: 'x' }],
  ['a value of 501 characters', { key: 'v'.repeat(501) }],
])('%s are refused', async (_what, metadata) => {
  const { stripe } = anAccount();
  await expect(stripe.customers.create({ metadata })).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

test('the 51st key is refused on update as well', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.customers.create({ metadata: keys(50) });
  await expect(stripe.customers.update(id, { metadata: { one: 'more' } })).rejects.toMatchObject({
    statusCode: 400,
  });
  const swapped = await stripe.customers.update(id, { metadata: { key0: '', one: 'more' } });
  expect(Object.keys(swapped.metadata)).toHaveLength(50);
});

test('a key with brackets is refused', async () => {
  const answer = await wire(anAccount(), 'POST', '/v1/customers', { form: 'metadata[a][b]=x' });
  expect(answer.status).toBe(400);
});

test.each(['constructor', '__proto__', 'a key with spaces', 'ключ'])(
  'a key may be called %s',
  async (key) => {
    const answer = await wire(anAccount(), 'POST', '/v1/customers', {
      form: `metadata[${encodeURIComponent(key)}]=x`,
    });
    expect(answer.status).toBe(200);
    expect(Object.entries(answer.body.metadata ?? {})).toEqual([[key, 'x']]);
  },
);
