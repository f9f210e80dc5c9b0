import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { anAccount, localOnly, wire } from './stripe-under-test';

const withKey = (key: string) => ({ 'idempotency-key': key });

test('the same key and params give the same answer and one object', async () => {
  const account = anAccount();
  const key = randomUUID();
  const email = `${key}@example.com`;
  const request = { form: `email=${email}`, headers: withKey(key) };
  const first = await wire(account, 'POST', '/v1/customers', request);
  const second = await wire(account, 'POST', '/v1/customers', request);
  expect(first.headers.get('idempotency-key')).toBe(key);
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(second.headers.get('idempotency-key')).toBe(key);
  expect(second.status).toBe(first.status);
  expect(second.text).toBe(first.text);
  expect((await account.stripe.customers.list({ email })).data).toHaveLength(1);
});

test('the same key with other params is refused', async () => {
  const account = anAccount();
  const key = randomUUID();
  await wire(account, 'POST', '/v1/customers', { form: 'name=Ada', headers: withKey(key) });
  const other = await wire(account, 'POST', '/v1/customers', { form: 'name=Grace', headers: withKey(key) });
  expect(other.status).toBe(400);
  expect(other.body).toMatchObject({
    error: {
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    },
  });
});

test('the same key on another path is refused', async () => {
  const account = anAccount();
  const key = randomUUID();
  await wire(account, 'POST', '/v1/customers', { form: 'name=Ada', headers: withKey(key) });
  const other = await wire(account, 'POST', '/v1/products', { form: 'name=Ada', headers: withKey(key) });
  expect(other.status).toBe(400);
  expect(other.body).toMatchObject({ error: { type: 'idempotency_error' } });
});

test('the SDK calls it an idempotency error', async () => {
  const { stripe } = anAccount();
  const idempotencyKey = randomUUID();
  await stripe.customers.create({ name: 'Ada' }, { idempotencyKey });
  await expect(stripe.customers.create({ name: 'Grace' }, { idempotencyKey })).rejects.toMatchObject({
    type: 'StripeIdempotencyError',
    statusCode: 400,
  });
});

test('a declined card is replayed too', async () => {
  const account = anAccount();
  const { id } = await account.stripe.customers.create();
  const request = { form: `customer=${id}`, headers: withKey(randomUUID()) };
  const path = '/v1/payment_methods/pm_card_visa_chargeDeclined/attach';
  const first = await wire(account, 'POST', path, request);
  const second = await wire(account, 'POST', path, request);
  expect([first.status, second.status]).toEqual([402, 402]);
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(second.text).toBe(first.text);
});

test('a request refused for its params leaves the key unused', async () => {
  const account = anAccount();
  const key = randomUUID();
  const refused = await wire(account, 'POST', '/v1/customers', { form: 'foo=1', headers: withKey(key) });
  expect(refused.status).toBe(400);
  const good = await wire(account, 'POST', '/v1/customers', { form: 'name=Ada', headers: withKey(key) });
  expect(good.status).toBe(200);
});

test('a key has at most 255 characters', async () => {
  const account = anAccount();
  const long = await wire(account, 'POST', '/v1/customers', { form: '', headers: withKey('k'.repeat(256)) });
  expect(long.status).toBe(400);
  const longest = await wire(account, 'POST', '/v1/customers', {
    form: '',
    headers: withKey(`${randomUUID()}${'k'.repeat(219)}`),
  });
  expect(longest.status).toBe(200);
});

test('a key means nothing on a GET', async () => {
  const account = anAccount();
  const { id } = await account.stripe.customers.create({ name: 'Ada' });
  const headers = withKey(randomUUID());
  await wire(account, 'GET', `/v1/customers/${id}`, { headers });
  await account.stripe.customers.update(id, { name: 'Ada Lovelace' });
  const again = await wire(account, 'GET', `/v1/customers/${id}`, { headers });
  expect(again.body).toMatchObject({ name: 'Ada Lovelace' });
  expect(again.headers.get('idempotent-replayed')).toBeNull();
});

localOnly('two accounts may use the same key', async () => {
  const key = randomUUID();
  const request = { form: 'name=Ada', headers: withKey(key) };
  const [one, other] = [
    await wire(anAccount(), 'POST', '/v1/customers', request),
    await wire(anAccount(), 'POST', '/v1/customers', request),
  ];
  expect(other.headers.get('idempotent-replayed')).toBeNull();
  expect(other.body.id).not.toBe(one.body.id);
});
