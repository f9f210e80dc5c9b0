import { beforeAll, expect } from 'vitest';
import type { Catalogue } from '../factories';
import { aCatalogue, aPlan, aSubscriber, DECEMBER_1, NOVEMBER_1 } from '../factories';
import { anAccount, onFrozenClock } from './stripe-under-test';

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
