import { expect, test } from 'vitest';
import { anAccount } from './stripe-under-test';

test('a percent coupon lasts once unless told otherwise', async () => {
  const { stripe } = anAccount();
  const coupon = await stripe.coupons.create({ percent_off: 25.5, name: 'Spring' });
  expect(coupon).toMatchObject({
    object: 'coupon',
    name: 'Spring',
    percent_off: 25.5,
    amount_off: null,
    currency: null,
    duration: 'once',
    duration_in_months: null,
    max_redemptions: null,
    redeem_by: null,
    times_redeemed: 0,
    valid: true,
  });
  expect(coupon.id).toMatch(/^\w{8}$/);
});

test('an amount coupon can carry other currencies', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.coupons.create({
    amount_off: 1000,
    currency: 'usd',
    currency_options: { eur: { amount_off: 900 }, jpy: { amount_off: 1500 } },
    duration: 'repeating',
    duration_in_months: 3,
  });
  const coupon = await stripe.coupons.retrieve(id, { expand: ['currency_options'] });
  expect(coupon).toMatchObject({
    amount_off: 1000,
    currency: 'usd',
    percent_off: null,
    duration: 'repeating',
    duration_in_months: 3,
    currency_options: { eur: { amount_off: 900 }, jpy: { amount_off: 1500 } },
  });
});

test('applies_to is shown only when expanded', async () => {
  const { stripe } = anAccount();
  const product = await stripe.products.create({ name: 'Pro' });
  const coupon = await stripe.coupons.create({ percent_off: 30, applies_to: { products: [product.id] } });
  expect(coupon.applies_to).toBeUndefined();
  const expanded = await stripe.coupons.retrieve(coupon.id, { expand: ['applies_to'] });
  expect(expanded.applies_to).toEqual({ products: [product.id] });
});

test.each([
  ['neither percent nor amount', { duration: 'once' }],
  ['both percent and amount', { percent_off: 10, amount_off: 100, currency: 'usd' }],
  ['0 percent', { percent_off: 0 }],
  ['101 percent', { percent_off: 101 }],
  ['an amount without currency', { amount_off: 100 }],
  ['an amount of 0', { amount_off: 0, currency: 'usd' }],
  ['repeating without months', { percent_off: 10, duration: 'repeating' }],
  ['repeating for 0 months', { percent_off: 10, duration: 'repeating', duration_in_months: 0 }],
  ['an unknown duration', { percent_off: 10, duration: 'sometimes' }],
  ['a name of 41 characters', { percent_off: 10, name: 'n'.repeat(41) }],
  ['an unknown product', { percent_off: 10, applies_to: { products: ['prod_none'] } }],
])('a coupon with %s is refused', async (_what, params) => {
  const { stripe } = anAccount();
  await expect(stripe.rawRequest('POST', '/v1/coupons', params)).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

test('100 percent and a name of 40 characters are allowed', async () => {
  const { stripe } = anAccount();
  expect(await stripe.coupons.create({ percent_off: 100, name: 'n'.repeat(40) })).toMatchObject({
    percent_off: 100,
  });
});

test('a coupon may be given its id, once', async () => {
  const { stripe } = anAccount();
  const id = `spring-${Date.now()}`;
  expect((await stripe.coupons.create({ id, percent_off: 25 })).id).toBe(id);
  await expect(stripe.coupons.create({ id, percent_off: 25 })).rejects.toMatchObject({
    statusCode: 400,
    code: 'resource_already_exists',
  });
});

test('of a coupon only name and metadata can be changed', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.coupons.create({ percent_off: 25 });
  expect(await stripe.coupons.update(id, { name: 'Spring', metadata: { campaign: 'a' } })).toMatchObject({
    name: 'Spring',
    metadata: { campaign: 'a' },
  });
  await expect(stripe.rawRequest('POST', `/v1/coupons/${id}`, { percent_off: 50 })).rejects.toMatchObject({
    statusCode: 400,
    code: 'parameter_unknown',
    param: 'percent_off',
  });
});

test('a deleted coupon is gone; a discount made from it stays', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.coupons.create({ percent_off: 25, duration: 'forever' });
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 4900,
    recurring: { interval: 'month' },
    product_data: { name: 'Pro' },
  });
  const customer = await stripe.customers.create();
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    discounts: [{ coupon: id }],
    trial_period_days: 14,
  });
  expect(await stripe.coupons.del(id)).toMatchObject({ id, object: 'coupon', deleted: true });
  await expect(stripe.coupons.retrieve(id)).rejects.toMatchObject({
    statusCode: 404,
    message: `No such coupon: '${id}'`,
  });
  expect((await stripe.subscriptions.retrieve(subscription.id)).discounts).toEqual(subscription.discounts);
  await expect(
    stripe.subscriptions.update(subscription.id, { discounts: [{ coupon: id }] }),
  ).rejects.toMatchObject({ statusCode: 400, code: 'resource_missing', message: `No such coupon: '${id}'` });
});

test('a redemption is counted and the last one makes the coupon invalid', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.coupons.create({ percent_off: 25, max_redemptions: 1 });
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 4900,
    recurring: { interval: 'month' },
    product_data: { name: 'Pro' },
  });
  const subscribe = async () => {
    const customer = await stripe.customers.create();
    return stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      discounts: [{ coupon: id }],
      trial_period_days: 14,
    });
  };
  await subscribe();
  expect(await stripe.coupons.retrieve(id)).toMatchObject({ times_redeemed: 1, valid: false });
  await expect(subscribe()).rejects.toMatchObject({ statusCode: 400, rawType: 'invalid_request_error' });
});
