import { beforeAll, expect, test } from 'vitest';
import type { Plan } from '../factories';
import { aPlan, aPortalConfiguration } from '../factories';
import { anAccount } from './stripe-under-test';

const { stripe } = anAccount();
let plan: Plan;
beforeAll(async () => {
  plan = await aPlan(stripe);
});

/** Creates a configuration from params as they stand, also those the SDK's types would not allow. */
const create = (params: object) => stripe.rawRequest('POST', '/v1/billing_portal/configurations', params);

const payment_method_update = { enabled: true };
const offering = (...prices: string[]) => ({
  enabled: true,
  default_allowed_updates: ['price'],
  products: [{ product: plan.product, prices }],
});

test('updates cannot be on while the card cannot be changed', async () => {
  const refusal = {
    statusCode: 400,
    rawType: 'invalid_request_error',
    message: 'Cannot enable subscription updates while payment method update is disabled.',
  };
  const subscription_update = offering(plan.month);
  await expect(create({ features: { subscription_update } })).rejects.toMatchObject(refusal);
  await expect(
    create({ features: { subscription_update, payment_method_update: { enabled: false } } }),
  ).rejects.toMatchObject(refusal);
});

test('updates cannot be on without products', async () => {
  const subscription_update = { enabled: true, default_allowed_updates: ['price'] };
  await expect(create({ features: { subscription_update, payment_method_update } })).rejects.toMatchObject({
    statusCode: 400,
    code: 'parameter_missing',
    message: expect.stringContaining('Missing required param: features[subscription_update][products]'),
  });
});

const onlyActive = {
  statusCode: 400,
  rawType: 'invalid_request_error',
  message: 'Only active, per unit licensed prices are supported.',
};

test('an archived price cannot be offered', async () => {
  const { id } = await stripe.prices.create({
    product: plan.product,
    currency: 'usd',
    unit_amount: 3900,
    recurring: { interval: 'month' },
    active: false,
  });
  await expect(
    create({ features: { subscription_update: offering(id), payment_method_update } }),
  ).rejects.toMatchObject(onlyActive);
});

test('a one-time price cannot be offered', async () => {
  const { id } = await stripe.prices.create({ product: plan.product, currency: 'usd', unit_amount: 9900 });
  await expect(
    create({ features: { subscription_update: offering(id), payment_method_update } }),
  ).rejects.toMatchObject(onlyActive);
});

test('a price archived later makes every further save fail', async () => {
  const own = await aPlan(stripe, { name: 'Own' });
  const id = await aPortalConfiguration(stripe, { plans: [own] });
  await stripe.prices.update(own.year, { active: false });
  await expect(
    stripe.billingPortal.configurations.update(id, { business_profile: { headline: 'Hello' } }),
  ).rejects.toMatchObject(onlyActive);
});

test('two prices of one product with the same interval are refused', async () => {
  const twin = await stripe.prices.create({
    product: plan.product,
    currency: 'usd',
    unit_amount: 5900,
    recurring: { interval: 'month' },
  });
  await expect(
    create({ features: { subscription_update: offering(plan.month, twin.id), payment_method_update } }),
  ).rejects.toMatchObject({ statusCode: 400, rawType: 'invalid_request_error' });
});

test('ten products are allowed, eleven are not', async () => {
  const plans = await Promise.all(Array.from({ length: 11 }, (_, n) => aPlan(stripe, { name: `Plan ${n}` })));
  await expect(aPortalConfiguration(stripe, { plans })).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
  await expect(aPortalConfiguration(stripe, { plans: plans.slice(0, 10) })).resolves.toMatch(/^bpc_/);
});

test.each([
  ['a headline of 60 characters', { business_profile: { headline: 'h'.repeat(60) } }],
  ['a name of 256 characters', { name: 'n'.repeat(256) }],
])('%s is allowed', async (_what, params) => {
  await expect(
    create({ features: { invoice_history: { enabled: true } }, ...params }),
  ).resolves.toMatchObject(params);
});

test.each([
  ['a headline of 61 characters', { business_profile: { headline: 'h'.repeat(61) } }],
  ['a name of 257 characters', { name: 'n'.repeat(257) }],
  ['a return URL that is none', { default_return_url: 'account' }],
  ['a terms URL that is none', { business_profile: { terms_of_service_url: 'terms' } }],
])('%s is refused', async (_what, params) => {
  await expect(create({ features: { invoice_history: { enabled: true } }, ...params })).rejects.toMatchObject(
    {
      statusCode: 400,
      rawType: 'invalid_request_error',
    },
  );
});

