import type Stripe from 'stripe';
import { expect } from 'vitest';
import { onlyItem } from '../factories';
import { dateOf, day } from './moments';
import { aScheduled, aScheduleStage, eventsOf, totals } from './schedule-stage';
import { localOnly, setClock } from './stripe-under-test';

const NOVEMBER_1 = day('2026-11-01');
const NOVEMBER_16 = day('2026-11-16');
const DECEMBER_1 = day('2026-12-01');
const JANUARY_1 = day('2027-01-01');

localOnly('a schedule from a subscription has its current period as the one phase', async () => {
  const { stripe, ada, schedule, catalogue } = await aScheduled();
  expect(schedule).toMatchObject({
    status: 'active',
    subscription: ada.subscription,
    customer: ada.customer,
    end_behavior: 'release',
    current_phase: { start_date: NOVEMBER_1, end_date: DECEMBER_1 },
    phases: [
      {
        start_date: NOVEMBER_1,
        end_date: DECEMBER_1,
        items: [{ price: catalogue.starter.month, quantity: 1 }],
      },
    ],
  });
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({ schedule: schedule.id });
});

localOnly('a phase that follows comes true with the renewal', async () => {
  const { account, stripe, ada, schedule, catalogue } = await aScheduled();
  const updated = await stripe.subscriptionSchedules.update(schedule.id, {
    phases: [
      {
        start_date: NOVEMBER_1,
        end_date: DECEMBER_1,
        items: [{ price: catalogue.starter.month, quantity: 1 }],
      },
      {
        items: [{ price: catalogue.pro.month, quantity: 2 }],
        duration: { interval: 'month', interval_count: 2 },
      },
    ],
  });
  expect(updated.phases.map(({ start_date, end_date }) => [dateOf(start_date), dateOf(end_date)])).toEqual([
    ['2026-11-01', '2026-12-01'],
    ['2026-12-01', '2027-02-01'],
  ]);
  await setClock(account, DECEMBER_1);
  const after = await stripe.subscriptions.retrieve(ada.subscription);
  expect(onlyItem(after)).toMatchObject({
    id: ada.item,
    price: { id: catalogue.pro.month },
    quantity: 2,
    current_period_end: JANUARY_1,
  });
  expect(await totals(stripe, ada.subscription)).toEqual([
    ['2026-12-01', 9800],
    ['2026-11-01', 1500],
  ]);
});

localOnly('a phase that begins within a period is prorated, as it says', async () => {
  const { account, stripe, ada, schedule, catalogue } = await aScheduled();
  await stripe.subscriptionSchedules.update(schedule.id, {
    phases: [
      { start_date: NOVEMBER_1, end_date: NOVEMBER_16, items: [{ price: catalogue.starter.month }] },
      { items: [{ price: catalogue.pro.month }], proration_behavior: 'always_invoice' },
    ],
  });
  await setClock(account, NOVEMBER_16);
  // 4900/2 - 1500/2
  expect(await totals(stripe, ada.subscription)).toEqual([
    ['2026-11-16', 1700],
    ['2026-11-01', 1500],
  ]);
});

localOnly('the current phase can be changed at once', async () => {
  const { account, stripe, ada, schedule, catalogue } = await aScheduled();
  await setClock(account, NOVEMBER_16);
  await stripe.subscriptionSchedules.update(schedule.id, {
    proration_behavior: 'always_invoice',
    phases: [{ start_date: NOVEMBER_1, end_date: DECEMBER_1, items: [{ price: catalogue.pro.month }] }],
  });
  expect(onlyItem(await stripe.subscriptions.retrieve(ada.subscription)).price.id).toBe(catalogue.pro.month);
  expect((await totals(stripe, ada.subscription))[0]).toEqual(['2026-11-16', 1700]);
});

localOnly('a schedule for later makes its subscription when it begins', async () => {
  const { account, stripe, customer, catalogue } = await aScheduleStage();
  const schedule = await stripe.subscriptionSchedules.create({
    customer,
    start_date: DECEMBER_1,
    phases: [
      {
        items: [{ price: catalogue.starter.month }],
        duration: { interval: 'month', interval_count: 1 },
        metadata: { step: 'one' },
      },
      { items: [{ price: catalogue.pro.month }], duration: { interval: 'month', interval_count: 1 } },
    ],
  });
  expect(schedule).toMatchObject({ status: 'not_started', subscription: null, current_phase: null });
  expect((await stripe.subscriptionSchedules.list({ scheduled: true })).data).toHaveLength(1);
  await setClock(account, DECEMBER_1);
  const begun = await stripe.subscriptionSchedules.retrieve(schedule.id, { expand: ['subscription'] });
  expect(begun).toMatchObject({
    status: 'active',
    current_phase: { start_date: DECEMBER_1, end_date: JANUARY_1 },
    subscription: { status: 'active', schedule: schedule.id, metadata: { step: 'one' } },
  });
  const { id } = begun.subscription as Stripe.Subscription;
  await setClock(account, day('2027-02-01'));
  expect(await totals(stripe, id)).toEqual([
    ['2027-02-01', 4900],
    ['2027-01-01', 4900],
    ['2026-12-01', 1500],
  ]);
  expect(await eventsOf(stripe)).toEqual([
    ['created', '2026-11-01'],
    ['updated', '2026-12-01'],
    ['updated', '2027-01-01'],
    ['expiring', '2027-01-25'],
    ['released', '2027-02-01'],
  ]);
});

