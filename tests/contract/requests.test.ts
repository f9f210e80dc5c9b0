import { expect, test } from 'vitest';
import { aPlan } from '../factories';
import { anAccount, base, wire } from './stripe-under-test';

test('an unknown path is not found, by method and path', async () => {
  const answer = await wire(anAccount(), 'GET', '/v1/x');
  expect(answer.status).toBe(404);
  expect(answer.body).toMatchObject({
    error: {
      type: 'invalid_request_error',
      message:
        'Unrecognized request URL (GET: /v1/x). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.',
    },
  });
});

test('an id that was forgotten is told from an unknown path', async () => {
  const answer = await wire(anAccount(), 'GET', '/v1/customers/');
  expect(answer.status).toBe(404);
  expect(answer.body).toMatchObject({
    error: {
      type: 'invalid_request_error',
      message:
        'Unrecognized request URL (GET: /v1/customers/). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. Please see https://stripe.com/docs or we can help at https://support.stripe.com/.',
    },
  });
});

test('HEAD is answered as GET is, without the body', async () => {
  const { key } = anAccount();
  const asked = (path: string) =>
    fetch(`${base}${path}`, { method: 'HEAD', headers: { authorization: `Bearer ${key}` } });
  const found = await asked('/v1/customers');
  expect(found.status).toBe(200);
  expect(found.headers.get('request-id')).toMatch(/^req_/);
  expect(await found.text()).toBe('');
  expect((await asked('/v1/customers/cus_none')).status).toBe(404);
});

test.each([
  ['an unknown parameter', 'foo=1', 'parameter_unknown', 'foo', 'Received unknown parameter: foo'],
  [
    'an unknown nested parameter',
    'invoice_settings[foo]=1',
    'parameter_unknown',
    'invoice_settings[foo]',
    'Received unknown parameter: invoice_settings[foo]',
  ],
])('%s is refused', async (_what, form, code, param, message) => {
  const answer = await wire(anAccount(), 'POST', '/v1/customers', { form });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ error: { type: 'invalid_request_error', code, param, message } });
});

test('an unknown parameter of a list is refused as well', async () => {
  const answer = await wire(anAccount(), 'GET', '/v1/customers?foo=1');
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ error: { code: 'parameter_unknown', param: 'foo' } });
});

test('a missing parameter is named', async () => {
  const answer = await wire(anAccount(), 'POST', '/v1/prices', { form: 'unit_amount=100' });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    error: { code: 'parameter_missing', param: 'currency', message: 'Missing required param: currency.' },
  });
});

test('a word where an integer belongs is quoted', async () => {
  const answer = await wire(anAccount(), 'GET', '/v1/customers?limit=ten');
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    error: { code: 'parameter_invalid_integer', param: 'limit', message: 'Invalid integer: ten' },
  });
});

test('a value outside an enum is answered with the choices', async () => {
  const answer = await wire(anAccount(), 'POST', '/v1/coupons', {
    form: 'percent_off=10&duration=sometimes',
  });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    error: {
      param: 'duration',
      message: expect.stringMatching(/^Invalid duration: must be one of .*once.*/),
    },
  });
});

test('an empty value for what cannot be unset is refused', async () => {
  const account = anAccount();
  const { id } = await account.stripe.products.create({ name: 'Pro' });
  const answer = await wire(account, 'POST', `/v1/products/${id}`, { form: 'name=' });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    error: {
      code: 'parameter_invalid_empty',
      param: 'name',
      message: expect.stringContaining(`You passed an empty string for 'name'.`),
    },
  });
});

test.each([
  ['indexed', 'items[0][price]=P&expand[0]=latest_invoice'],
  ['unindexed', 'items[][price]=P&expand[]=latest_invoice'],
  ['percent-encoded', 'items%5B0%5D%5Bprice%5D=P&expand%5B%5D=latest_invoice'],
])('%s arrays mean the same', async (_how, form) => {
  const account = anAccount();
  const { month } = await aPlan(account.stripe);
  const { id: customer } = await account.stripe.customers.create();
  const answer = await wire(account, 'POST', '/v1/subscriptions', {
    form: `customer=${customer}&trial_period_days=14&${form.replace('P', month)}`,
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    items: { data: [{ price: { id: month } }] },
    latest_invoice: { object: 'invoice' },
  });
});

test('an unindexed array keeps the fields of one entry together', async () => {
  const account = anAccount();
  const [one, other] = await Promise.all([
    aPlan(account.stripe, { name: 'One' }),
    aPlan(account.stripe, { name: 'Other' }),
  ]);
  const { id: customer } = await account.stripe.customers.create();
  const items = `items[][price]=${one.month}&items[][quantity]=2&items[][price]=${other.month}&items[][quantity]=3`;
  const answer = await wire(account, 'POST', '/v1/subscriptions', {
    form: `customer=${customer}&trial_period_days=14&${items}`,
  });
  expect(answer.body).toMatchObject({
    items: {
      data: expect.arrayContaining([
        expect.objectContaining({ quantity: 2, price: expect.objectContaining({ id: one.month }) }),
        expect.objectContaining({ quantity: 3, price: expect.objectContaining({ id: other.month }) }),
      ]),
    },
  });
});

test('plus and percent signs are decoded as a form’s', async () => {
  const answer = await wire(anAccount(), 'POST', '/v1/customers', {
    form: 'name=Ada+Lovelace&email=ada%2Bwork%40example.com&metadata[note]=100%25+%C3%A9',
  });
  expect(answer.body).toMatchObject({
    name: 'Ada Lovelace',
    email: 'ada+work@example.com',
    metadata: { note: '100% é' },
  });
});

test('every answer has a Request-Id of its own, refusals too', async () => {
  const account = anAccount();
  const answers = await Promise.all([
    wire(account, 'GET', '/v1/customers'),
    wire(account, 'GET', '/v1/customers/cus_none'),
    wire(account, 'GET', '/v1/x'),
    wire(account, 'GET', '/v1/customers', { headers: { authorization: '' } }),
  ]);
  const ids = answers.map(({ headers }) => headers.get('request-id'));
  for (const id of ids) expect(id).toMatch(/^req_/);
  expect(new Set(ids).size).toBe(answers.length);
});

test('the version asked for is echoed', async () => {
  const { headers } = await wire(anAccount(), 'GET', '/v1/customers');
  expect(headers.get('stripe-version')).toBe('2026-10-28.endive');
  expect(headers.get('content-type')).toMatch(/^application\/json/);
});

test('a method that a path does not have is not found', async () => {
  const answer = await fetch(`${base}/v1/customers`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${anAccount().key}` },
  });
  expect(answer.status).toBe(404);
});

test('the SDK reads a refusal whole', async () => {
  const { stripe } = anAccount();
  await expect(stripe.customers.retrieve('cus_none')).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
    rawType: 'invalid_request_error',
    code: 'resource_missing',
    param: 'id',
    statusCode: 404,
    requestId: expect.stringMatching(/^req_/),
    message: `No such customer: 'cus_none'`,
  });
});
