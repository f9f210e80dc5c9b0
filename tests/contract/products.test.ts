import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { anAccount, wire } from './stripe-under-test';

test('a product may be said to be a service, the only type there is', async () => {
  const { stripe } = anAccount();
  expect(await stripe.products.create({ name: 'Pro', type: 'service' })).toMatchObject({ type: 'service' });
  expect((await stripe.products.list({ type: 'service', limit: 1 })).data).toHaveLength(1);
});

test('a product is active and described by what it was given', async () => {
  const { stripe } = anAccount();
  const product = await stripe.products.create({
    name: 'Pro',
    description: 'For growing teams',
    metadata: { plan: 'pro' },
    marketing_features: [{ name: 'Unlimited checks' }],
  });
  expect(product).toMatchObject({
    id: expect.stringMatching(/^prod_/),
    object: 'product',
    active: true,
    name: 'Pro',
    description: 'For growing teams',
    default_price: null,
    livemode: false,
    metadata: { plan: 'pro' },
    marketing_features: [{ name: 'Unlimited checks' }],
  });
  expect(await stripe.products.retrieve(product.id)).toEqual(
    expect.objectContaining({ ...product, lastResponse: expect.anything() }),
  );
});

test('a product may be given its id', async () => {
  const { stripe } = anAccount();
  const id = `prod_pro${Date.now()}`;
  expect((await stripe.products.create({ id, name: 'Pro' })).id).toBe(id);
  await expect(stripe.products.create({ id, name: 'Pro' })).rejects.toMatchObject({
    statusCode: 400,
    code: 'resource_already_exists',
  });
});

test('a product can bring its default price along', async () => {
  const { stripe } = anAccount();
  const product = await stripe.products.create({
    name: 'Pro',
    default_price_data: { currency: 'usd', unit_amount: 4900, recurring: { interval: 'month' } },
    expand: ['default_price'],
  });
  expect(product.default_price).toMatchObject({ unit_amount: 4900, product: product.id });
});

test('an update changes only what it names', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.products.create({ name: 'Pro', description: 'Old words' });
  expect(await stripe.products.update(id, { name: 'Pro plus', active: false })).toMatchObject({
    name: 'Pro plus',
    active: false,
    description: 'Old words',
  });
  expect((await stripe.products.update(id, { description: '' })).description).toBeNull();
});

test('the list can be narrowed to active products', async () => {
  const { stripe } = anAccount();
  const kept = await stripe.products.create({ name: 'Kept' });
  const archived = await stripe.products.create({ name: 'Archived' });
  await stripe.products.update(archived.id, { active: false });
  const ids = (await stripe.products.list({ active: true })).data.map(({ id }) => id);
  expect(ids).toContain(kept.id);
  expect(ids).not.toContain(archived.id);
});

test('a product without prices can be deleted and is then gone', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.products.create({ name: 'Pro' });
  expect(await stripe.products.del(id)).toMatchObject({ id, object: 'product', deleted: true });
  await expect(stripe.products.retrieve(id)).rejects.toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
    param: 'id',
    message: `No such product: '${id}'`,
  });
});

test('a product with a price cannot be deleted', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.products.create({ name: 'Pro' });
  await stripe.prices.create({ product: id, currency: 'usd', unit_amount: 4900 });
  await expect(stripe.products.del(id)).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

test('a product without a name is refused', async () => {
  const answer = await wire(anAccount(), 'POST', '/v1/products', { form: 'description=nameless' });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    error: {
      type: 'invalid_request_error',
      code: 'parameter_missing',
      param: 'name',
      message: 'Missing required param: name.',
    },
  });
});

test('the lines of an invoice name the company’s units, in no plural', async () => {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create({ payment_method: 'pm_card_visa' });
  const price = await stripe.prices.create({
    product: (await stripe.products.create({ name: 'Scale', unit_label: 'seat' })).id,
    currency: 'usd',
    unit_amount: 2500,
    recurring: { interval: 'month' },
  });
  const order = { customer, items: [{ price: price.id, quantity: 10 }], expand: ['latest_invoice'] };
  const described = (description: string) => ({ latest_invoice: { lines: { data: [{ description }] } } });
  const waiting = await stripe.subscriptions.create({ ...order, payment_behavior: 'default_incomplete' });
  expect(waiting).toMatchObject(described('10 seat × Scale (at $25.00 / month)'));
  expect(await stripe.subscriptions.create({ ...order, trial_period_days: 7 })).toMatchObject(
    described('Free trial for 10 seat × Scale'),
  );
  const { hosted_invoice_url } = waiting.latest_invoice as Stripe.Invoice; // it was expanded
  expect(await (await fetch(hosted_invoice_url ?? '')).text()).toContain('10 × Scale');
});
