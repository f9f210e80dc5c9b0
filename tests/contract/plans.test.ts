import { expect, test } from 'vitest';
import { aCustomer, onlyItem } from '../factories';
import { anAccount } from './stripe-under-test';

test('a plan is a price that recurs, by its older name', async () => {
  const { stripe } = anAccount();
  const plan = await stripe.plans.create({
    currency: 'usd',
    interval: 'month',
    amount: 2000,
    nickname: 'Basic',
    product: { name: 'Basic' },
  });
  expect(plan).toMatchObject({
    id: expect.stringMatching(/^plan_/),
    object: 'plan',
    amount: 2000,
    interval: 'month',
    interval_count: 1,
    nickname: 'Basic',
    usage_type: 'licensed',
  });
  expect(await stripe.prices.retrieve(plan.id)).toMatchObject({
    object: 'price',
    unit_amount: 2000,
    recurring: { interval: 'month' },
    product: plan.product,
  });
  expect((await stripe.plans.list({ product: String(plan.product) })).data).toMatchObject([{ id: plan.id }]);
});

test('it is sold by its id, changed and deleted', async () => {
  const { stripe } = anAccount();
  const { id: product } = await stripe.products.create({ name: 'Pro' });
  const id = `pro-${product.slice(5, 12)}`;
  await stripe.plans.create({ id, currency: 'usd', interval: 'year', amount: 9000, product });
  await expect(
    stripe.plans.create({ id, currency: 'usd', interval: 'year', amount: 9000, product }),
  ).rejects.toMatchObject({ code: 'resource_already_exists' });
  const { customer } = await aCustomer(stripe);
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: id }] });
  expect(onlyItem(subscription).plan).toMatchObject({ id, amount: 9000 });
  expect(await stripe.plans.update(id, { metadata: { tier: 'pro' }, active: false })).toMatchObject({
    active: false,
    metadata: { tier: 'pro' },
  });
  expect(await stripe.plans.del(id)).toMatchObject({ id, object: 'plan', deleted: true });
  await expect(stripe.plans.retrieve(id)).rejects.toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
    message: `No such plan: '${id}'`,
  });
  expect(onlyItem(await stripe.subscriptions.retrieve(subscription.id)).price.id).toBe(id);
});

test('what a plan of today cannot be is refused', async () => {
  const { stripe } = anAccount();
  const basic = { currency: 'usd', interval: 'month', amount: 2000, product: { name: 'Basic' } } as const;
  await expect(stripe.plans.create({ ...basic, usage_type: 'metered' })).rejects.toMatchObject({
    param: 'usage_type',
  });
  await expect(stripe.plans.create({ ...basic, product: 'prod_none' })).rejects.toMatchObject({
    code: 'resource_missing',
    param: 'product',
  });
});
