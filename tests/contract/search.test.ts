import { expect } from 'vitest';
import { aCatalogue, aSubscriber } from '../factories';
import { anAccount, localOnly } from './stripe-under-test';

// Stripe's index lags behind its writes; here a search sees what was just written.

localOnly('customers are found by email, by part of a name, by metadata', async () => {
  const { stripe } = anAccount();
  const ada = await stripe.customers.create({
    email: 'ada@example.com',
    name: 'Ada Lovelace',
    metadata: { plan: 'pro' },
  });
  const grace = await stripe.customers.create({ email: 'grace@example.com', name: 'Grace Hopper' });
  const found = async (query: string) => (await stripe.customers.search({ query })).data.map(({ id }) => id);
  expect(await found(`email:'ada@example.com'`)).toEqual([ada.id]);
  expect(await found(`name~'lovelace'`)).toEqual([ada.id]);
  expect(await found(`metadata['plan']:'pro'`)).toEqual([ada.id]);
  expect(await found(`-metadata['plan']:'pro'`)).toEqual([grace.id]);
  expect(await found(`email~'example' AND created>0`)).toEqual([grace.id, ada.id]);
  expect(await found(`email:'nobody@example.com'`)).toEqual([]);
});

localOnly('a search is a search_result; its total is counted when expanded', async () => {
  const { stripe } = anAccount();
  await stripe.customers.create({ email: 'ada@example.com' });
  const query = `email:'ada@example.com'`;
  const plain = await stripe.customers.search({ query });
  expect(plain).toMatchObject({
    object: 'search_result',
    url: '/v1/customers/search',
    has_more: false,
    next_page: null,
  });
  expect(plain).not.toHaveProperty('total_count');
  expect(await stripe.customers.search({ query, expand: ['total_count'] })).toMatchObject({ total_count: 1 });
});

localOnly('next_page leads through all that was found', async () => {
  const { stripe } = anAccount();
  const ids: string[] = [];
  for (const name of ['One', 'Two', 'Three']) ids.unshift((await stripe.products.create({ name })).id);
  const query = `active:'true'`;
  const first = await stripe.products.search({ query, limit: 2 });
  expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect(first.has_more).toBe(true);
  const second = await stripe.products.search({ query, limit: 2, page: first.next_page ?? '' });
  expect(second.data.map(({ id }) => id)).toEqual(ids.slice(2));
  expect(second).toMatchObject({ has_more: false, next_page: null });
  const all: string[] = [];
  for await (const { id } of stripe.products.search({ query, limit: 1 })) all.push(id);
  expect(all).toEqual(ids);
  await expect(stripe.products.search({ query, page: 'elsewhere' })).rejects.toMatchObject({
    statusCode: 400,
    param: 'page',
  });
});

localOnly('what a subscriber leaves behind is found by its own fields', async () => {
  const { stripe } = anAccount();
  const { starter } = await aCatalogue(stripe);
  const { customer, subscription, created } = await aSubscriber(stripe, {
    price: starter.month,
    terms: { metadata: { campaign: 'spring' } },
  });
  const invoice = String(created.latest_invoice);
  const ids = (found: { data: { id: string }[] }) => found.data.map(({ id }) => id);
  expect(
    ids(await stripe.subscriptions.search({ query: `status:'active' metadata['campaign']:'spring'` })),
  ).toEqual([subscription]);
  expect(ids(await stripe.invoices.search({ query: `subscription:'${subscription}' total>1000` }))).toEqual([
    invoice,
  ]);
  expect(ids(await stripe.invoices.search({ query: `total>1500` }))).toEqual([]);
  expect(
    (await stripe.paymentIntents.search({ query: `amount:1500 customer:'${customer}'` })).data,
  ).toMatchObject([{ amount: 1500, status: 'succeeded' }]);
  expect((await stripe.charges.search({ query: `status:'succeeded' -currency:'eur'` })).data).toMatchObject([
    { amount: 1500 },
  ]);
  expect(ids(await stripe.prices.search({ query: `product:'${starter.product}' type:'recurring'` }))).toEqual(
    expect.arrayContaining([starter.month, starter.year]),
  );
  expect(
    (await stripe.customers.search({ query: `email~'example'`, expand: ['data.subscriptions'] })).data[0]
      ?.subscriptions?.data,
  ).toMatchObject([{ id: subscription }]);
});

localOnly('a search for an unknown field is refused by its name', async () => {
  const { stripe } = anAccount();
  await expect(stripe.prices.search({ query: `foo:'bar'` })).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
    message: expect.stringMatching(/^Field `foo` is an unsupported search field for resource `prices`\./),
  });
});

localOnly('a search without a query is refused', async () => {
  const { stripe } = anAccount();
  await expect(stripe.rawRequest('GET', '/v1/customers/search')).rejects.toMatchObject({
    statusCode: 400,
    code: 'parameter_missing',
    param: 'query',
  });
});
