import { expect, test } from 'vitest';
import { anAccount } from './stripe-under-test';

test('a recurring price bills one unit per interval', async () => {
  const { stripe } = anAccount();
  const product = await stripe.products.create({ name: 'Pro' });
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 4900,
    recurring: { interval: 'month' },
    nickname: 'Pro monthly',
  });
  expect(price).toMatchObject({
    id: expect.stringMatching(/^price_/),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    currency: 'usd',
    lookup_key: null,
    nickname: 'Pro monthly',
    product: product.id,
    recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
    type: 'recurring',
    unit_amount: 4900,
  });
  expect(await stripe.prices.retrieve(price.id)).toMatchObject({ id: price.id, unit_amount: 4900 });
});

test('a price without recurring is a one-time price', async () => {
  const { stripe } = anAccount();
  const product = await stripe.products.create({ name: 'Onboarding' });
  const price = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 9900 });
  expect(price).toMatchObject({ type: 'one_time', recurring: null });
});

test('a price can create its product inline', async () => {
  const { stripe } = anAccount();
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 4900,
    recurring: { interval: 'month' },
    product_data: { name: 'Pro' },
    expand: ['product'],
  });
  expect(price.product).toMatchObject({ object: 'product', name: 'Pro' });
});

test('a price needs a product', async () => {
  const { stripe } = anAccount();
  await expect(stripe.prices.create({ currency: 'usd', unit_amount: 1 })).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
  await expect(
    stripe.prices.create({ currency: 'usd', unit_amount: 1, product: 'prod_none' }),
  ).rejects.toMatchObject({
    statusCode: 400,
    code: 'resource_missing',
    param: 'product',
    message: `No such product: 'prod_none'`,
  });
});

test('currency_options give the price in other currencies and are shown when expanded', async () => {
  const { stripe } = anAccount();
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 4900,
    recurring: { interval: 'month' },
    product_data: { name: 'Pro' },
    currency_options: { eur: { unit_amount: 4500 }, jpy: { unit_amount: 7200 } },
  });
  expect(price.currency_options).toBeUndefined();
  const expanded = await stripe.prices.retrieve(price.id, { expand: ['currency_options'] });
  expect(expanded.currency_options).toMatchObject({
    usd: { unit_amount: 4900 },
    eur: { unit_amount: 4500 },
    jpy: { unit_amount: 7200 },
  });
});

test('a lookup key finds its price', async () => {
  const { stripe } = anAccount();
  const lookup_key = `pro_month_${Date.now()}`;
  const params = {
    currency: 'usd',
    unit_amount: 4900,
    recurring: { interval: 'month' },
    product_data: { name: 'Pro' },
  } as const;
  const price = await stripe.prices.create({ ...params, lookup_key });
  await stripe.prices.create({ ...params, lookup_key: `${lookup_key}_other` });
  const found = await stripe.prices.list({ lookup_keys: [lookup_key] });
  expect(found.data.map(({ id }) => id)).toEqual([price.id]);
});

test('a lookup key names one price; transfer_lookup_key takes it over', async () => {
  const { stripe } = anAccount();
  const lookup_key = `pro_month_${Date.now()}`;
  const params = {
    currency: 'usd',
    recurring: { interval: 'month' },
    product_data: { name: 'Pro' },
    lookup_key,
  } as const;
  const old = await stripe.prices.create({ ...params, unit_amount: 4900 });
  await expect(stripe.prices.create({ ...params, unit_amount: 5900 })).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
  const taker = await stripe.prices.create({ ...params, unit_amount: 5900, transfer_lookup_key: true });
  expect(taker.lookup_key).toBe(lookup_key);
  expect((await stripe.prices.retrieve(old.id)).lookup_key).toBeNull();
});

test('the amount of a price is for ever; its active flag, nickname and metadata are not', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 4900,
    product_data: { name: 'Pro' },
  });
  const updated = await stripe.prices.update(id, {
    active: false,
    nickname: 'Old Pro',
    metadata: { until: '2026' },
  });
  expect(updated).toMatchObject({ active: false, nickname: 'Old Pro', metadata: { until: '2026' } });
  await expect(stripe.rawRequest('POST', `/v1/prices/${id}`, { unit_amount: 5900 })).rejects.toMatchObject({
    statusCode: 400,
    code: 'parameter_unknown',
    param: 'unit_amount',
  });
});

test('the list can be narrowed by product and by active', async () => {
  const { stripe } = anAccount();
  const product = await stripe.products.create({ name: 'Pro' });
  const price = (unit_amount: number) =>
    stripe.prices.create({ product: product.id, currency: 'usd', unit_amount });
  const kept = await price(4900);
  const archived = await price(3900);
  await stripe.prices.create({ currency: 'usd', unit_amount: 100, product_data: { name: 'Other' } });
  await stripe.prices.update(archived.id, { active: false });
  const list = async (params: { active?: boolean }) =>
    (await stripe.prices.list({ product: product.id, ...params })).data.map(({ id }) => id);
  expect(await list({})).toEqual([archived.id, kept.id]);
  expect(await list({ active: true })).toEqual([kept.id]);
});

test.each([
  ['a negative amount', { currency: 'usd', unit_amount: -1, product_data: { name: 'Pro' } }],
  ['no amount', { currency: 'usd', product_data: { name: 'Pro' } }],
  ['an unknown currency', { currency: 'zzz', unit_amount: 1, product_data: { name: 'Pro' } }],
  [
    'an unknown interval',
    { currency: 'usd', unit_amount: 1, recurring: { interval: 'decade' }, product_data: { name: 'Pro' } },
  ],
  [
    'an interval of more than three years',
    {
      currency: 'usd',
      unit_amount: 1,
      recurring: { interval: 'month', interval_count: 37 },
      product_data: { name: 'Pro' },
    },
  ],
])('%s is refused', async (_what, params) => {
  const { stripe } = anAccount();
  await expect(stripe.rawRequest('POST', '/v1/prices', params)).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});
