import { beforeAll, expect, test } from 'vitest';
import type { Catalogue, Subscriber } from '../factories';
import { aCatalogue, aPortalConfiguration, aSubscriber } from '../factories';
import { anAccount, localOnly } from './stripe-under-test';

const { stripe } = anAccount();
let catalogue: Catalogue;
let configuration: string;
let ada: Subscriber;
beforeAll(async () => {
  catalogue = await aCatalogue(stripe);
  configuration = await aPortalConfiguration(stripe, { plans: [catalogue.starter, catalogue.pro] });
  ada = await aSubscriber(stripe, { price: catalogue.starter.month });
});

/** Creates a session for Ada from params as they stand, also those the SDK's types would not allow. */
const create = (params: object, options: { configuration?: string } = { configuration }) =>
  stripe.rawRequest('POST', '/v1/billing_portal/sessions', { customer: ada.customer, ...options, ...params });

const refusal = { statusCode: 400, rawType: 'invalid_request_error' };

localOnly('without a configuration there is no portal', async () => {
  const empty = anAccount();
  const { id: customer } = await empty.stripe.customers.create();
  await expect(empty.stripe.billingPortal.sessions.create({ customer })).rejects.toMatchObject({
    ...refusal,
    message:
      'No configuration provided and your test mode default configuration has not been created. Provide a configuration or create your default by saving your customer portal settings in test mode at https://dashboard.stripe.com/test/settings/billing/portal.',
  });
});

test('a deleted customer has no portal', async () => {
  const { id: customer } = await stripe.customers.create();
  await stripe.customers.del(customer);
  await expect(create({ customer })).rejects.toMatchObject({
    ...refusal,
    code: 'resource_missing',
    message: `No such customer: '${customer}'`,
  });
});

test('a login after the expiry that ends in the past is refused', async () => {
  const ending = (expires_at: number) =>
    create({ after_expiration: { type: 'customer_login', customer_login: { expires_at } } });
  await expect(ending(1700000000)).rejects.toMatchObject({
    ...refusal,
    param: 'after_expiration[customer_login][expires_at]',
  });
  expect(await ending(4000000000)).toMatchObject({
    after_expiration: { customer_login: { expires_at: 4000000000 } },
  });
});

test('an inactive configuration opens no portal', async () => {
  const retired = await aPortalConfiguration(stripe, { plans: [catalogue.starter] });
  await stripe.billingPortal.configurations.update(retired, { active: false });
  await expect(create({}, { configuration: retired })).rejects.toMatchObject(refusal);
});

test.each([
  ['customer', { customer: 'cus_none' }, `No such customer: 'cus_none'`],
  ['configuration', { configuration: 'bpc_none' }, `'bpc_none'`],
  [
    'flow_data[subscription_cancel][subscription]',
    { flow_data: { type: 'subscription_cancel', subscription_cancel: { subscription: 'sub_none' } } },
    `No such subscription: 'sub_none'`,
  ],
  [
    'flow_data[subscription_update][subscription]',
    { flow_data: { type: 'subscription_update', subscription_update: { subscription: 'sub_none' } } },
    `No such subscription: 'sub_none'`,
  ],
])('an unknown id in %s is named', async (param, params, message) => {
  await expect(create(params)).rejects.toMatchObject({
    ...refusal,
    code: 'resource_missing',
    param,
    message: expect.stringContaining(message),
  });
});

test.each([
  'subscription_cancel',
  'subscription_update',
  'subscription_update_confirm',
  'subscription_pause',
])('%s needs the object of its own name', async (type) => {
  await expect(create({ flow_data: { type } })).rejects.toMatchObject({
    ...refusal,
    code: 'parameter_missing',
    param: `flow_data[${type}]`,
    message: `Missing required param: flow_data[${type}].`,
  });
});

test.each([
  ['flow_data[type]', { flow_data: { subscription_cancel: { subscription: 'sub_1' } } }],
  [
    'flow_data[subscription_cancel][subscription]',
    {
      flow_data: {
        type: 'subscription_cancel',
        subscription_cancel: { retention: { type: 'coupon_offer', coupon_offer: { coupon: 'X' } } },
      },
    },
  ],
  [
    'flow_data[after_completion][type]',
    {
      flow_data: {
        type: 'payment_method_update',
        after_completion: { redirect: { return_url: 'https://example.com' } },
      },
    },
  ],
  [
    'flow_data[after_completion][redirect]',
    { flow_data: { type: 'payment_method_update', after_completion: { type: 'redirect' } } },
  ],
])('%s is required', async (param, params) => {
  await expect(create(params)).rejects.toMatchObject({ ...refusal, param: expect.stringContaining(param) });
});

