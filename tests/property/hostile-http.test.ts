import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FROZEN_NOW } from '../rig/frozen-now';
import { garbageForm, hostileText } from './hostile-values';
import { sendRaw } from './raw-http';
import { patience, runs } from './runs';
import { StripeAccount } from './stripe-client';

const FORM = 'application/x-www-form-urlencoded';

test.each([
  '/v1/customers/%',
  '/v1/customers/%zz',
  '/v1/customers/%00',
  '/v1/customers/%ff%fe',
  '/v1/customers/..',
  '/v1/customers/../../etc/passwd',
  '/v1/customers/%2e%2e/%2e%2e/_local/health',
  '/v1//customers',
  '/v1/customers/',
  '/v1/customers//',
  '//v1/customers',
  '/v1/customers/__proto__',
  '/v1/customers/constructor',
  '/v1/coupons/a%2Fb',
  '/v1/customers;a=b',
  '/V1/Customers',
  '/v1',
  '/',
  '*',
  'http://[::1',
  'http://example.com/v1/customers',
  '/v1/customers/%F0%9F%9A%80',
  '/v1/customers?limit=%',
  '/v1/customers?%zz=1',
  '/v1/customers?limit=1&limit=2',
  `/v1/customers/${'x'.repeat(200)}`,
  '/i',
  '/i/acct_x',
  '/i/__proto__/x',
  '/i/acct_x/%zz',
  '/p/session/%',
  '/p/session/__proto__',
  '/p/session/test_',
  '/p/session',
  '/p/login/x',
  '/_local/nothing',
  '/_local/__proto__',
])('the path %s is answered, and not with a failure', async (path) => {
  const account = new StripeAccount();
  for (const method of ['GET', 'POST', 'DELETE', 'HEAD', 'OPTIONS']) {
    const { status } = await sendRaw(account.base, `${method} ${path} HTTP/1.1`, [
      `Authorization: Bearer ${account.key}`,
      'Content-Length: 0',
    ]);
    expect({ method, path, status }).toEqual({ method, path, status: expect.toSatisfy(isNoFailure) });
  }
});

const isNoFailure = (status: number): boolean => status >= 200 && status < 500;

test.each(['PUT', 'PATCH', 'OPTIONS', 'LOCK', 'PURGE'])(
  '%s is no method of any operation',
  async (method) => {
    const { status, body } = await new StripeAccount().raw(method, '/v1/customers', '');
    expect(status).toBe(404);
    expect(body.error.message).toMatch(`Unrecognized request URL (${method}: /v1/customers)`);
  },
);

test.each([
  'application/json',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary=x',
  'text/plain',
  '',
  'application/x-www-form-urlencoded; charset=utf-16',
  '🚀'.normalize().replace(/./gu, 'x'),
])('a body of the content type "%s" makes nothing', async (type) => {
  const account = new StripeAccount();
  const { status } = await account.raw('POST', '/v1/customers', '{"email":"ada@example.com"}', {
    'content-type': type,
  });
  expect(status).toBe(400);
  expect(await account.all('/v1/customers')).toEqual([]);
});

test('a body of two megabytes is refused and nothing is made', async () => {
  const account = new StripeAccount();
  const { status } = await account.raw('POST', '/v1/customers', `description=${'x'.repeat(2_000_000)}`);
  expect(status).toBe(400);
  expect(await account.all('/v1/customers')).toEqual([]);
});

test('a body that is no text is taken or refused, and the account goes on', async () => {
  const account = new StripeAccount();
  for (const bytes of [
    [0xff, 0xfe, 0x00],
    [0x6e, 0x61, 0x6d, 0x65, 0x3d, 0xc3, 0x28],
    [0xed, 0xa0, 0x80],
  ])
    await account.raw('POST', '/v1/customers', Uint8Array.from(bytes));
  for (const customer of await account.all('/v1/customers'))
    await account.made('GET', `/v1/customers/${customer.id}`);
});

test('a request that ends in its middle changes nothing and stops nobody', async () => {
  const account = new StripeAccount();
  const headers = [`Authorization: Bearer ${account.key}`, `Content-Type: ${FORM}`, 'Content-Length: 1000'];
  const hangUp = sendRaw(account.base, 'POST /v1/customers HTTP/1.1', headers, 'email=ada@example.com');
  expect(await account.all('/v1/customers')).toEqual([]);
  await hangUp.catch(() => undefined); // the server waits for the rest; this side gave up
  expect(await account.all('/v1/customers')).toEqual([]);
}, 120_000);

test.each([
  ['authorization', 'Bearer'],
  ['authorization', 'Basic %%%'],
  ['authorization', 'Basic OjpBOg=='],
  ['authorization', `Bearer sk_test_${'x'.repeat(9_000)}`],
  ['authorization', 'Bearer sk_live_abc'],
  ['authorization', 'Bearer __proto__'],
  ['idempotency-key', ''],
  ['idempotency-key', 'x'.repeat(256)],
  ['idempotency-key', '__proto__'],
  ['stripe-version', '1999-01-01'],
  ['stripe-version', 'x'.repeat(5_000)],
  ['stripe-account', 'acct_other'],
  ['accept', 'image/png'],
  ['content-length', '+5'],
])('the header %s: %s is no reason to fail', async (name, value) => {
  const account = new StripeAccount();
  const { status } = await sendRaw(
    account.base,
    'POST /v1/customers HTTP/1.1',
    [
      ...(name === 'authorization' ? [] : [`Authorization: Bearer ${account.key}`]),
      ...(name === 'content-length' ? [] : ['Content-Length: 6']),
      `Content-Type: ${FORM}`,
      `${name}: ${value}`,
    ],
    'name=x',
  );
  expect(status).toSatisfy(isNoFailure);
});

test(
  'the switches under /_local take or refuse any form',
  async () => {
    const account = new StripeAccount();
    const switches = fc.constantFrom('clock', 'account', 'reset');
    await fc.assert(
      fc.asyncProperty(
        switches,
        fc.oneof(
          garbageForm,
          hostileText.map((text) => `now=${encodeURIComponent(text)}`),
        ),
        async (name, form) => {
          await account.raw('POST', `/_local/${name}`, form);
        },
      ),
      runs(80),
    );
    await account.setClock(FROZEN_NOW);
    expect(await account.all('/v1/customers')).toEqual([]);
  },
  patience(20_000),
);
