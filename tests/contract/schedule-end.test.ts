import { expect } from 'vitest';
import { day } from './moments';
import { aScheduled, totals } from './schedule-stage';
import { localOnly, setClock } from './stripe-under-test';

const NOVEMBER_1 = day('2026-11-01');
const NOVEMBER_16 = day('2026-11-16');
const DECEMBER_1 = day('2026-12-01');

localOnly('a phase that adds a price adds an item', async () => {
  const { account, stripe, ada, schedule, catalogue } = await aScheduled();
  await stripe.subscriptionSchedules.update(schedule.id, {
    phases: [
      { start_date: NOVEMBER_1, end_date: DECEMBER_1, items: [{ price: catalogue.starter.month }] },
      { items: [{ price: catalogue.starter.month }, { price: catalogue.pro.month }] },
    ],
  });
  await setClock(account, DECEMBER_1);
  const { items } = await stripe.subscriptions.retrieve(ada.subscription);
  expect(items.data.map(({ id, price }) => [id === ada.item, price.id])).toEqual([
    [true, catalogue.starter.month],
    [false, catalogue.pro.month],
  ]);
  expect((await totals(stripe, ada.subscription))[0]).toEqual(['2026-12-01', 6400]);
});

localOnly('releasing leaves the subscription as it is', async () => {
  const { account, stripe, ada, schedule } = await aScheduled();
  expect(await stripe.subscriptionSchedules.release(schedule.id)).toMatchObject({
    status: 'released',
    subscription: null,
    released_subscription: ada.subscription,
    released_at: NOVEMBER_1,
  });
  await setClock(account, DECEMBER_1);
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({
    status: 'active',
    schedule: null,
  });
});

localOnly('canceling ends the subscription too, and gives back the rest', async () => {
  const { account, stripe, ada, schedule } = await aScheduled();
  await setClock(account, NOVEMBER_16);
  expect(await stripe.subscriptionSchedules.cancel(schedule.id)).toMatchObject({
    status: 'canceled',
    canceled_at: NOVEMBER_16,
  });
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({ status: 'canceled' });
  expect(await stripe.customers.retrieve(ada.customer)).toMatchObject({ balance: -750 });
});

localOnly('canceling the subscription cancels the schedule', async () => {
  const { stripe, ada, schedule } = await aScheduled();
  await stripe.subscriptions.cancel(ada.subscription);
  expect(await stripe.subscriptionSchedules.retrieve(schedule.id)).toMatchObject({ status: 'canceled' });
});

localOnly('a change of the subscription itself is the current phase from then on', async () => {
  const { stripe, ada, schedule, catalogue } = await aScheduled();
  await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: catalogue.pro.month }],
  });
  const { phases } = await stripe.subscriptionSchedules.retrieve(schedule.id);
  expect(phases).toMatchObject([{ items: [{ price: catalogue.pro.month }] }]);
});

localOnly.each([
  ['takes the end with it that the schedule has set', {}, null],
  ['leaves that end where it is asked to', { preserve_cancel_date: true }, DECEMBER_1],
])('releasing %s', async (_what, params, cancel_at) => {
  const { stripe, ada, schedule } = await aScheduled();
  await stripe.subscriptionSchedules.update(schedule.id, { end_behavior: 'cancel' });
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({ cancel_at: DECEMBER_1 });
  await stripe.subscriptionSchedules.release(schedule.id, params);
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({ schedule: null, cancel_at });
});
