import { beforeAll, expect, test } from 'vitest';
import type { Subscriber } from '../factories';
import { aCustomer, aPlan, aPromotionCode, aSubscriber } from '../factories';
import { anAccount } from './stripe-under-test';

const { stripe } = anAccount();
let ada: Subscriber;
let price: string;
beforeAll(async () => {
  price = (await aPlan(stripe)).month;
  ada = await aSubscriber(stripe, { price });
});

test('a reference is an id until it is expanded', async () => {
  expect((await stripe.subscriptions.retrieve(ada.subscription)).customer).toBe(ada.customer);
  const { customer } = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['customer'] });
  expect(customer).toMatchObject({ id: ada.customer, object: 'customer', email: 'ada@example.com' });
});

test('an expansion goes through objects and lists', async () => {
  const expanded = await stripe.subscriptions.retrieve(ada.subscription, {
    expand: ['items.data.price.product', 'latest_invoice.customer.invoice_settings.default_payment_method'],
  });
  expect(expanded).toMatchObject({
    items: { data: [{ price: { product: { object: 'product', name: 'Pro' } } }] },
    latest_invoice: {
      customer: {
        invoice_settings: { default_payment_method: { id: ada.paymentMethod, object: 'payment_method' } },
      },
    },
  });
});

test('a list expands from data on', async () => {
  const { data } = await stripe.subscriptions.list({ customer: ada.customer, expand: ['data.customer'] });
  expect(data).toMatchObject([{ id: ada.subscription, customer: { id: ada.customer } }]);
  await expect(
    stripe.subscriptions.list({ customer: ada.customer, expand: ['customer'] }),
  ).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

test('create and update expand too', async () => {
  const created = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 1,
    product_data: { name: 'Tiny' },
    expand: ['product'],
  });
  expect(created.product).toMatchObject({ name: 'Tiny' });
  const updated = await stripe.prices.update(created.id, { nickname: 'x', expand: ['product'] });
  expect(updated.product).toMatchObject({ name: 'Tiny' });
});

test.each([
  ['a field that does not exist', 'dance'],
  ['a field that is no reference', 'currency'],
  ['five levels', 'latest_invoice.customer.invoice_settings.default_payment_method.customer'],
])('expanding %s is refused', async (_what, path) => {
  await expect(stripe.subscriptions.retrieve(ada.subscription, { expand: [path] })).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

test('a refused expansion makes nothing', async () => {
  const email = `nobody-${Date.now()}@example.com`;
  await expect(stripe.customers.create({ email, expand: ['dance'] })).rejects.toMatchObject({
    statusCode: 400,
  });
  expect((await stripe.customers.list({ email })).data).toEqual([]);
});

test('what a price hides is hidden wherever the price is shown', async () => {
  const customer = ada.customer;
  const many = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 900,
    recurring: { interval: 'month' },
    product_data: { name: 'Many' },
    currency_options: { eur: { unit_amount: 800 } },
  });
  const line_items = [{ price: many.id, quantity: 1 }];
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: many.id }] });
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer,
    line_items,
    success_url: 'https://example.com/paid',
    expand: ['line_items'],
  });
  const events = await stripe.events.list({ type: 'customer.subscription.created' });
  expect(session.line_items?.data[0]?.price?.id).toBe(many.id);
  for (const shown of [subscription, await stripe.subscriptions.list({ customer }), session, events])
    expect(JSON.stringify(shown)).not.toContain('currency_options');
  const { items } = await stripe.subscriptions.retrieve(subscription.id, {
    expand: ['items.data.price.currency_options'],
  });
  expect(items.data[0]?.price.currency_options?.eur?.unit_amount).toBe(800);
});

test('a reference that can be expanded and leads nowhere stays null', async () => {
  const subscription = await stripe.subscriptions.retrieve(ada.subscription, {
    expand: [
      'application',
      'default_source',
      'on_behalf_of',
      'schedule',
      'test_clock',
      'customer.test_clock',
    ],
  });
  expect(subscription).toMatchObject({ application: null, default_source: null, schedule: null });
  expect(subscription).toMatchObject({ test_clock: null, customer: { test_clock: null } });
});

test('inside a hash that is null nothing is expanded, and nothing refused', async () => {
  const { id: customer } = await stripe.customers.create();
  const item = await stripe.invoiceItems.create({
    customer,
    amount: 500,
    currency: 'usd',
    expand: ['pricing.price_details.price'],
  });
  expect(item.amount).toBe(500);
  const invoice = await stripe.invoices.create({
    customer,
    expand: ['parent.subscription_details.subscription', 'test_clock', 'latest_revision'],
  });
  expect(invoice).toMatchObject({ parent: null, test_clock: null, latest_revision: null });
});

