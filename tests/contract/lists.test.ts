import { beforeAll, expect, test } from 'vitest';
import { aPlan, aSubscriber } from '../factories';
import { anAccount, wire } from './stripe-under-test';

const account = anAccount();
const { stripe } = account;
/** Ids of twelve customers, newest first. */
const newestFirst: string[] = [];
beforeAll(async () => {
  for (let n = 0; n < 12; n += 1)
    newestFirst.unshift((await stripe.customers.create({ name: `Customer ${n}` })).id);
});

const idsOf = ({ data }: { data: readonly { id: string }[] }) => data.map(({ id }) => id);
const at = (index: number): string => newestFirst[index] ?? '';

test('a list is an object with a URL, ten at a time, newest first', async () => {
  const list = await stripe.customers.list();
  expect(list).toMatchObject({ object: 'list', url: '/v1/customers', has_more: true });
  expect(idsOf(list)).toEqual(newestFirst.slice(0, 10));
});

test('limit takes 1 to 100', async () => {
  expect(idsOf(await stripe.customers.list({ limit: 1 }))).toEqual([at(0)]);
  const all = await stripe.customers.list({ limit: 100 });
  expect(idsOf(all).slice(0, 12)).toEqual(newestFirst);
});

test.each([0, 101, -1])('limit %i is refused', async (limit) => {
  await expect(stripe.customers.list({ limit })).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
    param: 'limit',
  });
});

test('starting_after goes on to older objects', async () => {
  const page = await stripe.customers.list({ limit: 3, starting_after: at(2) });
  expect(idsOf(page)).toEqual(newestFirst.slice(3, 6));
  expect(page.has_more).toBe(true);
});

test('ending_before goes back to the newer objects next to the cursor, still newest first', async () => {
  const page = await stripe.customers.list({ limit: 3, ending_before: at(6) });
  expect(idsOf(page)).toEqual(newestFirst.slice(3, 6));
  expect(page.has_more).toBe(true);
  const first = await stripe.customers.list({ limit: 3, ending_before: at(3) });
  expect(idsOf(first)).toEqual(newestFirst.slice(0, 3));
  expect(first.has_more).toBe(false);
});

test('the SDK walks every page', async () => {
  const seen: string[] = [];
  for await (const { id } of stripe.customers.list({ limit: 5 })) seen.push(id);
  expect(seen.slice(0, 12)).toEqual(newestFirst);
});

test.each(['starting_after', 'ending_before'])('an unknown %s is refused', async (cursor) => {
  const answer = await wire(account, 'GET', `/v1/customers?${cursor}=cus_none`);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    error: { code: 'resource_missing', param: cursor, message: expect.stringContaining(`'cus_none'`) },
  });
});

test('both cursors at once are refused', async () => {
  const answer = await wire(account, 'GET', `/v1/customers?starting_after=${at(5)}&ending_before=${at(1)}`);
  expect(answer.status).toBe(400);
});

test('created narrows a list', async () => {
  const [newest] = (await stripe.customers.list({ limit: 1 })).data;
  const created = newest?.created ?? 0;
  expect(idsOf(await stripe.customers.list({ created: { gte: created } }))).toContain(at(0));
  expect((await stripe.customers.list({ created: { gt: created + 60 } })).data).toEqual([]);
});

test('a cursor that the filter leaves out still marks the place', async () => {
  const [ada, grace] = [await stripe.customers.create(), await stripe.customers.create()];
  const items: string[] = [];
  for (const { id: customer } of [ada, grace, ada])
    items.push((await stripe.invoiceItems.create({ customer, amount: 100, currency: 'usd' })).id);
  const [oldest = '', between = '', newest = ''] = items;
  const before = await stripe.invoiceItems.list({ customer: ada.id, starting_after: between });
  const after = await stripe.invoiceItems.list({ customer: ada.id, ending_before: between });
  expect(before.data.map(({ id }) => id)).toEqual([oldest]);
  expect(after.data.map(({ id }) => id)).toEqual([newest]);
});

test('a list inside an object takes one cursor as well', async () => {
  const { id: customer } = await stripe.customers.create();
  const invoice = await stripe.invoices.create({ customer, currency: 'usd' });
  const { lines } = await stripe.invoices.addLines(invoice.id, {
    lines: [
      { amount: 500, description: 'One' },
      { amount: 700, description: 'Two' },
    ],
  });
  const [one, two] = idsOf(lines);
  const path = `/v1/invoices/${invoice.id}/lines?starting_after=${one}&ending_before=${two}`;
  const answer = await wire(account, 'GET', path);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ error: { param: 'ending_before' } });
});

test.each([
  ['subscriptions', 'customer', 'customer', 'cus_none'],
  ['subscriptions', 'price', 'price', 'price_none'],
  ['invoices', 'customer', 'customer', 'cus_none'],
  ['invoices', 'subscription', 'subscription', 'sub_none'],
  ['payment_methods', 'customer', 'customer', 'cus_none'],
  ['charges', 'payment_intent', 'payment_intent', 'pi_none'],
  ['prices', 'product', 'product', 'prod_none'],
  ['promotion_codes', 'coupon', 'coupon', 'NONE'],
])('a list of %s by a %s that never was is refused', async (what, param, name, id) => {
  const answer = await wire(anAccount(), 'GET', `/v1/${what}?${param}=${id}`);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    error: { code: 'resource_missing', param, message: `No such ${name}: '${id}'` },
  });
});

test('what belonged to a deleted customer is listed', async () => {
  const { stripe } = anAccount();
  const plan = await aPlan(stripe);
  const { customer, subscription } = await aSubscriber(stripe, { price: plan.month });
  await stripe.customers.del(customer);
  expect((await stripe.subscriptions.list({ customer, status: 'all' })).data).toMatchObject([
    { id: subscription, status: 'canceled' },
  ]);
});