test.each([
  [
    'an unknown flow',
    { flow_data: { type: 'subscription_gift' } },
    'Invalid flow_data[type]: must be one of',
  ],
  [
    'an unknown completion',
    { flow_data: { type: 'payment_method_update', after_completion: { type: 'dance' } } },
    'Invalid flow_data[after_completion][type]: must be one of',
  ],
  ['an unknown locale', { locale: 'xx' }, 'Invalid locale: must be one of'],
])('%s is refused with the choices', async (_what, params, message) => {
  await expect(create(params)).rejects.toMatchObject({
    ...refusal,
    message: expect.stringContaining(message),
  });
});

test('an unknown parameter is refused', async () => {
  await expect(create({ foo: 1 })).rejects.toMatchObject({
    ...refusal,
    code: 'parameter_unknown',
    param: 'foo',
    message: 'Received unknown parameter: foo',
  });
});

test('a custom message of 501 characters is refused', async () => {
  const hosted_confirmation = { custom_message: 'm'.repeat(501) };
  await expect(
    create({
      flow_data: {
        type: 'payment_method_update',
        after_completion: { type: 'hosted_confirmation', hosted_confirmation },
      },
    }),
  ).rejects.toMatchObject(refusal);
});

test.each(['example.com/account', '/account', 'not a url', 'https://', 'javascript:alert(1)'])(
  '%s is no return URL',
  async (return_url) => {
    await expect(create({ return_url })).rejects.toMatchObject({
      ...refusal,
      code: 'url_invalid',
      param: 'return_url',
    });
  },
);

test('an empty customer is refused', async () => {
  await expect(create({ customer: '' })).rejects.toMatchObject({
    ...refusal,
    code: 'parameter_invalid_empty',
    param: 'customer',
  });
});

test.each([
  ['payment_method_update', { payment_method_update: { enabled: false } }],
  ['customer_update', { customer_update: { enabled: false } }],
])('%s is refused while its feature is off', async (type, features) => {
  const off = await stripe.billingPortal.configurations.create({
    features: { invoice_history: { enabled: true }, ...features },
  });
  await expect(create({ flow_data: { type } }, { configuration: off.id })).rejects.toMatchObject(refusal);
});

test('a cancellation is refused while the feature is off', async () => {
  const off = await stripe.billingPortal.configurations.create({
    features: { invoice_history: { enabled: true } },
  });
  const flow_data = { type: 'subscription_cancel', subscription_cancel: { subscription: ada.subscription } };
  await expect(create({ flow_data }, { configuration: off.id })).rejects.toMatchObject({
    ...refusal,
    message: expect.stringMatching(/subscription cancel feature.*disabled/),
  });
});

test.each(['cancel_at', 'cancel_at_period_end'] as const)(
  'a cancellation is refused once %s is set',
  async (how) => {
    const { customer, subscription, created } = await aSubscriber(stripe, { price: catalogue.starter.month });
    const end = created.items.data[0]?.current_period_end ?? 0;
    await stripe.subscriptions.update(
      subscription,
      how === 'cancel_at' ? { cancel_at: end } : { cancel_at_period_end: true },
    );
    const flow_data = { type: 'subscription_cancel', subscription_cancel: { subscription } };
    await expect(create({ customer, flow_data })).rejects.toMatchObject({
      ...refusal,
      message: expect.stringContaining('is already set to be canceled at period end'),
    });
  },
);

test('a canceled subscription has no flows left', async () => {
  const { customer, subscription } = await aSubscriber(stripe, { price: catalogue.starter.month });
  await stripe.subscriptions.cancel(subscription);
  for (const type of ['subscription_cancel', 'subscription_update']) {
    await expect(create({ customer, flow_data: { type, [type]: { subscription } } })).rejects.toMatchObject(
      refusal,
    );
  }
});

test('another customer’s subscription is refused', async () => {
  const other = await aSubscriber(stripe, { price: catalogue.starter.month });
  for (const type of ['subscription_cancel', 'subscription_update']) {
    await expect(
      create({ flow_data: { type, [type]: { subscription: other.subscription } } }),
    ).rejects.toMatchObject(refusal);
  }
});

test('a retention coupon that does not exist is refused by name', async () => {
  const retention = { type: 'coupon_offer', coupon_offer: { coupon: 'NONE' } };
  const flow_data = {
    type: 'subscription_cancel',
    subscription_cancel: { subscription: ada.subscription, retention },
  };
  await expect(create({ flow_data })).rejects.toMatchObject({
    ...refusal,
    message: `No such coupon: 'NONE'`,
  });
});
