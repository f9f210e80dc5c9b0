import type Stripe from 'stripe';
import { beforeAll, expect } from 'vitest';
import { aCatalogue, aCustomer, aSubscriber, type Catalogue } from '../factories';
import { day } from './moments';
import { anAccount, localOnly, setClock } from './stripe-under-test';

const NOVEMBER_1 = day('2026-11-01');
const account = anAccount();
const { stripe } = account;
let catalogue: Catalogue;
let customer: string;
let scheduled: { subscription: string; schedule: string };

beforeAll(async () => {
  await setClock(account, NOVEMBER_1);
  catalogue = await aCatalogue(stripe);
  customer = (await aCustomer(stripe)).customer;
  const { subscription } = await aSubscriber(stripe, { price: catalogue.starter.month });
  const { id } = await stripe.subscriptionSchedules.create({ from_subscription: subscription });
  scheduled = { subscription, schedule: id };
});

const phase = () => ({ items: [{ price: catalogue.starter.month }] });

localOnly('the cancellation of a scheduled subscription is its schedule’s', async () => {
  const managed = `The subscription is managed by the subscription schedule \`${scheduled.schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`;
  await expect(
    stripe.subscriptions.update(scheduled.subscription, { cancel_at_period_end: true }),
  ).rejects.toThrow(managed);
  await expect(
    stripe.subscriptions.update(scheduled.subscription, { cancel_at: 'max_period_end' }),
  ).rejects.toThrow(managed);
});

localOnly('from_subscription takes nothing beside it', async () => {
  const { subscription } = await aSubscriber(stripe, { price: catalogue.starter.month });
  await expect(
    stripe.subscriptionSchedules.create({ from_subscription: subscription, phases: [phase()] }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'phases' });
});

localOnly('a subscription has one schedule at a time', async () => {
  await expect(
    stripe.subscriptionSchedules.create({ from_subscription: scheduled.subscription }),
  ).rejects.toThrow('already attached to a schedule');
});

localOnly('an update of the phases needs a start to count from', async () => {
  await expect(
    stripe.subscriptionSchedules.update(scheduled.schedule, { phases: [phase()] }),
  ).rejects.toThrow(
    'The subscription schedule update is missing at least one phase with a `start_date` to anchor end dates to.',
  );
});

localOnly('the first phase of an update begins when the current one does', async () => {
  await expect(
    stripe.subscriptionSchedules.update(scheduled.schedule, {
      phases: [{ ...phase(), start_date: NOVEMBER_1 + 60 }],
    }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'phases[0][start_date]' });
});

localOnly.each<[string, (p: ReturnType<typeof phase>) => Stripe.SubscriptionScheduleCreateParams, string]>([
  ['no customer', (p) => ({ phases: [p] }), 'customer'],
  ['no phases', () => ({ customer }), 'phases'],
  ['an unknown customer', (p) => ({ customer: 'cus_none', phases: [p] }), 'customer'],
  [
    'an unknown price',
    () => ({ customer, phases: [{ items: [{ price: 'price_none' }] }] }),
    'phases[0][items][0][price]',
  ],
  [
    'an end before the start',
    (p) => ({ customer, phases: [{ ...p, end_date: NOVEMBER_1 - 1 }] }),
    'phases[0][end_date]',
  ],
  [
    'an end and a duration',
    (p) => ({
      customer,
      phases: [{ ...p, end_date: NOVEMBER_1 + 60, duration: { interval: 'month' } }],
    }),
    'phases[0][end_date]',
  ],
  [
    'an unknown coupon',
    (p) => ({ customer, phases: [{ ...p, discounts: [{ coupon: 'NONE' }] }] }),
    'phases[0][discounts][0][coupon]',
  ],
  [
    'a trial beyond its phase',
    (p) => ({ customer, phases: [{ ...p, trial_end: day('2027-06-01') }] }),
    'phases[0][trial_end]',
  ],
  ['a second currency', (p) => ({ customer, phases: [p, { ...p, currency: 'eur' }] }), 'phases[1][currency]'],
])('%s is refused', async (_what, params, param) => {
  await expect(stripe.subscriptionSchedules.create(params(phase()))).rejects.toMatchObject({
    statusCode: 400,
    param,
  });
});

localOnly('a schedule that is over is changed no more', async () => {
  const { id } = await stripe.subscriptionSchedules.create({
    customer,
    start_date: day('2027-01-01'),
    phases: [phase()],
  });
  await stripe.subscriptionSchedules.cancel(id);
  for (const again of [
    () => stripe.subscriptionSchedules.cancel(id),
    () => stripe.subscriptionSchedules.release(id),
    () => stripe.subscriptionSchedules.update(id, { metadata: { a: 'b' } }),
  ])
    await expect(again()).rejects.toThrow('currently in the `canceled` status');
});
