import { expect, test } from 'vitest';
import { anAccount, localOnly } from './stripe-under-test';

const { stripe } = anAccount();

localOnly.each([
  ['000000000', 'verified'],
  ['111111111', 'unverified'],
  ['222222222', 'pending'],
  ['DE123456789', 'pending'],
])('the number %s is %s', async (value, status) => {
  const { id } = await stripe.customers.create();
  expect(await stripe.customers.createTaxId(id, { type: 'eu_vat', value })).toMatchObject({
    id: expect.stringMatching(/^txi_/),
    object: 'tax_id',
    customer: id,
    owner: { type: 'customer', customer: id },
    type: 'eu_vat',
    value,
    verification: { status, verified_name: null, verified_address: null },
  });
});

test('a type that nobody verifies says so', async () => {
  const { id } = await stripe.customers.create();
  expect(await stripe.customers.createTaxId(id, { type: 'us_ein', value: '12-3456789' })).toMatchObject({
    country: 'US',
    verification: { status: 'unavailable' },
  });
});

test('a customer’s tax ids are listed, retrieved, expanded and deleted', async () => {
  const { id } = await stripe.customers.create({ tax_id_data: [{ type: 'eu_vat', value: 'DE123456789' }] });
  const ein = await stripe.customers.createTaxId(id, { type: 'us_ein', value: '12-3456789' });
  const { data } = await stripe.customers.listTaxIds(id);
  expect(data.map(({ type, country }) => [type, country])).toEqual([
    ['us_ein', 'US'],
    ['eu_vat', 'DE'],
  ]);
  const expanded = await stripe.customers.retrieve(id, { expand: ['tax_ids'] });
  expect(expanded).toMatchObject({ tax_ids: { object: 'list', data: [{ id: ein.id }, {}] } });
  expect(await stripe.customers.retrieveTaxId(id, ein.id)).toMatchObject({ id: ein.id });
  expect(await stripe.taxIds.retrieve(ein.id)).toMatchObject({ id: ein.id });
  expect(await stripe.customers.deleteTaxId(id, ein.id)).toMatchObject({ id: ein.id, deleted: true });
  await expect(stripe.customers.retrieveTaxId(id, ein.id)).rejects.toMatchObject({ statusCode: 404 });
  expect((await stripe.customers.listTaxIds(id)).data).toHaveLength(1);
  const types = (await stripe.events.list({ type: 'customer.tax_id.deleted' })).data;
  expect(types[0]?.data.object).toMatchObject({ id: ein.id });
});

test('another customer’s tax id is not found', async () => {
  const [ada, grace] = [await stripe.customers.create(), await stripe.customers.create()];
  const { id } = await stripe.customers.createTaxId(ada.id, { type: 'us_ein', value: '12-3456789' });
  await expect(stripe.customers.retrieveTaxId(grace.id, id)).rejects.toMatchObject({
    statusCode: 404,
    message: `No such tax id: '${id}'`,
  });
});

test('an owner is the account itself, or a customer', async () => {
  const account = anAccount().stripe;
  const { id: customer } = await account.customers.create();
  const own = await account.taxIds.create({ type: 'us_ein', value: '12-3456789' });
  expect(own).toMatchObject({ customer: null, owner: { type: 'self' } });
  const theirs = await account.taxIds.create({
    type: 'gb_vat',
    value: 'GB123456789',
    owner: { type: 'customer', customer },
  });
  expect(theirs).toMatchObject({ customer, country: 'GB' });
  const ids = async (owner?: { type: 'customer'; customer: string }) =>
    (await account.taxIds.list(owner && { owner })).data.map(({ id }) => id);
  expect(await ids({ type: 'customer', customer })).toEqual([theirs.id]);
  expect(await ids()).toContain(own.id);
  await account.taxIds.del(own.id);
  expect(await ids()).not.toContain(own.id);
});

test.each([
  ['a malformed number', { type: 'eu_vat', value: '12' }, 'value', 'tax_id_invalid'],
  ['an unknown type', { type: 'mars_vat', value: '12' }, 'type', undefined],
  ['no number', { type: 'eu_vat' }, 'value', 'parameter_missing'],
])('%s is refused', async (_what, params, param, code) => {
  const { id } = await stripe.customers.create();
  await expect(stripe.rawRequest('POST', `/v1/customers/${id}/tax_ids`, params)).rejects.toMatchObject({
    statusCode: 400,
    param,
    code,
  });
});
