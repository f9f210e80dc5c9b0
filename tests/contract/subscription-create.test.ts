import { beforeAll, expect, test } from 'vitest';
import { aCustomer, aPlan, aSubscriber, DECEMBER_1, NOVEMBER_1, NOVEMBER_16, onlyItem } from '../factories';
import { anAccount, localOnly, setClock } from './stripe-under-test';

const { stripe } = anAccount();
let price: string;
beforeAll(async () => {
  price = (await aPlan(stripe, { month: 4900 })).month;
});

test('a charged subscription is active and its first invoice paid', async () => {
  const { customer, created } = await aSubscriber(stripe, {
    price,
    quantity: 2,
    terms: { metadata: { team: '1' }, expand: ['latest_invoice'] },
  });
  expect(created).toMatchObject({
    id: expect.stringMatching(/^sub_/),
    object: 'subscription',
    billing_mode: { type: 'flexible' },
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    collection_method: 'charge_automatically',
    currency: 'usd',
    customer,
    default_payment_method: null,
    discounts: [],
    ended_at: null,
    metadata: { team: '1' },
    schedule: null,
    status: 'active',
    trial_end: null,
    latest_invoice: {
      billing_reason: 'subscription_create',
      status: 'paid',
      subtotal: 9800,
      total: 9800,
      amount_paid: 9800,
      amount_remaining: 0,
    },
  });
});

test('the period is on the item and nowhere else', async () => {
  const { created } = await aSubscriber(stripe, { price, quantity: 2 });
  const item = onlyItem(created);
  expect(item).toMatchObject({
    id: expect.stringMatching(/^si_/),
    object: 'subscription_item',
    quantity: 2,
    subscription: created.id,
    price: { id: price, unit_amount: 4900 },
  });
  expect(item.current_period_end).toBeGreaterThan(item.current_period_start);
  expect(created).not.toHaveProperty('current_period_start');
  expect(created).not.toHaveProperty('current_period_end');
  expect(created).not.toHaveProperty('discount');
});

localOnly.each([
  ['2027-01-31', '2027-02-28'],
  ['2028-01-31', '2028-02-29'],
  ['2026-11-16', '2026-12-16'],
])('a monthly subscription of %s renews on %s', async (starts, renews) => {
  const account = anAccount();
  await setClock(account, Date.parse(starts) / 1000);
  const { month } = await aPlan(account.stripe);
  const { created } = await aSubscriber(account.stripe, { price: month });
  expect(onlyItem(created)).toMatchObject({
    current_period_start: Date.parse(starts) / 1000,
    current_period_end: Date.parse(renews) / 1000,
  });
});

localOnly('a start back-dated one month before the anchor is charged in full', async () => {
  const account = anAccount();
  await setClock(account, NOVEMBER_16);
  const { month } = await aPlan(account.stripe, { month: 1500 });
  const { created } = await aSubscriber(account.stripe, {
    price: month,
    since: NOVEMBER_1,
    renews: DECEMBER_1,
    terms: { expand: ['latest_invoice'] },
  });
  expect(created).toMatchObject({
    created: NOVEMBER_16,
    start_date: NOVEMBER_1,
    billing_cycle_anchor: DECEMBER_1,
    latest_invoice: { status: 'paid', total: 1500 },
  });
  expect(onlyItem(created)).toMatchObject({
    current_period_start: NOVEMBER_1,
    current_period_end: DECEMBER_1,
  });
});

localOnly('a trial charges nothing until it ends', async () => {
  const account = anAccount();
  await setClock(account, NOVEMBER_16);
  const { month } = await aPlan(account.stripe);
  const { created } = await aSubscriber(account.stripe, {
    price: month,
    terms: { trial_period_days: 14, expand: ['latest_invoice'] },
  });
  const trialEnd = NOVEMBER_16 + 14 * 86_400;
  expect(created).toMatchObject({
    status: 'trialing',
    trial_start: NOVEMBER_16,
    trial_end: trialEnd,
    latest_invoice: { total: 0, status: 'paid' },
  });
  expect(onlyItem(created)).toMatchObject({
    current_period_start: NOVEMBER_16,
    current_period_end: trialEnd,
  });
});

