import type Stripe from 'stripe';
import { expect } from 'vitest';
import { aCustomer, aPlan, onlyItem } from '../factories';
import { aLowSubscriber } from './low-plan';
import { day } from './moments';
import { anAccount, localOnly, setClock } from './stripe-under-test';

const NOVEMBER_1 = day('2026-11-01');
const NOVEMBER_16 = day('2026-11-16');
const DECEMBER_1 = day('2026-12-01');

// Published: 10 and 20 a month with 5 off is 2500, of which 166 and 334 are off; half of the first comes back.
localOnly.each([
  ['flexible', -417],
  ['classic', -250],
] as const)('%s billing gives %i back for the cheaper of two discounted items', async (type, credit) => {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_1);
  const [low, high] = [
    await aPlan(stripe, { name: 'Low', month: 1000 }),
    await aPlan(stripe, { name: 'High', month: 2000 }),
  ];
  const { id: coupon } = await stripe.coupons.create({
    amount_off: 500,
    currency: 'usd',
    duration: 'forever',
  });
  const { customer } = await aCustomer(stripe);
  const subscription = await stripe.subscriptions.create({
    customer,
    items: [{ price: low.month }, { price: high.month }],
    discounts: [{ coupon }],
    billing_mode: { type },
    expand: ['latest_invoice'],
  });
  const { lines, total } = subscription.latest_invoice as Stripe.Invoice;
  expect(total).toBe(2500);
  expect(lines.data.map((line) => line.discount_amounts?.[0]?.amount)).toEqual([166, 334]);
  await setClock(account, NOVEMBER_16);
  const [first] = subscription.items.data;
  const preview = await stripe.invoices.createPreview({
    subscription: subscription.id,
    subscription_details: {
      items: [{ id: String(first?.id), deleted: true }],
      proration_behavior: 'always_invoice',
    },
  });
  expect(preview.total).toBe(credit);
});

localOnly('classic billing begins a new period when the interval changes', async () => {
  const { stripe, low, ada } = await aLowSubscriber({ type: 'classic' });
  const updated = await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: low.year }],
    expand: ['latest_invoice'],
  });
  expect(updated).toMatchObject({
    billing_cycle_anchor: NOVEMBER_16,
    latest_invoice: { total: 9500, status: 'paid' },
  });
  expect(onlyItem(updated)).toMatchObject({
    current_period_start: NOVEMBER_16,
    current_period_end: day('2027-11-16'),
  });
});

localOnly('flexible billing keeps the anchor when the interval changes', async () => {
  const { stripe, low, ada } = await aLowSubscriber({ type: 'flexible' });
  const updated = await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: low.year }],
  });
  expect(updated.billing_cycle_anchor).toBe(NOVEMBER_1);
  expect(onlyItem(updated).current_period_end).toBe(day('2027-11-01'));
});

localOnly('flexible billing credits a changed price in one line for each charge', async () => {
  const { account, stripe, high, ada } = await aLowSubscriber({ type: 'flexible' });
  await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: high.month }],
    proration_behavior: 'always_invoice',
  });
  await setClock(account, day('2026-11-21'));
  const preview = await stripe.invoices.createPreview({
    subscription: ada.subscription,
    subscription_details: {
      items: [{ id: ada.item, quantity: 2 }],
      proration_behavior: 'always_invoice',
    },
  });
  // 1000 was charged for 15 days, 10 of them are left: 666.67; two High for 10 of 30 days: 1333.33
  expect(preview.lines.data.map(({ amount }) => amount)).toEqual([-667, 1333]);
});

