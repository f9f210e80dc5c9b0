import { beforeAll, expect } from 'vitest';
import type { Catalogue } from '../factories';
import {
  aCatalogue,
  aCustomer,
  aSubscriber,
  DECEMBER_1,
  NOVEMBER_1,
  NOVEMBER_16,
  onlyItem,
} from '../factories';
import { anAccount, onFrozenClock } from './stripe-under-test';

const { stripe } = anAccount();
let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await aCatalogue(stripe);
});

const aStarterSubscriber = () =>
  aSubscriber(stripe, { price: catalogue.starter.month, since: NOVEMBER_1, renews: DECEMBER_1 });

const amounts = (invoice: Awaited<ReturnType<typeof stripe.invoices.createPreview>>) =>
  invoice.lines.data.map(({ amount }) => amount).sort((a, b) => a - b);

onFrozenClock('the next invoice of a subscription is its renewal', async () => {
  const { customer, subscription } = await aStarterSubscriber();
  const preview = await stripe.invoices.createPreview({ subscription });
  expect(preview).toMatchObject({
    id: expect.stringMatching(/^upcoming_in_/),
    object: 'invoice',
    billing_reason: 'upcoming',
    status: 'draft',
    customer,
    currency: 'usd',
    subtotal: 1500,
    total: 1500,
    amount_due: 1500,
    parent: { subscription_details: { subscription } },
  });
  expect(preview.lines.data).toMatchObject([
    {
      id: expect.stringMatching(/^il_tmp_/),
      amount: 1500,
      description: '1 × Starter (at $15.00 / month)',
      period: { start: DECEMBER_1, end: 1798761600 }, // 1 January 2027
      parent: { subscription_item_details: { proration: false } },
    },
  ]);
});

onFrozenClock('a preview is nothing that can be listed, retrieved or seen on the subscription', async () => {
  const { customer, subscription, item, created } = await aStarterSubscriber();
  const preview = await stripe.invoices.createPreview({
    subscription,
    subscription_details: {
      items: [{ id: item, price: catalogue.pro.month }],
      proration_behavior: 'always_invoice',
    },
  });
  await expect(stripe.invoices.retrieve(String(preview.id))).rejects.toMatchObject({ statusCode: 404 });
  expect((await stripe.invoices.list({ customer })).data).toHaveLength(1);
  const after = await stripe.subscriptions.retrieve(subscription);
  expect(onlyItem(after).price.id).toBe(catalogue.starter.month);
  expect(after.latest_invoice).toBe(created.latest_invoice);
});

onFrozenClock('always_invoice previews what would be charged now', async () => {
  const { subscription, item } = await aStarterSubscriber();
  const preview = await stripe.invoices.createPreview({
    subscription,
    subscription_details: {
      items: [{ id: item, price: catalogue.pro.month }],
      proration_behavior: 'always_invoice',
      proration_date: NOVEMBER_16,
    },
  });
  expect(amounts(preview)).toEqual([-750, 2450]);
  expect(preview).toMatchObject({ total: 1700, amount_due: 1700 });
});

onFrozenClock('create_prorations previews the next renewal with the prorations on it', async () => {
  const { subscription, item } = await aStarterSubscriber();
  const preview = await stripe.invoices.createPreview({
    subscription,
    subscription_details: { items: [{ id: item, price: catalogue.pro.month }], proration_date: NOVEMBER_16 },
  });
  expect(amounts(preview)).toEqual([-750, 2450, 4900]);
  expect(preview.total).toBe(6600);
});

onFrozenClock('none previews the next renewal at the new price alone', async () => {
  const { subscription, item } = await aStarterSubscriber();
  const preview = await stripe.invoices.createPreview({
    subscription,
    subscription_details: { items: [{ id: item, price: catalogue.pro.month }], proration_behavior: 'none' },
  });
  expect(amounts(preview)).toEqual([4900]);
});

onFrozenClock('a coupon can be tried out', async () => {
  const { subscription } = await aStarterSubscriber();
  const { id: coupon } = await stripe.coupons.create({ percent_off: 20 });
  const preview = await stripe.invoices.createPreview({ subscription, discounts: [{ coupon }] });
  expect(preview).toMatchObject({ subtotal: 1500, total: 1200, total_discount_amounts: [{ amount: 300 }] });
  expect((await stripe.subscriptions.retrieve(subscription)).discounts).toEqual([]);
  expect((await stripe.coupons.retrieve(coupon)).times_redeemed).toBe(0);
});

onFrozenClock('a subscription that does not exist yet can be previewed', async () => {
  const { customer } = await aCustomer(stripe);
  const preview = await stripe.invoices.createPreview({
    customer,
    subscription_details: { items: [{ price: catalogue.pro.month, quantity: 2 }] },
  });
  expect(preview).toMatchObject({ total: 9800, customer });
  expect((await stripe.subscriptions.list({ customer, status: 'all' })).data).toEqual([]);
});

onFrozenClock('another customer’s subscription cannot be previewed', async () => {
  const { subscription } = await aStarterSubscriber();
  const { customer: stranger } = await aCustomer(stripe);
  await expect(stripe.invoices.createPreview({ customer: stranger, subscription })).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

onFrozenClock('an unknown subscription is refused by name', async () => {
  await expect(stripe.invoices.createPreview({ subscription: 'sub_none' })).rejects.toMatchObject({
    statusCode: 400,
    code: 'resource_missing',
    param: 'subscription',
    message: `No such subscription: 'sub_none'`,
  });
});

onFrozenClock('a customer without anything upcoming has no preview', async () => {
  const { customer } = await aCustomer(stripe);
  await expect(stripe.invoices.createPreview({ customer })).rejects.toMatchObject({
    code: 'invoice_upcoming_none',
  });
});

onFrozenClock('the upcoming invoice of old is gone', async () => {
  await expect(stripe.rawRequest('GET', '/v1/invoices/upcoming')).rejects.toMatchObject({ statusCode: 404 });
});