localOnly('a schedule that cancels at its end completes with its subscription', async () => {
  const { account, stripe, customer, catalogue } = await aScheduleStage();
  const { id, subscription } = await stripe.subscriptionSchedules.create({
    customer,
    end_behavior: 'cancel',
    phases: [
      {
        items: [{ price: catalogue.starter.month }],
        duration: { interval: 'month', interval_count: 2 },
      },
    ],
  });
  expect(await stripe.subscriptions.retrieve(String(subscription))).toMatchObject({ cancel_at: JANUARY_1 });
  await setClock(account, JANUARY_1);
  expect(await stripe.subscriptionSchedules.retrieve(id)).toMatchObject({
    status: 'completed',
    completed_at: JANUARY_1,
    current_phase: null,
  });
  expect(await stripe.subscriptions.retrieve(String(subscription))).toMatchObject({
    status: 'canceled',
    ended_at: JANUARY_1,
  });
  expect(await totals(stripe, String(subscription))).toHaveLength(2);
});

localOnly('a coupon of a phase lowers the invoices of that phase only', async () => {
  const { account, stripe, customer, catalogue } = await aScheduleStage();
  const { id: coupon } = await stripe.coupons.create({ percent_off: 20, duration: 'forever' });
  const month = { interval: 'month', interval_count: 1 } as const;
  const { subscription } = await stripe.subscriptionSchedules.create({
    customer,
    phases: [
      { items: [{ price: catalogue.starter.month }], discounts: [{ coupon }], duration: month },
      { items: [{ price: catalogue.starter.month }], duration: month },
    ],
  });
  await setClock(account, DECEMBER_1);
  expect(await totals(stripe, String(subscription))).toEqual([
    ['2026-12-01', 1500],
    ['2026-11-01', 1200],
  ]);
});

localOnly('a preview of a schedule is the renewal that its next phase makes', async () => {
  const { stripe, schedule, catalogue } = await aScheduled();
  const { id: coupon } = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
  await stripe.subscriptionSchedules.update(schedule.id, {
    phases: [
      { start_date: NOVEMBER_1, end_date: DECEMBER_1, items: [{ price: catalogue.starter.month }] },
      { items: [{ price: catalogue.pro.month }], discounts: [{ coupon }] },
    ],
  });
  expect((await stripe.invoices.createPreview({ schedule: schedule.id })).total).toBe(4410);
});

localOnly('a phase on trial that begins with a renewal charges nothing for it', async () => {
  const { account, stripe, ada, schedule, catalogue } = await aScheduled();
  const items = [{ price: catalogue.starter.month }];
  await stripe.subscriptionSchedules.update(schedule.id, {
    phases: [
      { start_date: NOVEMBER_1, end_date: DECEMBER_1, items },
      { items, trial_end: day('2026-12-15'), duration: { interval: 'month' } },
    ],
  });
  await setClock(account, DECEMBER_1);
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({
    status: 'trialing',
    trial_end: day('2026-12-15'),
  });
  expect(await totals(stripe, ada.subscription)).toEqual([
    ['2026-12-01', 0],
    ['2026-11-01', 1500],
  ]);
});

localOnly('a first phase on trial charges nothing until the next', async () => {
  const { account, stripe, customer, catalogue } = await aScheduleStage();
  const { subscription } = await stripe.subscriptionSchedules.create({
    customer,
    phases: [
      { items: [{ price: catalogue.starter.month }], trial: true, end_date: NOVEMBER_16 },
      { items: [{ price: catalogue.starter.month }] },
    ],
  });
  expect(await stripe.subscriptions.retrieve(String(subscription))).toMatchObject({
    status: 'trialing',
    trial_end: NOVEMBER_16,
  });
  await setClock(account, NOVEMBER_16);
  expect(await stripe.subscriptions.retrieve(String(subscription))).toMatchObject({ status: 'active' });
  expect(await totals(stripe, String(subscription))).toEqual([
    ['2026-11-16', 1500],
    ['2026-11-01', 0],
  ]);
});
