import { expect, test } from 'vitest';
import { anAccount, base, localOnly } from './stripe-under-test';

const get = (authorization?: string) =>
  fetch(`${base}/v1/customers`, { headers: authorization ? { authorization } : {} });

test('a key is taken as the user of Basic and as a Bearer token, and means the same account', async () => {
  const { key, stripe } = anAccount();
  const { id } = await stripe.customers.create();
  const basic = await get(`Basic ${Buffer.from(`${key}:`).toString('base64')}`);
  const bearer = await get(`Bearer ${key}`);
  expect([basic.status, bearer.status]).toEqual([200, 200]);
  for (const answer of [basic, bearer]) {
    const list = await answer.json();
    expect(list).toMatchObject({ object: 'list' });
    expect(list.data[0]).toMatchObject({ id });
  }
});

test('without a key the answer says how to give one', async () => {
  const answer = await get();
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({
    error: {
      type: 'invalid_request_error',
      message:
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    },
  });
});

test('a malformed key is named with its middle masked', async () => {
  const answer = await get('Bearer sk_test_51H8x0.abcd');
  expect(answer.status).toBe(401);
  const { error } = await answer.json();
  expect(error).toMatchObject({
    type: 'invalid_request_error',
    message: expect.stringMatching(/^Invalid API Key provided: sk_test_\*+abcd$/),
  });
});

test('the SDK calls it an authentication error', async () => {
  const { stripe } = anAccount();
  await expect(stripe.customers.list({}, { apiKey: 'sk_test_51H8x0.abcd' })).rejects.toMatchObject({
    type: 'StripeAuthenticationError',
    statusCode: 401,
  });
});

localOnly('two keys are two accounts that see nothing of each other', async () => {
  const [ours, theirs] = [anAccount().stripe, anAccount().stripe];
  const customer = await ours.customers.create();
  const product = await ours.products.create({ name: 'Pro' });
  await ours.coupons.create({ id: 'SPRING', percent_off: 25 });
  await expect(theirs.customers.retrieve(customer.id)).rejects.toMatchObject({ statusCode: 404 });
  await expect(theirs.products.retrieve(product.id)).rejects.toMatchObject({ statusCode: 404 });
  await expect(theirs.billingPortal.sessions.create({ customer: customer.id })).rejects.toMatchObject({
    statusCode: 400,
    code: 'resource_missing',
  });
  for (const list of [
    theirs.customers.list(),
    theirs.products.list(),
    theirs.events.list(),
    theirs.coupons.list(),
  ]) {
    expect((await list).data).toEqual([]);
  }
  expect((await theirs.coupons.create({ id: 'SPRING', percent_off: 10 })).percent_off).toBe(10);
});
