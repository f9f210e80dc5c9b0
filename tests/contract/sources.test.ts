import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { aPlan } from '../factories';
import { anAccount, localOnly, setClock } from './stripe-under-test';

const NOVEMBER_16 = 1794787200;
const DECEMBER_16 = 1797379200;

const types = async (stripe: Stripe) =>
  (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type).reverse();

test('a customer made with a token has its card as the default source', async () => {
  const { stripe } = anAccount();
  const customer = await stripe.customers.create({
    source: 'tok_visa',
    expand: ['default_source', 'sources'],
  });
  expect(customer).toMatchObject({
    default_source: { object: 'card', brand: 'Visa', last4: '4242', customer: customer.id },
    sources: { object: 'list', data: [{ object: 'card', last4: '4242' }] },
    invoice_settings: { default_payment_method: null },
  });
});

test('the source is one of the customer’s payment methods too', async () => {
  const { stripe } = anAccount();
  const { id, default_source } = await stripe.customers.create({ source: 'tok_mastercard' });
  expect(default_source).toMatch(/^card_/);
  expect((await stripe.customers.listPaymentMethods(id)).data).toMatchObject([
    { id: default_source, object: 'payment_method', type: 'card', card: { brand: 'mastercard' } },
  ]);
});

localOnly('it tells of the card and of the customer', async () => {
  const { stripe } = anAccount();
  await stripe.customers.create({ source: 'tok_visa' });
  expect(await types(stripe)).toEqual([
    'payment_method.attached',
    'customer.source.created',
    'customer.created',
  ]);
});

test('a subscription is charged on the default source', async () => {
  const { stripe } = anAccount();
  const plan = await aPlan(stripe);
  const { id, default_source } = await stripe.customers.create({ source: 'tok_visa' });
  expect(await stripe.subscriptions.create({ customer: id, items: [{ price: plan.month }] })).toMatchObject({
    status: 'active',
  });
  const [charge] = (await stripe.charges.list({ customer: id })).data;
  expect(charge?.payment_method).toBe(default_source);
});

test('a card that declines becomes nobody’s source', async () => {
  const { stripe } = anAccount();
  await expect(stripe.customers.create({ source: 'tok_chargeDeclined' })).rejects.toMatchObject({
    statusCode: 402,
    code: 'card_declined',
  });
  await expect(stripe.customers.create({ source: 'tok_none' })).rejects.toMatchObject({
    statusCode: 400,
    code: 'resource_missing',
    param: 'source',
    message: "No such token: 'tok_none'",
  });
});

localOnly('a new source takes the place of the default one', async () => {
  const { stripe } = anAccount();
  const { id, default_source: old } = await stripe.customers.create({ source: 'tok_visa' });
  const after = await stripe.customers.update(id, { source: 'tok_mastercard' });
  expect(after.default_source).not.toBe(old);
  expect((await stripe.customers.listSources(id)).data).toMatchObject([{ brand: 'MasterCard' }]);
  expect((await types(stripe)).slice(3)).toEqual([
    'payment_method.attached',
    'customer.source.created',
    'payment_method.detached',
    'customer.source.deleted',
    'customer.updated',
  ]);
});

localOnly('a new source is tried at once for what is past due', async () => {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_16);
  const plan = await aPlan(stripe);
  const { id } = await stripe.customers.create({ source: 'tok_visa' });
  const subscription = await stripe.subscriptions.create({ customer: id, items: [{ price: plan.month }] });
  await stripe.customers.update(id, { source: 'tok_chargeCustomerFail' });
  await setClock(account, DECEMBER_16);
  expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
  await stripe.customers.update(id, { source: 'tok_visa' });
  expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
});

test('further sources are added, changed, chosen and taken away', async () => {
  const { stripe } = anAccount();
  const { id, default_source: first } = await stripe.customers.create({ source: 'tok_visa' });
  const second = await stripe.customers.createSource(id, { source: 'tok_amex', metadata: { kept: 'yes' } });
  expect(second).toMatchObject({ object: 'card', brand: 'American Express', metadata: { kept: 'yes' } });
  expect((await stripe.customers.retrieve(id)) as Stripe.Customer).toMatchObject({ default_source: first });
  expect(
    await stripe.customers.updateSource(id, second.id, { name: 'Ada Lovelace', address_zip: 'W1' }),
  ).toMatchObject({ name: 'Ada Lovelace', address_zip: 'W1' });
  expect(await stripe.customers.retrieveSource(id, second.id)).toMatchObject({ name: 'Ada Lovelace' });
  expect(await stripe.customers.update(id, { default_source: second.id })).toMatchObject({
    default_source: second.id,
  });
  expect(await stripe.customers.deleteSource(id, second.id)).toMatchObject({ id: second.id, deleted: true });
  expect((await stripe.customers.retrieve(id)) as Stripe.Customer).toMatchObject({ default_source: first });
});

test('a source that is taken away and was not the default leaves the default', async () => {
  const { stripe } = anAccount();
  const { id, default_source: first } = await stripe.customers.create({ source: 'tok_visa' });
  const second = await stripe.customers.createSource(id, { source: 'tok_amex' });
  await stripe.customers.createSource(id, { source: 'tok_mastercard' });
  await stripe.customers.deleteSource(id, second.id);
  expect(await stripe.customers.retrieve(id)).toMatchObject({ default_source: first });
});

test('a source that is not the customer’s is refused', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.customers.create();
  const { default_source: stranger } = await stripe.customers.create({ source: 'tok_visa' });
  await expect(stripe.customers.update(id, { default_source: String(stranger) })).rejects.toMatchObject({
    statusCode: 400,
    code: 'resource_missing',
    param: 'default_source',
  });
  await expect(stripe.customers.retrieveSource(id, String(stranger))).rejects.toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
  });
  await expect(
    stripe.customers.update(id, { source: 'tok_visa', default_source: 'card_x' }),
  ).rejects.toMatchObject({ param: 'default_source' });
});

test('an invoice prefix and the next number are the company’s to choose', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.customers.create({ invoice_prefix: 'ADA42', next_invoice_sequence: 7 });
  await stripe.invoiceItems.create({ customer: id, amount: 500, currency: 'usd' });
  const draft = await stripe.invoices.create({ customer: id, pending_invoice_items_behavior: 'include' });
  expect((await stripe.invoices.finalizeInvoice(draft.id ?? '')).number).toBe('ADA42-0007');
  await expect(stripe.customers.update(id, { invoice_prefix: 'ada' })).rejects.toMatchObject({
    param: 'invoice_prefix',
  });
});
