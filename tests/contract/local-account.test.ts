import { connect } from 'node:net';
import { expect } from 'vitest';
import { type Account, anAccount, base, localOnly, wire } from './stripe-under-test';

function post({ key }: Account, path: string, form: Record<string, string> = {}, headers = {}) {
  return fetch(`${base}/_local/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...headers },
    body: new URLSearchParams(form),
  });
}

localOnly('a seeded account sells two plans and has a customer on the smaller one', async () => {
  const account = anAccount();
  const seeded = await (await post(account, 'seed')).json();
  const { data } = await account.stripe.prices.list({ lookup_keys: ['basic_month', 'plus_year'] });
  expect(data.map((price) => price.unit_amount).sort()).toEqual([1000, 25000]);
  expect(await account.stripe.subscriptions.retrieve(seeded.subscription)).toMatchObject({
    status: 'active',
    customer: seeded.customer,
  });
  const plus = seeded.products[1].prices[0];
  const subscription = await account.stripe.subscriptions.retrieve(seeded.subscription);
  const session = await account.stripe.billingPortal.sessions.create({
    customer: seeded.customer,
    flow_data: {
      type: 'subscription_update_confirm',
      subscription_update_confirm: {
        subscription: seeded.subscription,
        items: [{ id: subscription.items.data[0]?.id ?? '', price: plus, quantity: 1 }],
        discounts: [{ promotion_code: seeded.promotion_code }],
      },
    },
  });
  expect(session.configuration).toBe(seeded.configuration);
  expect((await post(account, 'seed')).status).toBe(400);
});

localOnly('a reset forgets the portal’s links', async () => {
  const account = anAccount();
  const { customer } = await (await post(account, 'seed')).json();
  const { url } = await account.stripe.billingPortal.sessions.create({ customer });
  expect((await fetch(url)).status).not.toBe(404);
  await post(account, 'reset');
  expect((await fetch(url)).status).toBe(404);
  expect((await post(account, 'seed')).status).toBe(200);
});

localOnly('a rate limit answers 429 for what is too much, and goes when it is lifted', async () => {
  const [account, other] = [anAccount(), anAccount()];
  expect(await (await post(account, 'rate_limit', { limit: '0' })).json()).toEqual({ limit: 0 });
  await expect(account.stripe.customers.list()).rejects.toMatchObject({
    type: 'StripeRateLimitError',
    statusCode: 429,
    code: 'rate_limit',
  });
  await expect(other.stripe.customers.list()).resolves.toMatchObject({ data: [] });
  await post(account, 'rate_limit', { limit: '' });
  await expect(account.stripe.customers.list()).resolves.toMatchObject({ data: [] });
});

localOnly('of many requests at once the limit lets its number through', async () => {
  const account = anAccount();
  await post(account, 'rate_limit', { limit: '5' });
  const answers = await Promise.all(Array.from({ length: 8 }, () => wire(account, 'GET', '/v1/customers')));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
  expect(answers.find(({ status }) => status === 429)?.body).toMatchObject({
    error: { type: 'invalid_request_error', code: 'rate_limit' },
  });
});

localOnly('a key whose request is still arriving is in use', async () => {
  const account = anAccount();
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  let answers = '';
  socket.on('data', (chunk) => {
    answers += chunk;
  });
  const head = [
    'POST /v1/customers HTTP/1.1',
    `Host: ${hostname}:${port}`,
    `Authorization: Bearer ${account.key}`,
    'Content-Type: application/x-www-form-urlencoded',
    'Idempotency-Key: the-key',
    'Content-Length: 8',
    'Expect: 100-continue', // answered once the request has begun
  ].join('\r\n');
  socket.write(`${head}\r\n\r\nname`);
  await expect.poll(() => answers).toContain('100 Continue');
  const request = { form: 'name=Ada', headers: { 'idempotency-key': 'the-key' } };
  const meanwhile = await wire(account, 'POST', '/v1/customers', request);
  expect(meanwhile).toMatchObject({ status: 409, body: { error: { code: 'idempotency_key_in_use' } } });
  socket.write('=Ada');
  await expect.poll(() => answers).toContain('"object":"customer"');
  socket.destroy();
  const after = await wire(account, 'POST', '/v1/customers', request);
  expect([after.status, after.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
});

localOnly('a page of another site cannot turn the switches, nor one under a borrowed name', async () => {
  const account = anAccount();
  expect((await post(account, 'reset', {}, { origin: 'https://example.com' })).status).toBe(403);
  expect((await post(account, 'reset', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect(await statusAs('stripe.example.com')).toContain('403');
  expect(await statusAs('localhost')).toContain('200');
});

/** The status line for a request under another host name, which fetch does not let one send. */
function statusAs(host: string): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once('data', (chunk) => {
      resolve(String(chunk).split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.write(`GET /_local/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}
