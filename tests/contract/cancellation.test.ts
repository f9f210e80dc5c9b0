import type Stripe from 'stripe';
import { expect } from 'vitest';
import { aSubscriber } from '../factories';
import { aLowSubscriber } from './low-plan';
import { day } from './moments';
import { localOnly, setClock } from './stripe-under-test';

const NOVEMBER_16 = day('2026-11-16');
const DECEMBER_1 = day('2026-12-01');

localOnly.each(['flexible', 'classic'] as const)(
  'canceling at the period’s end in %s billing',
  async (type) => {
    const { account, stripe, ada } = await aLowSubscriber({ type });
    expect(await stripe.subscriptions.update(ada.subscription, { cancel_at_period_end: true })).toMatchObject(
      {
        cancel_at_period_end: true,
        cancel_at: DECEMBER_1,
        canceled_at: NOVEMBER_16,
        status: 'active',
      },
    );
    await setClock(account, DECEMBER_1);
    expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({
      status: 'canceled',
      canceled_at: NOVEMBER_16,
      ended_at: DECEMBER_1,
    });
  },
);

localOnly('in classic billing the end moves with the period', async () => {
  const { stripe, ada } = await aLowSubscriber({ type: 'classic' });
  await stripe.subscriptions.update(ada.subscription, { cancel_at_period_end: true });
  expect(
    await stripe.subscriptions.update(ada.subscription, { billing_cycle_anchor: { type: 'now' } }),
  ).toMatchObject({ cancel_at_period_end: true, cancel_at: day('2026-12-16') });
});

localOnly('in flexible billing the end stays where it is, and clearing cancel_at takes it back', async () => {
  const { stripe, ada } = await aLowSubscriber({ type: 'flexible' });
  await stripe.subscriptions.update(ada.subscription, { cancel_at_period_end: true });
  expect(
    await stripe.subscriptions.update(ada.subscription, { billing_cycle_anchor: { type: 'now' } }),
  ).toMatchObject({ cancel_at_period_end: true, cancel_at: DECEMBER_1 });
  expect(await stripe.subscriptions.update(ada.subscription, { cancel_at: '' })).toMatchObject({
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { reason: null },
  });
});

localOnly('the end of a subscription in mid-period gives back what it cuts off', async () => {
  const { account, stripe, ada } = await aLowSubscriber({ type: 'flexible' });
  await stripe.subscriptions.update(ada.subscription, { cancel_at: day('2026-11-21') });
  await setClock(account, day('2026-11-21'));
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({ status: 'canceled' });
  // 10 of 30 days of 1000
  expect(await stripe.customers.retrieve(ada.customer)).toMatchObject({ balance: -333 });
});

localOnly('with none it gives nothing back', async () => {
  const { account, stripe, ada } = await aLowSubscriber({ type: 'flexible' });
  await stripe.subscriptions.update(ada.subscription, {
    cancel_at: day('2026-11-21'),
    proration_behavior: 'none',
  });
  await setClock(account, day('2026-11-21'));
  expect(await stripe.customers.retrieve(ada.customer)).toMatchObject({ balance: 0 });
});

localOnly('canceling now with prorate and invoice_now credits the customer', async () => {
  const { stripe, ada } = await aLowSubscriber({ type: 'flexible' });
  const ended = await stripe.subscriptions.cancel(ada.subscription, { prorate: true, invoice_now: true });
  expect(ended).toMatchObject({ status: 'canceled', ended_at: NOVEMBER_16 });
  expect(await stripe.customers.retrieve(ada.customer)).toMatchObject({ balance: -500 });
});

localOnly('what waits is billed when a cancellation at the period’s end comes true', async () => {
  const { account, stripe, ada } = await aLowSubscriber({ type: 'flexible' });
  await stripe.subscriptions.update(ada.subscription, { items: [{ id: ada.item, quantity: 3 }] });
  await stripe.subscriptions.update(ada.subscription, { cancel_at: 'max_period_end' });
  await setClock(account, DECEMBER_1);
  const [last] = (await stripe.invoices.list({ subscription: ada.subscription })).data;
  expect(last).toMatchObject({ total: 1000, status: 'paid', created: DECEMBER_1 });
});

localOnly('canceling stops the collection of open invoices', async () => {
  const { stripe, low } = await aLowSubscriber({ type: 'flexible' });
  const incomplete = await aSubscriber(stripe, {
    price: low.month,
    card: 'pm_card_chargeCustomerFail',
  });
  await stripe.subscriptions.cancel(incomplete.subscription);
  expect(await stripe.invoices.retrieve(String(incomplete.created.latest_invoice))).toMatchObject({
    status: 'open',
    auto_advance: false,
  });
});

localOnly.each(['flexible', 'classic'] as const)(
  'in %s billing cancel_at_period_end=false takes back what true has set',
  async (type) => {
    const { account, stripe, ada } = await aLowSubscriber({ type });
    await stripe.subscriptions.update(ada.subscription, { cancel_at_period_end: true });
    expect(
      await stripe.subscriptions.update(ada.subscription, { cancel_at_period_end: false }),
    ).toMatchObject({ cancel_at: null, canceled_at: null, cancellation_details: { reason: null } });
    await setClock(account, DECEMBER_1);
    expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({ status: 'active' });
  },
);

localOnly(
  'it does so as well for an end that was asked for at creation, when the period has moved',
  async () => {
    const { stripe, ada } = await aLowSubscriber({ type: 'flexible' }, { cancel_at_period_end: true });
    const update: Stripe.SubscriptionUpdateParams = { billing_cycle_anchor: { type: 'now' } };
    expect(await stripe.subscriptions.update(ada.subscription, update)).toMatchObject({
      cancel_at: DECEMBER_1,
    });
    expect(
      await stripe.subscriptions.update(ada.subscription, { cancel_at_period_end: false }),
    ).toMatchObject({
      cancel_at: null,
    });
  },
);

localOnly.each(['flexible', 'classic'] as const)(
  'in %s billing cancel_at_period_end=false leaves a date that was given as cancel_at',
  async (type) => {
    const { stripe, ada } = await aLowSubscriber({ type });
    for (const cancel_at of [day('2026-11-21'), DECEMBER_1]) {
      await stripe.subscriptions.update(ada.subscription, { cancel_at });
      expect(
        await stripe.subscriptions.update(ada.subscription, { cancel_at_period_end: false }),
      ).toMatchObject({ cancel_at });
    }
  },
);

localOnly('a subscription that is to end, and is canceled before, was not ended by that date', async () => {
  const { stripe, ada } = await aLowSubscriber({ type: 'flexible' }, { cancel_at_period_end: true });
  expect(await stripe.subscriptions.cancel(ada.subscription)).toMatchObject({
    status: 'canceled',
    cancel_at: null,
    cancel_at_period_end: false,
    ended_at: NOVEMBER_16,
  });
});

localOnly('the lines of a change have no price for one, and take no discount', async () => {
  const { stripe, ada, high } = await aLowSubscriber({ type: 'flexible' });
  const { latest_invoice } = await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: high.month }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  });
  expect(latest_invoice).toMatchObject({
    lines: {
      data: [
        { amount: -500, discountable: false, pricing: { unit_amount_decimal: null } },
        { amount: 1000, discountable: false, pricing: { unit_amount_decimal: null } },
      ],
    },
  });
});
