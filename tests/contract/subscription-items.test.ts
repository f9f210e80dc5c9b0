import { beforeAll, expect, test } from 'vitest';
import type { Catalogue } from '../factories';
import { aCatalogue, aPlan, aSubscriber, DECEMBER_1, NOVEMBER_1, replaceCard } from '../factories';
import { anAccount, localOnly, onFrozenClock } from './stripe-under-test';

const { stripe } = anAccount();
let catalogue: Catalogue;
let addOn: string;
beforeAll(async () => {
  catalogue = await aCatalogue(stripe);
  addOn = (await aPlan(stripe, { name: 'Status pages', month: 1000 })).month;
});

const aStarterSubscriber = () =>
  aSubscriber(stripe, { price: catalogue.starter.month, since: NOVEMBER_1, renews: DECEMBER_1 });

onFrozenClock('an item is retrieved and listed on its own', async () => {
  const { subscription, item } = await aStarterSubscriber();
  expect(await stripe.subscriptionItems.retrieve(item)).toMatchObject({
    id: item,
    object: 'subscription_item',
    subscription,
    current_period_start: NOVEMBER_1,
    current_period_end: DECEMBER_1,
  });
  const list = await stripe.subscriptionItems.list({ subscription });
  expect(list).toMatchObject({ object: 'list', has_more: false });
  expect(list.data.map(({ id }) => id)).toEqual([item]);
});

onFrozenClock('an item can be added for the rest of the period', async () => {
  const { subscription } = await aStarterSubscriber();
  const added = await stripe.subscriptionItems.create({ subscription, price: addOn, quantity: 2 });
  expect(added).toMatchObject({ price: { id: addOn }, quantity: 2, current_period_end: DECEMBER_1 });
  expect((await stripe.subscriptions.retrieve(subscription)).items.data).toHaveLength(2);
  // 1000 x 2 for half of November, then both items for December
  expect((await stripe.invoices.createPreview({ subscription })).total).toBe(1000 + 1500 + 2000);
});

onFrozenClock('an item can be added through the subscription too', async () => {
  const { subscription, item } = await aStarterSubscriber();
  const updated = await stripe.subscriptions.update(subscription, { items: [{ price: addOn }] });
  expect(updated.items.data.map(({ price }) => price.id).sort()).toEqual(
    [catalogue.starter.month, addOn].sort(),
  );
  expect(updated.items.data.map(({ id }) => id)).toContain(item);
});

onFrozenClock('an item’s price changes in place', async () => {
  const { subscription, item } = await aStarterSubscriber();
  const updated = await stripe.subscriptionItems.update(item, {
    price: catalogue.pro.month,
    proration_behavior: 'none',
  });
  expect(updated).toMatchObject({ id: item, subscription, price: { id: catalogue.pro.month } });
});