test('classic billing is there for who asks', async () => {
  const { created } = await aSubscriber(stripe, { price, terms: { billing_mode: { type: 'classic' } } });
  expect(created.billing_mode).toMatchObject({ type: 'classic' });
});

test('a free plan is active without a card', async () => {
  const free = await aPlan(stripe, { name: 'Free', month: 0, year: 0 });
  const customer = await stripe.customers.create();
  const created = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: free.month }],
    expand: ['latest_invoice'],
  });
  expect(created).toMatchObject({ status: 'active', latest_invoice: { total: 0, status: 'paid' } });
});

test('a subscription may have its own card', async () => {
  const { customer } = await aCustomer(stripe, { card: 'pm_card_chargeCustomerFail' });
  const own = await stripe.paymentMethods.attach('pm_card_mastercard', { customer });
  const created = await stripe.subscriptions.create({
    customer,
    items: [{ price }],
    default_payment_method: own.id,
  });
  expect(created).toMatchObject({ status: 'active', default_payment_method: own.id });
});

test.each(['allow_incomplete', undefined] as const)(
  'payment_behavior %s leaves a failed first charge incomplete',
  async (behavior) => {
    const { created } = await aSubscriber(stripe, {
      price,
      card: 'pm_card_chargeCustomerFail',
      terms: { ...(behavior && { payment_behavior: behavior }), expand: ['latest_invoice'] },
    });
    expect(created).toMatchObject({
      status: 'incomplete',
      latest_invoice: { status: 'open', amount_due: 4900, amount_paid: 0, attempted: true },
    });
  },
);

test('default_incomplete waits for the payment, even with a good card', async () => {
  const { created } = await aSubscriber(stripe, {
    price,
    terms: { payment_behavior: 'default_incomplete', expand: ['latest_invoice'] },
  });
  expect(created).toMatchObject({ status: 'incomplete', latest_invoice: { status: 'open', amount_paid: 0 } });
});

test('error_if_incomplete makes no subscription when the charge fails', async () => {
  const { customer } = await aCustomer(stripe, { card: 'pm_card_chargeCustomerFail' });
  await expect(
    stripe.subscriptions.create({ customer, items: [{ price }], payment_behavior: 'error_if_incomplete' }),
  ).rejects.toMatchObject({
    type: 'StripeCardError',
    statusCode: 402,
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: 'Your card was declined.',
  });
  expect((await stripe.subscriptions.list({ customer, status: 'all' })).data).toEqual([]);
});

test('a price with currency_options is billed in the currency asked for', async () => {
  const { customer } = await aCustomer(stripe);
  const { id } = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 4900,
    recurring: { interval: 'month' },
    product_data: { name: 'Pro' },
    currency_options: { jpy: { unit_amount: 7200 } },
  });
  const created = await stripe.subscriptions.create({
    customer,
    items: [{ price: id }],
    currency: 'jpy',
    expand: ['latest_invoice'],
  });
  expect(created).toMatchObject({ currency: 'jpy', latest_invoice: { currency: 'jpy', total: 7200 } });
});

test('a subscription that is to end from the beginning says so in the event of its creation', async () => {
  const { created } = await aSubscriber(stripe, { price, terms: { cancel_at: 'max_period_end' } });
  const [event] = (await stripe.events.list({ type: 'customer.subscription.created', limit: 1 })).data;
  expect(event?.data.object).toMatchObject({ id: created.id, cancel_at: created.cancel_at });
  expect(created.cancel_at).not.toBeNull();
});

test('a quantity whose price cannot be charged at once is refused', async () => {
  await expect(aSubscriber(stripe, { price, quantity: 20_409 })).rejects.toMatchObject({
    code: 'amount_too_large',
    param: 'items',
  });
});
