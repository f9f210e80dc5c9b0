import { beforeAll, expect } from 'vitest';
import { aPlan, aSubscriber, DECEMBER_1, NOVEMBER_1, NOVEMBER_16, onlyItem } from '../factories';
import { anAccount, onFrozenClock, setClock } from './stripe-under-test';

const account = anAccount();
const { stripe } = account;
let price: string;
beforeAll(async () => {
  price = (await aPlan(stripe)).month;
});

const aNovemberSubscriber = (terms = {}) =>
  aSubscriber(stripe, { price, since: NOVEMBER_1, renews: DECEMBER_1, terms });

onFrozenClock('canceling ends a subscription at once and keeps the reason', async () => {
  const { subscription } = await aNovemberSubscriber();
  const canceled = await stripe.subscriptions.cancel(subscription, {
    cancellation_details: { feedback: 'unused', comment: 'We moved on' },
  });
  expect(canceled).toMatchObject({
    id: subscription,
    status: 'canceled',
    canceled_at: expect.any(Number),
    cancellation_details: { reason: 'cancellation_requested', feedback: 'unused', comment: 'We moved on' },
  });
  expect(canceled.ended_at).toBe(canceled.canceled_at);
  expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('canceled');
});

onFrozenClock('a canceled subscription cannot be canceled again or changed', async () => {
  const { subscription, item } = await aNovemberSubscriber();
  await stripe.subscriptions.cancel(subscription);
  await expect(stripe.subscriptions.cancel(subscription)).rejects.toMatchObject({
    rawType: 'invalid_request_error',
  });
  await expect(
    stripe.subscriptions.update(subscription, { items: [{ id: item, quantity: 2 }] }),
  ).rejects.toMatchObject({ rawType: 'invalid_request_error' });
});

onFrozenClock('a list leaves canceled subscriptions out unless asked', async () => {
  const { customer, subscription } = await aNovemberSubscriber();
  const live = await stripe.subscriptions.create({ customer, items: [{ price }] });
  await stripe.subscriptions.cancel(subscription);
  const list = async (status?: 'all' | 'canceled' | 'active') =>
    (await stripe.subscriptions.list({ customer, ...(status && { status }) })).data.map(({ id }) => id);
  expect(await list()).toEqual([live.id]);
  expect(await list('active')).toEqual([live.id]);
  expect(await list('canceled')).toEqual([subscription]);
  expect(await list('all')).toEqual([live.id, subscription]);
});

onFrozenClock('cancel_at ends a subscription later and leaves it active until then', async () => {
  const { subscription } = await aNovemberSubscriber();
  expect(await stripe.subscriptions.update(subscription, { cancel_at: DECEMBER_1 })).toMatchObject({
    status: 'active',
    cancel_at: DECEMBER_1,
    cancel_at_period_end: false,
    canceled_at: expect.any(Number),
    cancellation_details: { reason: 'cancellation_requested' },
  });
  expect(await stripe.subscriptions.update(subscription, { cancel_at: '' })).toMatchObject({
    status: 'active',
    cancel_at: null,
    canceled_at: null,
    cancellation_details: { reason: null },
  });
});

onFrozenClock('a classic subscription set to end at its period’s end says so twice', async () => {
  const { subscription } = await aNovemberSubscriber({ billing_mode: { type: 'classic' } });
  expect(await stripe.subscriptions.update(subscription, { cancel_at_period_end: true })).toMatchObject({
    status: 'active',
    cancel_at_period_end: true,
    cancel_at: DECEMBER_1,
    canceled_at: expect.any(Number),
  });
  expect(await stripe.subscriptions.update(subscription, { cancel_at_period_end: false })).toMatchObject({
    cancel_at_period_end: false,
    cancel_at: null,
    canceled_at: null,
  });
});

onFrozenClock('cancel_at_period_end works on a flexible subscription', async () => {
  const { subscription } = await aNovemberSubscriber();
  const ending = await stripe.subscriptions.update(subscription, { cancel_at_period_end: true });
  expect(ending).toMatchObject({ status: 'active', canceled_at: expect.any(Number) });
  expect(ending.cancel_at_period_end || ending.cancel_at === DECEMBER_1).toBe(true);
});

onFrozenClock('cancel_at and cancel_at_period_end together are refused', async () => {
  const { subscription } = await aNovemberSubscriber();
  await expect(
    stripe.subscriptions.update(subscription, { cancel_at: '', cancel_at_period_end: false }),
  ).rejects.toMatchObject({ statusCode: 400, rawType: 'invalid_request_error' });
});

onFrozenClock('a subscription set to end has no next invoice', async () => {
  const { subscription } = await aNovemberSubscriber();
  await stripe.subscriptions.update(subscription, { cancel_at: DECEMBER_1 });
  await expect(stripe.invoices.createPreview({ subscription })).rejects.toMatchObject({
    code: 'invoice_upcoming_none',
  });
});

onFrozenClock('canceling on the suite’s clock stamps that clock’s time', async () => {
  const own = anAccount();
  await setClock(own, NOVEMBER_16);
  const plan = await aPlan(own.stripe);
  const { subscription } = await aSubscriber(own.stripe, {
    price: plan.month,
    since: NOVEMBER_1,
    renews: DECEMBER_1,
  });
  const canceled = await own.stripe.subscriptions.cancel(subscription);
  expect(canceled).toMatchObject({ canceled_at: NOVEMBER_16, ended_at: NOVEMBER_16 });
  expect(onlyItem(canceled).price.id).toBe(plan.month);
});