onFrozenClock('an item can be taken away, not the last one', async () => {
  const { subscription, item } = await aStarterSubscriber();
  const added = await stripe.subscriptionItems.create({ subscription, price: addOn });
  expect(await stripe.subscriptionItems.del(added.id)).toMatchObject({
    id: added.id,
    object: 'subscription_item',
    deleted: true,
  });
  await expect(stripe.subscriptionItems.del(item)).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

onFrozenClock('the same price twice on one subscription is refused', async () => {
  const { subscription } = await aStarterSubscriber();
  await expect(
    stripe.subscriptionItems.create({ subscription, price: catalogue.starter.month }),
  ).rejects.toMatchObject({ statusCode: 400, rawType: 'invalid_request_error' });
});

test('the items of a subscription that has ended are not changed', async () => {
  const { subscription, item } = await aSubscriber(stripe, { price: catalogue.starter.month });
  await stripe.subscriptions.cancel(subscription);
  const refusal = { statusCode: 400, code: 'invalid_canceled_subscription_fields' };
  await expect(stripe.subscriptionItems.create({ subscription, price: addOn })).rejects.toMatchObject(
    refusal,
  );
  await expect(stripe.subscriptionItems.update(item, { quantity: 2 })).rejects.toMatchObject(refusal);
  await expect(stripe.subscriptionItems.del(item)).rejects.toMatchObject(refusal);
  const { items } = await stripe.subscriptions.retrieve(subscription);
  expect(items.data).toMatchObject([{ id: item, quantity: 1 }]);
});

test('the items of a paused subscription are not changed', async () => {
  const { subscription, item } = await aSubscriber(stripe, { price: catalogue.starter.month });
  await stripe.subscriptions.pause(subscription, { type: 'subscription' });
  await expect(stripe.subscriptionItems.update(item, { quantity: 2 })).rejects.toMatchObject({
    statusCode: 400,
  });
});

test('an item that waits for its payment is answered, and is not on the subscription yet', async () => {
  const { customer, subscription } = await aSubscriber(stripe, { price: catalogue.starter.month });
  await replaceCard(stripe, customer, 'pm_card_chargeCustomerFail');
  const added = await stripe.subscriptionItems.create({
    subscription,
    price: addOn,
    payment_behavior: 'pending_if_incomplete',
    proration_behavior: 'always_invoice',
  });
  expect(added).toMatchObject({ object: 'subscription_item', price: { id: addOn } });
  const { items, pending_update } = await stripe.subscriptions.retrieve(subscription);
  expect(items.data.map(({ price }) => price.id)).toEqual([catalogue.starter.month]);
  expect(pending_update?.subscription_items?.map(({ id }) => id)).toContain(added.id);
});

test('another change of an item takes the place of one that waits', async () => {
  const { customer, subscription, item } = await aSubscriber(stripe, { price: catalogue.starter.month });
  await replaceCard(stripe, customer, 'pm_card_chargeCustomerFail');
  await stripe.subscriptionItems.update(item, {
    quantity: 5,
    payment_behavior: 'pending_if_incomplete',
    proration_behavior: 'always_invoice',
  });
  expect((await stripe.subscriptions.retrieve(subscription)).pending_update).not.toBeNull();
  await stripe.subscriptionItems.update(item, { quantity: 2, proration_behavior: 'none' });
  expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({
    pending_update: null,
    items: { data: [{ id: item, quantity: 2 }] },
  });
});

test('a changed item of a scheduled subscription is its current phase from then on', async () => {
  const { subscription, item } = await aSubscriber(stripe, { price: catalogue.starter.month });
  const { id } = await stripe.subscriptionSchedules.create({ from_subscription: subscription });
  await stripe.subscriptionItems.update(item, { quantity: 7, proration_behavior: 'none' });
  expect((await stripe.subscriptionSchedules.retrieve(id)).phases).toMatchObject([
    { items: [{ price: catalogue.starter.month, quantity: 7 }] },
  ]);
});

test('an item may name its price as a plan', async () => {
  const { id: customer } = await stripe.customers.create({ payment_method: 'pm_card_visa' });
  const order = { customer, payment_behavior: 'default_incomplete' } as const;
  const { items } = await stripe.subscriptions.create({ ...order, items: [{ plan: addOn }] });
  expect(items.data).toMatchObject([{ price: { id: addOn }, plan: { id: addOn } }]);
  await expect(stripe.subscriptions.create({ ...order, items: [{ plan: 'none' }] })).rejects.toMatchObject({
    message: "No such plan: 'none'",
    param: 'items[0][plan]',
  });
  await expect(
    stripe.subscriptions.create({ ...order, items: [{ plan: addOn, price: addOn }] }),
  ).rejects.toMatchObject({ message: 'You may only specify one of these parameters: plan, price.' });
});

localOnly('where nothing is taxed, tax rates can be emptied and nothing else', async () => {
  const { subscription, item } = await aSubscriber(stripe, { price: catalogue.starter.month });
  const untaxed = {
    default_tax_rates: '',
    items: [{ id: item, tax_rates: '' }],
    automatic_tax: { enabled: false },
  };
  expect(await stripe.subscriptions.update(subscription, untaxed as object)).toMatchObject({
    default_tax_rates: [],
    items: { data: [{ tax_rates: [] }] },
  });
  await expect(
    stripe.subscriptions.update(subscription, { default_tax_rates: ['txr_1'] }),
  ).rejects.toMatchObject({
    message: 'The local Stripe has no tax rates: `default_tax_rates` can only be empty.',
    param: 'default_tax_rates',
  });
});

test('a price that comes with its item may have parts of a minor unit', async () => {
  const { id: customer } = await stripe.customers.create();
  const { items } = await stripe.subscriptions.create({
    customer,
    payment_behavior: 'default_incomplete',
    items: [
      {
        quantity: 1000,
        price_data: {
          currency: 'usd',
          product: catalogue.pro.product,
          recurring: { interval: 'month' },
          tax_behavior: 'exclusive',
          unit_amount_decimal: '0.5' as never, // as it travels; the SDK's type wants its own decimal
        },
      },
    ],
  });
  expect(items.data[0]?.price).toMatchObject({ tax_behavior: 'exclusive', unit_amount: null });
});
