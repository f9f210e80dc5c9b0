import { expect, test } from 'vitest';
import { aPlan } from '../factories';
import { type Account, anAccount, localOnly, setClock } from './stripe-under-test';
import { postWithoutVersion } from './without-version';

const NOVEMBER_16 = 1794787200;
const DECEMBER_16 = 1797379200;
const JANUARY_16 = 1800057600;

/** A customer who pays by card and has 20 % off of their own, as an application of an older version makes one. */
async function aDiscounted(account: Account, duration: 'forever' | 'once' = 'forever') {
  const { stripe, key } = account;
  const coupon = await stripe.coupons.create({ percent_off: 20, duration });
  const { body } = await postWithoutVersion(key, '/v1/customers', { source: 'tok_visa', coupon: coupon.id });
  return { customer: body.id as string, coupon: coupon.id };
}

test('a request of this version has no coupon of a customer', async () => {
  const { stripe } = anAccount();
  const coupon = await stripe.coupons.create({ percent_off: 20 });
  await expect(stripe.customers.create({ coupon: coupon.id } as object)).rejects.toMatchObject({
    code: 'parameter_unknown',
    param: 'coupon',
  });
});

localOnly('the coupon is the customer’s discount, and counts as redeemed', async () => {
  const account = anAccount();
  const { stripe } = account;
  const { customer, coupon } = await aDiscounted(account);
  expect(await stripe.customers.retrieve(customer, { expand: ['discount.source.coupon'] })).toMatchObject({
    discount: { object: 'discount', customer, subscription: null, source: { coupon: { percent_off: 20 } } },
  });
  expect((await stripe.coupons.retrieve(coupon)).times_redeemed).toBe(1);
});

localOnly('it lowers the invoices of a subscription that has no discount of its own', async () => {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_16);
  const { customer } = await aDiscounted(account);
  const plan = await aPlan(stripe);
  const subscription = await stripe.subscriptions.create({
    customer,
    items: [{ price: plan.month }],
    expand: ['latest_invoice'],
  });
  expect(subscription).toMatchObject({ discounts: [], latest_invoice: { subtotal: 4900, total: 3920 } });
  expect((await stripe.invoices.createPreview({ subscription: subscription.id })).total).toBe(3920);
  await setClock(account, DECEMBER_16);
  const [renewal] = (await stripe.invoices.list({ customer })).data;
  expect(renewal).toMatchObject({ billing_reason: 'subscription_cycle', total: 3920 });
});

localOnly('it lowers what a schedule begins and goes on with', async () => {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_16);
  const { customer } = await aDiscounted(account);
  const plan = await aPlan(stripe);
  const month = { interval: 'month' as const };
  await stripe.subscriptionSchedules.create({
    customer,
    start_date: 'now',
    phases: [
      { items: [{ price: plan.month }], duration: month },
      { items: [{ price: plan.month, quantity: 2 }], duration: month },
    ],
  });
  await setClock(account, DECEMBER_16);
  const invoices = (await stripe.invoices.list({ customer })).data;
  expect(invoices.map(({ total }) => total)).toEqual([7840, 3920]);
});

localOnly('a change in the middle of a period is prorated with it', async () => {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_16);
  const { customer } = await aDiscounted(account);
  const plan = await aPlan(stripe, { month: 3000 });
  const { id, items } = await stripe.subscriptions.create({ customer, items: [{ price: plan.month }] });
  await setClock(account, NOVEMBER_16 + 15 * 86_400);
  const changed = await stripe.subscriptions.update(id, {
    items: [{ id: items.data[0]?.id ?? '', quantity: 2 }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  });
  expect(changed).toMatchObject({ discounts: [], latest_invoice: { total: 1200 } });
});

localOnly('a subscription’s own discount stands in its place, with each renewal', async () => {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_16);
  const { customer } = await aDiscounted(account);
  const half = await stripe.coupons.create({ percent_off: 50, duration: 'forever' });
  const plan = await aPlan(stripe);
  const subscription = await stripe.subscriptions.create({
    customer,
    items: [{ price: plan.month }],
    discounts: [{ coupon: half.id }],
    expand: ['latest_invoice'],
  });
  expect(subscription.latest_invoice).toMatchObject({ total: 2450 });
  await setClock(account, DECEMBER_16);
  expect((await stripe.invoices.list({ customer })).data.map(({ total }) => total)).toEqual([2450, 2450]);
});

localOnly('it lowers a one-off invoice, unless that asks for other discounts', async () => {
  const account = anAccount();
  const { stripe } = account;
  const { customer } = await aDiscounted(account);
  await stripe.invoiceItems.create({ customer, amount: 1000, currency: 'usd' });
  const draft = await stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' });
  expect(draft.total).toBe(800);
  expect((await stripe.invoices.update(draft.id ?? '', { discounts: '' })).total).toBe(1000);
});

localOnly('for once, it is spent with the first invoice that it lowers', async () => {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_16);
  const { customer } = await aDiscounted(account, 'once');
  const plan = await aPlan(stripe);
  await stripe.subscriptions.create({ customer, items: [{ price: plan.month }] });
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ discount: null });
  await setClock(account, JANUARY_16);
  const totals = (await stripe.invoices.list({ customer })).data.map(({ total }) => total);
  expect(totals).toEqual([4900, 4900, 3920]);
});

localOnly('another coupon replaces it, and an empty one takes it away', async () => {
  const account = anAccount();
  const { stripe, key } = account;
  const { customer } = await aDiscounted(account);
  const thirty = await stripe.coupons.create({ percent_off: 30, duration: 'forever' });
  const path = `/v1/customers/${customer}`;
  expect((await postWithoutVersion(key, path, { coupon: thirty.id })).body).toMatchObject({
    discount: { source: { coupon: thirty.id } },
  });
  expect((await postWithoutVersion(key, path, { coupon: '' })).body).toMatchObject({ discount: null });
  const events = (await stripe.events.list({ limit: 4 })).data.map(({ type }) => type).reverse();
  expect(events).toEqual([
    'customer.discount.updated',
    'customer.updated',
    'customer.discount.deleted',
    'customer.updated',
  ]);
});

localOnly('a coupon that is unknown or over is refused', async () => {
  const { stripe, key } = anAccount();
  expect(await postWithoutVersion(key, '/v1/customers', { coupon: 'NONE' })).toMatchObject({
    status: 400,
    body: { error: { code: 'resource_missing', param: 'coupon', message: "No such coupon: 'NONE'" } },
  });
  expect((await stripe.customers.list()).data).toEqual([]);
});
