import { beforeAll, expect } from 'vitest';
import type { Catalogue } from '../factories';
import { aCatalogue, aSubscriber, DECEMBER_1, NOVEMBER_1, replaceCard } from '../factories';
import { anAccount, onFrozenClock } from './stripe-under-test';

const { stripe } = anAccount();
let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await aCatalogue(stripe);
});

const aStarterSubscriber = (more: { quantity?: number; card?: string } = {}) =>
  aSubscriber(stripe, { price: catalogue.starter.month, since: NOVEMBER_1, renews: DECEMBER_1, ...more });

/** A subscriber whose upgrade to Pro could not be charged: $17.00 is open. */
async function aPastDueSubscriber() {
  const subscriber = await aStarterSubscriber();
  await replaceCard(stripe, subscriber.customer, 'pm_card_chargeCustomerFail');
  const { latest_invoice } = await stripe.subscriptions.update(subscriber.subscription, {
    items: [{ id: subscriber.item, price: catalogue.pro.month }],
    proration_behavior: 'always_invoice',
  });
  return { ...subscriber, invoice: String(latest_invoice) };
}

onFrozenClock('an invoice says which subscription it bills, and why', async () => {
  const { created, customer, subscription } = await aStarterSubscriber();
  const invoice = await stripe.invoices.retrieve(String(created.latest_invoice));
  expect(invoice).toMatchObject({
    id: expect.stringMatching(/^in_/),
    object: 'invoice',
    amount_due: 1500,
    amount_paid: 1500,
    amount_remaining: 0,
    billing_reason: 'subscription_create',
    collection_method: 'charge_automatically',
    currency: 'usd',
    customer,
    number: expect.any(String),
    parent: {
      type: 'subscription_details',
      quote_details: null,
      subscription_details: { subscription },
    },
    status: 'paid',
    status_transitions: { paid_at: expect.any(Number), finalized_at: expect.any(Number) },
    subtotal: 1500,
    total: 1500,
  });
});

onFrozenClock.each(['subscription', 'payment_intent', 'charge', 'paid', 'discount', 'tax'])(
  'an invoice no longer has %s',
  async (field) => {
    const { created } = await aStarterSubscriber();
    expect(await stripe.invoices.retrieve(String(created.latest_invoice))).not.toHaveProperty(field);
  },
);

onFrozenClock('a regular line is priced, discountable and covers its item’s period', async () => {
  const { created, subscription, item } = await aStarterSubscriber({ quantity: 2 });
  const { data: lines } = await stripe.invoices.listLineItems(String(created.latest_invoice));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    id: expect.stringMatching(/^il_/),
    object: 'line_item',
    amount: 3000,
    currency: 'usd',
    description: '2 × Starter (at $15.00 / month)',
    discountable: true,
    parent: {
      type: 'subscription_item_details',
      invoice_item_details: null,
      subscription_item_details: { subscription, subscription_item: item, proration: false },
    },
    period: { start: NOVEMBER_1, end: DECEMBER_1 },
    pricing: {
      type: 'price_details',
      price_details: { price: catalogue.starter.month, product: catalogue.starter.product },
    },
    quantity: 2,
  });
  for (const field of ['price', 'plan', 'proration', 'subscription_item', 'type']) {
    expect(lines[0]).not.toHaveProperty(field);
  }
});

