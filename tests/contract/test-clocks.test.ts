import { expect } from 'vitest';
import { aCatalogue, onlyItem } from '../factories';
import { dateOf, day } from './moments';
import { anAccount, localOnly } from './stripe-under-test';

const MARCH_1 = day('2030-03-01');

/** A clock that stands at 1 March 2030, a customer who lives by it, and Starter to subscribe to. */
async function aClock() {
  const { stripe } = anAccount();
  const { starter } = await aCatalogue(stripe);
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: MARCH_1, name: 'Renewals' });
  const customer = await stripe.customers.create({
    test_clock: clock.id,
    payment_method: 'pm_card_visa',
  });
  const [card] = (await stripe.paymentMethods.list({ customer: customer.id })).data;
  const subscribe = () =>
    stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: starter.month }],
      ...(card && { default_payment_method: card.id }),
      expand: ['latest_invoice'],
    });
  return { stripe, starter, clock, customer, subscribe };
}

localOnly('a clock is made, read, listed and deleted', async () => {
  const { stripe, clock, customer } = await aClock();
  expect(clock).toMatchObject({
    object: 'test_helpers.test_clock',
    frozen_time: MARCH_1,
    name: 'Renewals',
    status: 'ready',
    deletes_after: clock.created + 30 * 86_400,
  });
  expect(await stripe.testHelpers.testClocks.retrieve(clock.id)).toEqual(clock);
  expect((await stripe.testHelpers.testClocks.list()).data).toEqual([clock]);
  expect(await stripe.testHelpers.testClocks.del(clock.id)).toMatchObject({ id: clock.id, deleted: true });
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true });
  await expect(stripe.testHelpers.testClocks.retrieve(clock.id)).rejects.toMatchObject({ statusCode: 404 });
});

localOnly('what a customer of a clock does happens at the clock’s time', async () => {
  const { clock, customer, subscribe } = await aClock();
  expect(customer).toMatchObject({ test_clock: clock.id });
  const subscription = await subscribe();
  expect(subscription).toMatchObject({
    test_clock: clock.id,
    created: MARCH_1,
    latest_invoice: { test_clock: clock.id, created: MARCH_1, status: 'paid' },
  });
  expect(onlyItem(subscription).current_period_end).toBe(day('2030-04-01'));
});

localOnly('advancing renews what lives by the clock, and nothing else', async () => {
  const { stripe, starter, clock, subscribe } = await aClock();
  const subscription = await subscribe();
  const other = await stripe.customers.create({ payment_method: 'pm_card_visa' });
  const [card] = (await stripe.paymentMethods.list({ customer: other.id })).data;
  const elsewhere = await stripe.subscriptions.create({
    customer: other.id,
    items: [{ price: starter.month }],
    ...(card && { default_payment_method: card.id }),
  });
  const advancing = await stripe.testHelpers.testClocks.advance(clock.id, {
    frozen_time: day('2030-05-01'),
  });
  expect(advancing).toMatchObject({
    status: 'advancing',
    frozen_time: MARCH_1,
    status_details: { advancing: { target_frozen_time: day('2030-05-01') } },
  });
  expect(await stripe.testHelpers.testClocks.retrieve(clock.id)).toMatchObject({
    status: 'ready',
    frozen_time: day('2030-05-01'),
  });
  const { data } = await stripe.invoices.list({ subscription: subscription.id });
  expect(data.map(({ created }) => dateOf(created))).toEqual(['2030-05-01', '2030-04-01', '2030-03-01']);
  expect((await stripe.invoices.list({ subscription: elsewhere.id })).data).toHaveLength(1);
  const types = (
    await stripe.events.list({
      types: [
        'test_helpers.test_clock.created',
        'test_helpers.test_clock.advancing',
        'test_helpers.test_clock.ready',
      ],
    })
  ).data;
  expect(types.map(({ type }) => type).reverse()).toEqual([
    'test_helpers.test_clock.created',
    'test_helpers.test_clock.advancing',
    'test_helpers.test_clock.ready',
  ]);
});

localOnly('two intervals of the shortest subscription are the most', async () => {
  const { stripe, clock, subscribe } = await aClock();
  await subscribe();
  await expect(
    stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: day('2030-05-01') + 1 }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'frozen_time' });
});

localOnly('without a subscription two years are the most', async () => {
  const { stripe, clock } = await aClock();
  const { advance } = stripe.testHelpers.testClocks;
  const to = (frozen_time: number) => advance.call(stripe.testHelpers.testClocks, clock.id, { frozen_time });
  await expect(to(day('2032-03-01') + 1)).rejects.toMatchObject({ param: 'frozen_time' });
  expect(await to(day('2032-03-01'))).toMatchObject({ status: 'advancing' });
});

localOnly('a clock does not go back', async () => {
  const { stripe, clock } = await aClock();
  await expect(
    stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: MARCH_1 }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'frozen_time' });
});

localOnly('a clock has three customers at most', async () => {
  const { stripe, clock } = await aClock();
  await stripe.customers.create({ test_clock: clock.id });
  await stripe.customers.create({ test_clock: clock.id });
  await expect(stripe.customers.create({ test_clock: clock.id })).rejects.toMatchObject({
    statusCode: 400,
    param: 'test_clock',
  });
  await expect(stripe.customers.create({ test_clock: 'clock_none' })).rejects.toMatchObject({
    code: 'resource_missing',
    param: 'test_clock',
  });
});

localOnly('what lives by a clock is listed for its clock or its customer only', async () => {
  const { stripe, clock, customer, subscribe } = await aClock();
  const { id } = await subscribe();
  const ids = async (params: { customer?: string; test_clock?: string }) =>
    (await stripe.subscriptions.list(params)).data.map((each) => each.id);
  expect(await ids({})).toEqual([]);
  expect(await ids({ test_clock: clock.id })).toEqual([id]);
  expect(await ids({ customer: customer.id })).toEqual([id]);
  expect((await stripe.customers.list()).data).toEqual([]);
  expect((await stripe.customers.list({ test_clock: clock.id })).data).toHaveLength(1);
});

localOnly('an item of a subscription on a clock is changed at the clock’s time', async () => {
  const { stripe, clock, subscribe } = await aClock();
  const subscription = await subscribe();
  await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: day('2030-03-16') });
  await stripe.subscriptionItems.update(onlyItem(subscription).id, { quantity: 2 });
  // 16 of March's 31 days are left: 1500 x 16/31 = 774.19
  const preview = await stripe.invoices.createPreview({ subscription: subscription.id });
  expect(preview.lines.data.map(({ amount }) => amount).sort((a, b) => a - b)).toEqual([-774, 1548, 3000]);
});
