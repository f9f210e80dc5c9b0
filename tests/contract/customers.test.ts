import { expect, test } from 'vitest';
import { aCustomer, aPlan, aSubscriber } from '../factories';
import { anAccount, localOnly } from './stripe-under-test';

test('a customer needs nothing', async () => {
  const { stripe } = anAccount();
  expect(await stripe.customers.create()).toMatchObject({
    id: expect.stringMatching(/^cus_/),
    object: 'customer',
    email: null,
    name: null,
    balance: 0,
    currency: null,
    invoice_settings: { default_payment_method: null },
    livemode: false,
    metadata: {},
  });
});

test('a customer keeps what it was given; an empty value unsets', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.customers.create({
    email: 'ada@example.com',
    name: 'Ada Lovelace',
    address: { line1: '12 St James’s Square', city: 'London', country: 'GB', postal_code: 'SW1Y 4JH' },
    preferred_locales: ['en-GB'],
    metadata: { user: '1' },
  });
  const updated = await stripe.customers.update(id, { name: '', phone: '+44 20 7946 0000' });
  expect(updated).toMatchObject({
    email: 'ada@example.com',
    name: null,
    phone: '+44 20 7946 0000',
    address: { line1: '12 St James’s Square', city: 'London', country: 'GB', postal_code: 'SW1Y 4JH' },
    preferred_locales: ['en-GB'],
    metadata: { user: '1' },
  });
});

test('the list finds customers by their exact e-mail', async () => {
  const { stripe } = anAccount();
  const email = `grace-${Date.now()}@example.com`;
  const first = await stripe.customers.create({ email });
  await stripe.customers.create({ email: 'other@example.com' });
  const second = await stripe.customers.create({ email });
  expect((await stripe.customers.list({ email })).data.map(({ id }) => id)).toEqual([second.id, first.id]);
});

test('only an attached card can be the default', async () => {
  const { stripe } = anAccount();
  const { customer } = await aCustomer(stripe);
  const stranger = await aCustomer(stripe);
  await expect(
    stripe.customers.update(customer, {
      invoice_settings: { default_payment_method: stranger.paymentMethod },
    }),
  ).rejects.toMatchObject({ statusCode: 400, rawType: 'invalid_request_error' });
});

test('the default card can be expanded', async () => {
  const { stripe } = anAccount();
  const { customer } = await aCustomer(stripe);
  const expanded = await stripe.customers.retrieve(customer, {
    expand: ['invoice_settings.default_payment_method'],
  });
  expect(expanded).toMatchObject({
    invoice_settings: { default_payment_method: { object: 'payment_method', card: { last4: '4242' } } },
  });
});

test('a deleted customer is remembered as deleted', async () => {
  const { stripe } = anAccount();
  const { month } = await aPlan(stripe);
  const { customer, subscription } = await aSubscriber(stripe, { price: month });
  expect(await stripe.customers.del(customer)).toMatchObject({
    id: customer,
    object: 'customer',
    deleted: true,
  });
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ id: customer, deleted: true });
  expect((await stripe.customers.list({ email: 'ada@example.com' })).data.map(({ id }) => id)).not.toContain(
    customer,
  );
  await expect(stripe.subscriptions.create({ customer, items: [{ price: month }] })).rejects.toMatchObject({
    statusCode: 400,
    code: 'resource_missing',
    message: `No such customer: '${customer}'`,
  });
  expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('canceled');
});

test('a customer that never was is not found', async () => {
  const { stripe } = anAccount();
  await expect(stripe.customers.retrieve('cus_none')).rejects.toMatchObject({
    statusCode: 404,
    rawType: 'invalid_request_error',
    code: 'resource_missing',
    param: 'id',
    message: `No such customer: 'cus_none'`,
  });
});

test('what goes on in a customer’s name ends with the customer, and the card is of no more use', async () => {
  const { stripe } = anAccount();
  const { month } = await aPlan(stripe);
  const ada = await aSubscriber(stripe, { price: month });
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: ada.subscription });
  const later = await stripe.subscriptionSchedules.create({
    customer: ada.customer,
    start_date: ada.created.created + 40 * 86_400,
    phases: [{ items: [{ price: month }] }],
  });
  await stripe.customers.del(ada.customer);
  expect((await stripe.subscriptions.retrieve(ada.subscription)).status).toBe('canceled');
  for (const { id } of [schedule, later])
    expect((await stripe.subscriptionSchedules.retrieve(id)).status).toBe('canceled');
  const { id: customer } = await stripe.customers.create();
  await expect(stripe.paymentMethods.attach(ada.paymentMethod, { customer })).rejects.toMatchObject({
    statusCode: 400,
  });
});

localOnly('a deleted customer’s events tell all that ended', async () => {
  const { stripe } = anAccount();
  const { month } = await aPlan(stripe);
  const { customer } = await aSubscriber(stripe, { price: month });
  await stripe.customers.createTaxId(customer, { type: 'eu_vat', value: 'DE123456789' });
  await stripe.invoiceItems.create({ customer, amount: 500, currency: 'usd' });
  const [{ id: before } = { id: '' }] = (await stripe.events.list({ limit: 1 })).data;
  await stripe.customers.del(customer);
  const told = (await stripe.events.list({ ending_before: before })).data.map(({ type }) => type);
  expect(told.sort()).toEqual([
    'customer.deleted',
    'customer.subscription.deleted',
    'customer.tax_id.deleted',
    'invoiceitem.deleted',
    'payment_method.detached',
  ]);
});
