import type Stripe from 'stripe';
import { expect } from 'vitest';
import { aCustomer, aPlan, aSubscriber, onlyItem } from '../factories';
import { day } from './moments';
import { anAccount, localOnly, setClock } from './stripe-under-test';

const NOVEMBER_1 = day('2026-11-01');
const NOVEMBER_16 = day('2026-11-16');
const DECEMBER_1 = day('2026-12-01');

type Mode = Stripe.SubscriptionCreateParams.BillingMode;

/** On a plan of $10.00 a month or $100.00 a year since the 1st of November; it is the 16th. */
async function aSubscription(billing_mode: Mode, terms: Stripe.SubscriptionCreateParams = {}) {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_1);
  const low = await aPlan(stripe, { name: 'Low', month: 1000, year: 10000 });
  const high = await aPlan(stripe, { name: 'High', month: 2000, year: 20000 });
  const ada = await aSubscriber(stripe, { price: low.month, terms: { billing_mode, ...terms } });
  await setClock(account, NOVEMBER_16);
  return { account, stripe, low, high, ada };
}

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
  const { stripe, low, ada } = await aSubscription({ type: 'classic' });
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
  const { stripe, low, ada } = await aSubscription({ type: 'flexible' });
  const updated = await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: low.year }],
  });
  expect(updated.billing_cycle_anchor).toBe(NOVEMBER_1);
  expect(onlyItem(updated).current_period_end).toBe(day('2027-11-01'));
});

localOnly('flexible billing credits a changed price in one line for each charge', async () => {
  const { account, stripe, high, ada } = await aSubscription({ type: 'flexible' });
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
  const { stripe, high, ada } = await aSubscription({ type: 'flexible', flexible: { proration_discounts } });
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
  const { account, stripe, high, ada } = await aSubscription({
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
  const { stripe, ada } = await aSubscription({ type: 'classic' });
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
  const { stripe, low, high, ada } = await aSubscription({ type: 'classic' });
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

localOnly.each([
  ['flexible', { cancel_at_period_end: false, cancel_at: DECEMBER_1 }],
  ['classic', { cancel_at_period_end: true, cancel_at: DECEMBER_1 }],
] as const)('canceling at the period’s end in %s billing', async (type, fields) => {
  const { account, stripe, ada } = await aSubscription({ type });
  expect(await stripe.subscriptions.update(ada.subscription, { cancel_at_period_end: true })).toMatchObject({
    ...fields,
    canceled_at: NOVEMBER_16,
    status: 'active',
  });
  await setClock(account, DECEMBER_1);
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({
    status: 'canceled',
    canceled_at: NOVEMBER_16,
    ended_at: DECEMBER_1,
  });
});

localOnly('the end of a subscription in mid-period gives back what it cuts off', async () => {
  const { account, stripe, ada } = await aSubscription({ type: 'flexible' });
  await stripe.subscriptions.update(ada.subscription, { cancel_at: day('2026-11-21') });
  await setClock(account, day('2026-11-21'));
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({ status: 'canceled' });
  // 10 of 30 days of 1000
  expect(await stripe.customers.retrieve(ada.customer)).toMatchObject({ balance: -333 });
});

localOnly('with none it gives nothing back', async () => {
  const { account, stripe, ada } = await aSubscription({ type: 'flexible' });
  await stripe.subscriptions.update(ada.subscription, {
    cancel_at: day('2026-11-21'),
    proration_behavior: 'none',
  });
  await setClock(account, day('2026-11-21'));
  expect(await stripe.customers.retrieve(ada.customer)).toMatchObject({ balance: 0 });
});

localOnly('canceling now with prorate and invoice_now credits the customer', async () => {
  const { stripe, ada } = await aSubscription({ type: 'flexible' });
  const ended = await stripe.subscriptions.cancel(ada.subscription, { prorate: true, invoice_now: true });
  expect(ended).toMatchObject({ status: 'canceled', ended_at: NOVEMBER_16 });
  expect(await stripe.customers.retrieve(ada.customer)).toMatchObject({ balance: -500 });
});

localOnly('what waits is billed when a cancellation at the period’s end comes true', async () => {
  const { account, stripe, ada } = await aSubscription({ type: 'flexible' });
  await stripe.subscriptions.update(ada.subscription, { items: [{ id: ada.item, quantity: 3 }] });
  await stripe.subscriptions.update(ada.subscription, { cancel_at: 'max_period_end' });
  await setClock(account, DECEMBER_1);
  const [last] = (await stripe.invoices.list({ subscription: ada.subscription })).data;
  expect(last).toMatchObject({ total: 1000, status: 'paid', created: DECEMBER_1 });
});

localOnly('canceling stops the collection of open invoices', async () => {
  const { stripe, low } = await aSubscription({ type: 'flexible' });
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

localOnly('classic: another interval waits for the end of a trial, and is charged then', async () => {
  const { account, stripe, low, ada } = await aSubscription({ type: 'classic' }, { trial_period_days: 20 });
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
  const { stripe, high, ada } = await aSubscription({ type: 'classic' });
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
  const { stripe, ada } = await aSubscription({ type: 'flexible' }, { trial_period_days: 20 });
  await expect(
    stripe.subscriptions.update(ada.subscription, { billing_cycle_anchor: { type: 'now' } }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'billing_cycle_anchor' });
});