localOnly.each([
  [
    'included',
    [
      [-375, []],
      [750, []],
    ],
    375,
  ],
  [
    'itemized',
    [
      [-500, [-125]],
      [1000, [250]],
    ],
    375,
  ],
] as const)('proration_discounts=%s shows discounts so', async (proration_discounts, lines, total) => {
  const { stripe, high, ada } = await aLowSubscriber({ type: 'flexible', flexible: { proration_discounts } });
  const { id: coupon } = await stripe.coupons.create({ percent_off: 25, duration: 'forever' });
  const discounted = await stripe.subscriptions.create({
    customer: ada.customer,
    items: [{ price: onlyItem(ada.created).price.id }],
    billing_mode: { type: 'flexible', flexible: { proration_discounts } },
    backdate_start_date: NOVEMBER_1,
    billing_cycle_anchor: DECEMBER_1,
    discounts: [{ coupon }],
  });
  const { latest_invoice } = await stripe.subscriptions.update(discounted.id, {
    items: [{ id: onlyItem(discounted).id, price: high.month }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  });
  const invoice = latest_invoice as Stripe.Invoice;
  expect(
    invoice.lines.data.map((line) => [
      line.amount,
      (line.discount_amounts ?? []).map(({ amount }) => amount),
    ]),
  ).toEqual(lines);
  expect(invoice.total).toBe(total);
});

localOnly('itemized prorations that wait keep their discounts', async () => {
  const { account, stripe, high, ada } = await aLowSubscriber({
    type: 'flexible',
    flexible: { proration_discounts: 'itemized' },
  });
  const { id: coupon } = await stripe.coupons.create({ percent_off: 25, duration: 'forever' });
  await stripe.subscriptions.update(ada.subscription, {
    discounts: [{ coupon }],
    items: [{ id: ada.item, price: high.month }],
  });
  await setClock(account, DECEMBER_1);
  const [renewal] = (await stripe.invoices.list({ subscription: ada.subscription })).data;
  // -500 + (1000 - 250) for November, 2000 - 500 for December
  expect(renewal).toMatchObject({ subtotal: 2500, total: 1750 });
});

localOnly('classic billing moves to flexible and not back', async () => {
  const { stripe, ada } = await aLowSubscriber({ type: 'classic' });
  expect(ada.created.billing_mode).toEqual({ type: 'classic', flexible: null });
  const migrated = await stripe.subscriptions.migrate(ada.subscription, {
    billing_mode: { type: 'flexible', flexible: { proration_discounts: 'itemized' } },
  });
  expect(migrated.billing_mode).toEqual({
    type: 'flexible',
    flexible: { proration_discounts: 'itemized' },
    updated_at: NOVEMBER_16,
  });
  await expect(
    stripe.subscriptions.migrate(ada.subscription, { billing_mode: { type: 'flexible' } }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'billing_mode[type]' });
});

localOnly('a migrated subscription credits what was charged', async () => {
  const { stripe, low, high, ada } = await aLowSubscriber({ type: 'classic' });
  await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: high.month }],
    proration_behavior: 'none',
  });
  await stripe.subscriptions.migrate(ada.subscription, { billing_mode: { type: 'flexible' } });
  const preview = await stripe.invoices.createPreview({
    subscription: ada.subscription,
    subscription_details: {
      items: [{ id: ada.item, price: low.month }],
      proration_behavior: 'always_invoice',
    },
  });
  expect(preview.total).toBe(0);
});

localOnly('classic: another interval waits for the end of a trial, and is charged then', async () => {
  const { account, stripe, low, ada } = await aLowSubscriber({ type: 'classic' }, { trial_period_days: 20 });
  const switched = await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: low.year }],
  });
  expect(switched.status).toBe('trialing');
  expect(onlyItem(switched).current_period_end).toBe(day('2026-11-21'));
  await setClock(account, DECEMBER_1);
  const [invoice] = (await stripe.invoices.list({ subscription: ada.subscription })).data;
  expect(invoice).toMatchObject({ total: 10000, created: day('2026-11-21') });
});

localOnly('classic: an item more leaves the billing cycle where it is', async () => {
  const { stripe, high, ada } = await aLowSubscriber({ type: 'classic' });
  const grown = await stripe.subscriptions.update(ada.subscription, {
    items: [{ price: high.month }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  });
  expect(grown.billing_cycle_anchor).toBe(NOVEMBER_1);
  expect(grown.items.data.map((item) => item.current_period_end)).toEqual([DECEMBER_1, DECEMBER_1]);
  expect(grown.latest_invoice).toMatchObject({ total: 1000 }); // half of 2000
});

localOnly('the billing cycle of a trial cannot be moved without ending it', async () => {
  const { stripe, ada } = await aLowSubscriber({ type: 'flexible' }, { trial_period_days: 20 });
  await expect(
    stripe.subscriptions.update(ada.subscription, { billing_cycle_anchor: { type: 'now' } }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'billing_cycle_anchor' });
});