test.each([
  [
    'prorating a cancellation at the period’s end',
    { enabled: true, mode: 'at_period_end', proration_behavior: 'create_prorations' },
  ],
  [
    'always_invoice for a cancellation',
    { enabled: true, mode: 'immediately', proration_behavior: 'always_invoice' },
  ],
  ['an unknown mode', { enabled: true, mode: 'tomorrow' }],
  ['an unknown reason', { enabled: true, cancellation_reason: { enabled: true, options: ['bored'] } }],
])('%s is refused', async (_what, subscription_cancel) => {
  await expect(create({ features: { subscription_cancel } })).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

test.each([
  ['features', {}],
  ['features[customer_update][enabled]', { features: { customer_update: { allowed_updates: ['email'] } } }],

  ['features[subscription_cancel][enabled]', { features: { subscription_cancel: { mode: 'immediately' } } }],
  [
    'features[subscription_cancel][cancellation_reason][options]',
    { features: { subscription_cancel: { enabled: true, cancellation_reason: { enabled: true } } } },
  ],
  [
    'features[subscription_update][enabled]',
    { features: { subscription_update: { default_allowed_updates: ['price'] } } },
  ],
])('%s is required', async (param, params) => {
  await expect(create(params)).rejects.toMatchObject({
    statusCode: 400,
    code: 'parameter_missing',
    param,
    message: `Missing required param: ${param}.`,
  });
});

test('which configuration is the default is not for the API to say', async () => {
  await expect(
    create({ features: { invoice_history: { enabled: true } }, is_default: true }),
  ).rejects.toMatchObject({
    statusCode: 400,
    code: 'parameter_unknown',
    param: 'is_default',
    message: 'Received unknown parameter: is_default',
  });
});

test.each([
  [
    'an unknown product',
    (p: Plan) => [{ product: 'prod_none', prices: [p.month] }],
    `No such product: 'prod_none'`,
  ],
  [
    'an unknown price',
    (p: Plan) => [{ product: p.product, prices: ['price_none'] }],
    `No such price: 'price_none'`,
  ],
])('%s is refused by name', async (_what, products, message) => {
  const subscription_update = { enabled: true, default_allowed_updates: ['price'], products: products(plan) };
  await expect(create({ features: { subscription_update, payment_method_update } })).rejects.toMatchObject({
    statusCode: 400,
    code: 'resource_missing',
    message,
  });
});

test('a price of another product is refused', async () => {
  const other = await aPlan(stripe, { name: 'Other' });
  await expect(
    create({ features: { subscription_update: offering(other.month), payment_method_update } }),
  ).rejects.toMatchObject({ statusCode: 400, rawType: 'invalid_request_error' });
});

test('one product listed twice has no two prices of the same interval either', async () => {
  const twin = await stripe.prices.create({
    product: plan.product,
    currency: 'usd',
    unit_amount: 5900,
    recurring: { interval: 'month' },
  });
  const products = [plan.month, twin.id].map((price) => ({ product: plan.product, prices: [price] }));
  await expect(
    create({
      features: { payment_method_update, subscription_update: { ...offering(plan.month), products } },
    }),
  ).rejects.toMatchObject({ statusCode: 400 });
});

test('a quantity cannot be at most less than at least', async () => {
  const products = [
    {
      product: plan.product,
      prices: [plan.month],
      adjustable_quantity: { enabled: true, minimum: 5, maximum: 2 },
    },
  ];
  await expect(
    create({
      features: { payment_method_update, subscription_update: { ...offering(plan.month), products } },
    }),
  ).rejects.toMatchObject({
    statusCode: 400,
    param: 'features[subscription_update][products][0][adjustable_quantity][maximum]',
  });
});

test.each([
  ['1096 days', { interval: 'day', interval_count: 1096 }],
  ['157 weeks', { interval: 'week', interval_count: 157 }],
  ['37 months', { interval: 'month', interval_count: 37 }],
  ['4 years', { interval: 'year', interval_count: 4 }],
])('a pause cannot last longer than three years: %s', async (_what, option) => {
  const duration = { type: 'interval_options', interval_options: [option] };
  await expect(
    create({ features: { subscription_pause: { enabled: true, duration } } }),
  ).rejects.toMatchObject({
    statusCode: 400,
    param: 'features[subscription_pause][duration][interval_options][0][interval_count]',
  });
});

test.each([
  ['without lengths to choose from', { type: 'interval_options' }],
  ['without an end and with lengths', { type: 'indefinite', interval_options: [{ interval: 'month' }] }],
])('a pause is not offered %s', async (_what, duration) => {
  await expect(
    create({ features: { subscription_pause: { enabled: true, duration } } }),
  ).rejects.toMatchObject({
    statusCode: 400,
    param: 'features[subscription_pause][duration][interval_options]',
  });
});

test.each(['privacy_policy_url', 'terms_of_service_url'])(
  'a new configuration has no %s to clear',
  async (name) => {
    await expect(
      create({ business_profile: { [name]: '' }, features: { invoice_history: { enabled: true } } }),
    ).rejects.toMatchObject({ statusCode: 400, param: `business_profile[${name}]` });
  },
);