onFrozenClock('proration lines say so, are not discountable and begin now', async () => {
  const { subscription, item } = await aStarterSubscriber();
  const { latest_invoice } = await stripe.subscriptions.update(subscription, {
    items: [{ id: item, price: catalogue.pro.month }],
    proration_behavior: 'always_invoice',
  });
  const { data } = await stripe.invoices.listLineItems(String(latest_invoice));
  const [credit, debit] = [...data].sort((a, b) => a.amount - b.amount);
  expect(credit).toMatchObject({
    amount: -750,
    description: expect.stringMatching(/^Unused time on Starter after \d\d \w{3} \d{4}$/),
    discountable: false,
    period: { end: DECEMBER_1 },
    pricing: { price_details: { price: catalogue.starter.month } },
  });
  expect(debit).toMatchObject({
    amount: 2450,
    description: expect.stringMatching(/^Remaining time on Pro after \d\d \w{3} \d{4}$/),
    discountable: false,
    period: { end: DECEMBER_1 },
    pricing: { price_details: { price: catalogue.pro.month } },
  });
  for (const line of [credit, debit]) {
    const details = line?.parent?.subscription_item_details ?? line?.parent?.invoice_item_details;
    expect(details).toMatchObject({ proration: true });
  }
});

onFrozenClock('a paid invoice shows its payment when asked', async () => {
  const { created } = await aStarterSubscriber();
  const { payments } = await stripe.invoices.retrieve(String(created.latest_invoice), {
    expand: ['payments'],
  });
  expect(payments?.data).toMatchObject([
    { object: 'invoice_payment', amount_paid: 1500, status: 'paid', payment: { type: 'payment_intent' } },
  ]);
});

onFrozenClock('the list is narrowed by customer, subscription and status', async () => {
  const { customer, subscription, invoice, created } = await aPastDueSubscriber();
  await aStarterSubscriber();
  const ids = async (params: Parameters<typeof stripe.invoices.list>[0]) =>
    (await stripe.invoices.list(params)).data.map(({ id }) => id);
  expect(await ids({ customer })).toEqual([invoice, created.latest_invoice]);
  expect(await ids({ subscription })).toEqual([invoice, created.latest_invoice]);
  expect(await ids({ customer, status: 'open' })).toEqual([invoice]);
  expect(await ids({ customer, status: 'paid' })).toEqual([created.latest_invoice]);
});

onFrozenClock('an open invoice is paid with the replaced card and the subscription recovers', async () => {
  const { customer, subscription, invoice } = await aPastDueSubscriber();
  await replaceCard(stripe, customer, 'pm_card_visa');
  expect(await stripe.invoices.pay(invoice)).toMatchObject({
    id: invoice,
    status: 'paid',
    amount_paid: 1700,
    amount_remaining: 0,
  });
  expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('active');
});

onFrozenClock('an open invoice may be paid with a card named for it', async () => {
  const { customer, invoice } = await aPastDueSubscriber();
  const other = await stripe.paymentMethods.attach('pm_card_mastercard', { customer });
  expect(await stripe.invoices.pay(invoice, { payment_method: other.id })).toMatchObject({ status: 'paid' });
});

onFrozenClock('paying with a card that fails leaves the invoice open', async () => {
  const { invoice, subscription } = await aPastDueSubscriber();
  await expect(stripe.invoices.pay(invoice)).rejects.toMatchObject({
    statusCode: 402,
    rawType: 'card_error',
    code: 'card_declined',
    message: 'Your card was declined.',
  });
  expect(await stripe.invoices.retrieve(invoice)).toMatchObject({
    status: 'open',
    amount_paid: 0,
    amount_remaining: 1700,
  });
  expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('past_due');
});

onFrozenClock('a first invoice paid later makes an incomplete subscription active', async () => {
  const { customer, subscription, created } = await aStarterSubscriber({
    card: 'pm_card_chargeCustomerFail',
  });
  expect(created.status).toBe('incomplete');
  await replaceCard(stripe, customer, 'pm_card_visa');
  await stripe.invoices.pay(String(created.latest_invoice));
  expect((await stripe.subscriptions.retrieve(subscription)).status).toBe('active');
});

onFrozenClock('an invoice is paid once', async () => {
  const { created } = await aStarterSubscriber();
  await expect(stripe.invoices.pay(String(created.latest_invoice))).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

onFrozenClock('an unknown invoice is not found', async () => {
  await expect(stripe.invoices.retrieve('in_none')).rejects.toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
    message: `No such invoice: 'in_none'`,
  });
});