test('a test clock is expanded on what lives by it', async () => {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: 1794787200 });
  const { test_clock } = await stripe.customers.create({ test_clock: clock.id, expand: ['test_clock'] });
  expect(test_clock).toMatchObject({ id: clock.id, object: 'test_helpers.test_clock' });
});

test('an expansion goes through the hashes of an array', async () => {
  const { stripe } = anAccount();
  const plan = await aPlan(stripe);
  const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'forever' });
  const { customer, paymentMethod } = await aCustomer(stripe);
  const schedule = await stripe.subscriptionSchedules.create({
    customer,
    start_date: 'now',
    phases: [
      {
        default_payment_method: paymentMethod,
        discounts: [{ coupon: coupon.id }],
        items: [{ price: plan.month }],
      },
      { items: [{ price: plan.year }] },
    ],
    expand: [
      'phases.items.price.product',
      'phases.discounts.coupon',
      'phases.default_payment_method',
      'subscription.latest_invoice.total_discount_amounts.discount',
    ],
  });
  expect(schedule).toMatchObject({
    phases: [
      {
        default_payment_method: { id: paymentMethod, card: { last4: '4242' } },
        discounts: [{ coupon: { id: coupon.id, percent_off: 20 } }],
        items: [{ price: { id: plan.month, product: { id: plan.product } } }],
      },
      { default_payment_method: null, discounts: [], items: [{ price: { id: plan.year } }] },
    ],
    subscription: {
      latest_invoice: { total_discount_amounts: [{ amount: 980, discount: { object: 'discount' } }] },
    },
  });
});

test('the discounts of a Checkout session and of an invoice line are expanded', async () => {
  const { stripe } = anAccount();
  const plan = await aPlan(stripe);
  const code = await aPromotionCode(stripe);
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    success_url: 'https://example.com',
    discounts: [{ promotion_code: code.id }],
    line_items: [{ price: plan.month, quantity: 1 }],
    expand: ['discounts.promotion_code', 'discounts.coupon'],
  });
  expect(session.discounts).toMatchObject([{ coupon: null, promotion_code: { id: code.id } }]);
  const { created } = await aSubscriber(stripe, {
    price: plan.month,
    terms: { discounts: [{ promotion_code: code.id }] },
  });
  const invoice = await stripe.invoices.retrieve(String(created.latest_invoice), {
    expand: ['lines.data.discount_amounts.discount', 'lines.data.subscription'],
  });
  expect(invoice.lines.data).toMatchObject([
    {
      discount_amounts: [{ amount: 1225, discount: { promotion_code: code.id } }],
      subscription: { id: created.id, object: 'subscription' },
    },
  ]);
});

test('what a customer is taxed as, and any credit, is shown when asked for', async () => {
  const asked = { expand: ['tax', 'invoice_credit_balance', 'cash_balance'] };
  const nowhere = await stripe.customers.create({ email: 'ada@example.com', ...asked });
  expect(nowhere).toMatchObject({
    tax: { automatic_tax: 'unrecognized_location', ip_address: null, location: null, provider: 'stripe' },
    invoice_credit_balance: {},
    cash_balance: null,
  });
  const { id } = await stripe.customers.create({ address: { country: 'IE', state: 'Dublin' } });
  expect((await stripe.customers.retrieve(id)) as object).not.toHaveProperty('tax');
  expect(await stripe.customers.retrieve(id, asked)).toMatchObject({
    tax: {
      automatic_tax: 'not_collecting',
      location: { country: 'IE', source: 'billing_address', state: 'Dublin' },
    },
  });
});

test('a charge shows its refunds when asked for', async () => {
  const [charge] = (await stripe.charges.list({ customer: ada.customer })).data;
  expect(
    await stripe.charges.retrieve(String(charge?.id), {
      expand: ['payment_intent', 'balance_transaction', 'refunds.data.balance_transaction'],
    }),
  ).toMatchObject({ payment_intent: { object: 'payment_intent' }, refunds: { data: [], has_more: false } });
});

test('invoice payments are found by what paid them', async () => {
  const invoice = String(ada.created.latest_invoice);
  const [paid] = (await stripe.invoicePayments.list({ invoice })).data;
  const payment = { type: 'payment_intent', payment_intent: String(paid?.payment.payment_intent) } as const;
  const found = (status: 'open' | 'paid') => stripe.invoicePayments.list({ payment, status });
  expect((await found('paid')).data).toMatchObject([{ id: paid?.id, invoice }]);
  expect((await found('open')).data).toEqual([]);
});
