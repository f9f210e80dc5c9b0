import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { aCustomer, aPlan, NOVEMBER_16, onlyItem } from '../factories';
import { anAccount, onFrozenClock, setClock } from './stripe-under-test';

type Config = Stripe.SubscriptionCreateParams.BillingCycleAnchorConfig;

/** A plan for $49.00 that begins on 16 November 2026, 00:00 UTC, unless `now` is another moment. */
async function begun(
  config: Config,
  { now = NOVEMBER_16, ...terms }: { now?: number } & Partial<Stripe.SubscriptionCreateParams> = {},
) {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, now);
  const { month } = await aPlan(stripe);
  const { customer } = await aCustomer(stripe);
  return stripe.subscriptions.create({
    customer,
    items: [{ price: month }],
    billing_cycle_anchor_config: config,
    expand: ['latest_invoice'],
    ...terms,
  });
}

onFrozenClock('whole periods begin with the next day of that number', async () => {
  const subscription = await begun({ day_of_month: 1 });
  expect(subscription).toMatchObject({
    billing_cycle_anchor: 1796083200, // 1 December
    billing_cycle_anchor_config: { day_of_month: 1, month: null, hour: null, minute: null, second: null },
    latest_invoice: { total: 2450 }, // 15 of 30 days
  });
  expect(onlyItem(subscription).current_period_end).toBe(1796083200);
});

onFrozenClock('the time of day can be named, and is otherwise that of the beginning', async () => {
  const noon = NOVEMBER_16 + 12 * 3600 + 60;
  expect((await begun({ day_of_month: 20 }, { now: noon })).billing_cycle_anchor).toBe(noon + 4 * 86_400);
  const named = await begun({ day_of_month: 20, hour: 6, minute: 30, second: 15 }, { now: noon });
  expect(named.billing_cycle_anchor).toBe(NOVEMBER_16 + 4 * 86_400 + 6 * 3600 + 30 * 60 + 15);
});

onFrozenClock('a day that is today begins at once', async () => {
  const subscription = await begun({ day_of_month: 16 });
  expect(subscription).toMatchObject({ billing_cycle_anchor: NOVEMBER_16, latest_invoice: { total: 4900 } });
});

onFrozenClock('a new anchor forgets the day', async () => {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_16);
  const { month } = await aPlan(stripe);
  const { customer } = await aCustomer(stripe);
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price: month }],
    billing_cycle_anchor_config: { day_of_month: 1 },
  });
  await setClock(account, NOVEMBER_16 + 86_400);
  expect(await stripe.subscriptions.update(id, { billing_cycle_anchor: { type: 'now' } })).toMatchObject({
    billing_cycle_anchor: NOVEMBER_16 + 86_400,
    billing_cycle_anchor_config: null,
  });
});

onFrozenClock.each<[string, Config, Partial<Stripe.SubscriptionCreateParams>, string]>([
  ['an anchor beside it', { day_of_month: 1 }, { billing_cycle_anchor: 1796083200 }, 'billing_cycle_anchor'],
  ['a trial beside it', { day_of_month: 1 }, { trial_period_days: 7 }, 'billing_cycle_anchor_config'],
  ['a 32nd day', { day_of_month: 32 }, {}, 'billing_cycle_anchor_config[day_of_month]'],
  ['a 31st in November', { day_of_month: 31 }, {}, 'billing_cycle_anchor_config[day_of_month]'],
])('%s is refused', async (_what, config, terms, param) => {
  await expect(begun(config, terms)).rejects.toMatchObject({ statusCode: 400, param });
});

test('a week has no day of the month', async () => {
  const { stripe } = anAccount();
  const { product } = await aPlan(stripe);
  const week = await stripe.prices.create({
    product,
    currency: 'usd',
    unit_amount: 900,
    recurring: { interval: 'week' },
  });
  const { customer } = await aCustomer(stripe);
  await expect(
    stripe.subscriptions.create({
      customer,
      items: [{ price: week.id }],
      billing_cycle_anchor_config: { day_of_month: 1 },
    }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'billing_cycle_anchor_config' });
});

test('cards may be named as the only way to pay', async () => {
  const { stripe } = anAccount();
  const { month } = await aPlan(stripe);
  const { customer } = await aCustomer(stripe);
  const created = await stripe.subscriptions.create({
    customer,
    items: [{ price: month }],
    payment_settings: { payment_method_types: ['card'], save_default_payment_method: 'on_subscription' },
  });
  expect(created.payment_settings).toMatchObject({
    payment_method_types: ['card'],
    save_default_payment_method: 'on_subscription',
  });
  const changed = await stripe.subscriptions.update(created.id, {
    payment_settings: { payment_method_types: '' },
  });
  expect(changed.payment_settings).toMatchObject({
    payment_method_types: null,
    save_default_payment_method: 'on_subscription',
  });
});

onFrozenClock('subscriptions are listed by their periods and by plan', async () => {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_16);
  const plan = await aPlan(stripe);
  const { customer } = await aCustomer(stripe);
  const monthly = await stripe.subscriptions.create({ customer, items: [{ price: plan.month }] });
  const yearly = await stripe.subscriptions.create({ customer, items: [{ price: plan.year }] });
  const ids = async (params: Stripe.SubscriptionListParams) =>
    (await stripe.subscriptions.list(params)).data.map(({ id }) => id);
  expect(await ids({ current_period_end: { lt: 1800000000 } })).toEqual([monthly.id]);
  expect(await ids({ current_period_end: { gte: 1800000000 } })).toEqual([yearly.id]);
  expect(await ids({ current_period_start: NOVEMBER_16 })).toEqual([yearly.id, monthly.id]);
  expect(await ids({ plan: plan.year })).toEqual([yearly.id]);
});
