import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { aCatalogue, aCustomer, aSubscriber, DECEMBER_1, NOVEMBER_16 } from '../factories';
import { anAccount, onFrozenClock } from './stripe-under-test';

const { stripe } = anAccount();
const DAY = 86_400;

/** A draft with one line of $20.00. */
async function aDraft(params: Omit<Stripe.InvoiceCreateParams, 'customer'> = {}, card = 'pm_card_visa') {
  const { customer } = await aCustomer(stripe, { card });
  const { id = '' } = await stripe.invoices.create({ customer, ...params });
  const item = await stripe.invoiceItems.create({ customer, invoice: id, amount: 2000, currency: 'usd' });
  return { customer, id, item: item.id };
}

const typesAbout = async (id: string, skip: string[] = []) =>
  (await stripe.events.list({ limit: 100 })).data
    .filter(({ data }) => (data.object as { id?: string }).id === id)
    .map(({ type }) => type)
    .filter((type) => !skip.includes(type))
    .reverse();

onFrozenClock('a new invoice is an empty draft that nobody asks for', async () => {
  const { customer } = await aCustomer(stripe);
  const invoice = await stripe.invoices.create({
    customer,
    description: 'Thank you',
    footer: 'Northlight Ltd',
    metadata: { order: '7' },
    custom_fields: [{ name: 'PO', value: '4711' }],
  });
  expect(invoice).toMatchObject({
    id: expect.stringMatching(/^in_/),
    object: 'invoice',
    amount_due: 0,
    auto_advance: false,
    automatically_finalizes_at: null,
    billing_reason: 'manual',
    collection_method: 'charge_automatically',
    currency: 'usd',
    custom_fields: [{ name: 'PO', value: '4711' }],
    customer,
    customer_email: 'ada@example.com',
    description: 'Thank you',
    due_date: null,
    footer: 'Northlight Ltd',
    hosted_invoice_url: null,
    lines: { data: [] },
    metadata: { order: '7' },
    number: null,
    parent: null,
    status: 'draft',
    total: 0,
  });
  expect(await typesAbout(String(invoice.id))).toEqual(['invoice.created']);
});

test('what waits is taken up when that is asked for, oldest first', async () => {
  const { customer } = await aCustomer(stripe);
  const add = (amount: number) => stripe.invoiceItems.create({ customer, amount, currency: 'usd' });
  const first = await add(1000);
  await add(-300);
  const excluded = await stripe.invoices.create({ customer });
  expect(excluded.lines.data).toEqual([]);
  const invoice = await stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' });
  expect(invoice).toMatchObject({ subtotal: 700, total: 700, amount_due: 700 });
  expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([1000, -300]);
  expect(invoice.lines.data[0]).toMatchObject({
    parent: {
      type: 'invoice_item_details',
      invoice_item_details: { invoice_item: first.id, proration: false, subscription: null },
      subscription_item_details: null,
    },
    discountable: true,
  });
  expect(await stripe.invoiceItems.retrieve(first.id)).toMatchObject({ invoice: invoice.id });
});

test('with nothing to take up there is nothing to invoice', async () => {
  const { customer } = await aCustomer(stripe);
  await expect(
    stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' }),
  ).rejects.toMatchObject({
    statusCode: 400,
    code: 'invoice_no_customer_line_items',
    message: 'Nothing to invoice for customer',
  });
});

onFrozenClock(
  'an invoice for a subscription takes up what waits for that, and leaves its cycle alone',
  async () => {
    const { starter, pro } = await aCatalogue(stripe);
    const { customer, subscription, item } = await aSubscriber(stripe, {
      price: starter.month,
      since: 1793491200,
      renews: DECEMBER_1,
    });
    await expect(stripe.invoices.create({ customer, subscription })).rejects.toMatchObject({
      code: 'invoice_no_subscription_line_items',
    });
    await stripe.subscriptions.update(subscription, { items: [{ id: item, price: pro.month }] });
    const invoice = await stripe.invoices.create({ customer, subscription });
    // half of 1500 back, half of 4900
    expect(invoice).toMatchObject({
      billing_reason: 'manual',
      parent: { type: 'subscription_details', subscription_details: { subscription } },
      total: 1700,
    });
    expect(await stripe.invoices.pay(String(invoice.id))).toMatchObject({
      status: 'paid',
      amount_paid: 1700,
    });
    const { items } = await stripe.subscriptions.retrieve(subscription);
    expect(items.data[0]?.current_period_end).toBe(DECEMBER_1);
  },
);

test('a draft’s fields and discounts can be changed, and its sums follow', async () => {
  const { id } = await aDraft();
  const { id: coupon } = await stripe.coupons.create({ percent_off: 25, duration: 'once' });
  const lowered = await stripe.invoices.update(id, {
    description: 'For November',
    discounts: [{ coupon }],
    metadata: { order: '8' },
  });
  expect(lowered).toMatchObject({
    description: 'For November',
    metadata: { order: '8' },
    subtotal: 2000,
    total: 1500,
    amount_due: 1500,
    total_discount_amounts: [{ amount: 500 }],
  });
  expect(lowered.discounts).toHaveLength(1);
  expect(await stripe.invoices.update(id, { discounts: '' })).toMatchObject({ total: 2000, discounts: [] });
});

test('lines are added, changed, released and deleted', async () => {
  const { customer, id } = await aDraft();
  const waiting = await stripe.invoiceItems.create({ customer, amount: 700, currency: 'usd' });
  const added = await stripe.invoices.addLines(id, {
    lines: [{ amount: 300, description: 'Extra' }, { invoice_item: waiting.id }],
  });
  expect(added).toMatchObject({ total: 3000 });
  const lines = added.lines.data;
  const lineOf = (amount: number) => lines.find((line) => line.amount === amount)?.id ?? '';
  expect(lines.map(({ description }) => description)).toContain('Extra');
  const changed = await stripe.invoices.updateLines(id, { lines: [{ id: lineOf(300), amount: 400 }] });
  expect(changed).toMatchObject({ total: 3100 });
  expect(
    await stripe.invoices.updateLineItem(id, lineOf(300), { description: 'More', amount: 500 }),
  ).toMatchObject({ id: lineOf(300), amount: 500, description: 'More' });
  const removed = await stripe.invoices.removeLines(id, {
    lines: [
      { id: lineOf(700), behavior: 'unassign' },
      { id: lineOf(300), behavior: 'delete' },
    ],
  });
  expect(removed).toMatchObject({ total: 2000 });
  expect(await stripe.invoiceItems.retrieve(waiting.id)).toMatchObject({ invoice: null });
  await expect(
    stripe.invoices.removeLines(id, { lines: [{ id: 'il_none', behavior: 'delete' }] }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'lines[0][id]' });
});

test('the lines are paged in their order', async () => {
  const { id } = await aDraft();
  const { lines } = await stripe.invoices.addLines(id, { lines: [{ amount: 100 }, { amount: 200 }] });
  const [one, two, three] = lines.data.map((line) => line.id);
  const ids = async (params: Stripe.InvoiceListLineItemsParams) =>
    (await stripe.invoices.listLineItems(id, params)).data.map((line) => line.id);
  expect(await ids({ limit: 2 })).toEqual([one, two]);
  expect(await ids({ starting_after: String(one) })).toEqual([two, three]);
  expect(await ids({ ending_before: String(three) })).toEqual([one, two]);
});

test('a draft is deleted with its items', async () => {
  const { id, item } = await aDraft();
  expect(await stripe.invoices.del(id)).toEqual({ id, object: 'invoice', deleted: true });
  await expect(stripe.invoices.retrieve(id)).rejects.toMatchObject({ statusCode: 404 });
  await expect(stripe.invoiceItems.retrieve(item)).rejects.toMatchObject({ statusCode: 404 });
  expect(await typesAbout(id, ['invoice.updated'])).toEqual(['invoice.created', 'invoice.deleted']);
});

onFrozenClock('a finalized invoice has a number, a page, and is open', async () => {
  const { id } = await aDraft();
  const open = await stripe.invoices.finalizeInvoice(id);
  expect(open).toMatchObject({
    status: 'open',
    amount_due: 2000,
    amount_remaining: 2000,
    attempted: false,
    effective_at: NOVEMBER_16,
    number: expect.stringMatching(/^[A-Z0-9]{8}-0001$/),
    hosted_invoice_url: expect.stringMatching(/^http/),
    status_transitions: { finalized_at: NOVEMBER_16 },
  });
  expect(await typesAbout(id)).toEqual([
    'invoice.created',
    'invoice.updated',
    'invoice.finalized',
    'invoice.updated',
  ]);
});

test('a customer’s invoices are numbered in a row', async () => {
  const { customer, id } = await aDraft();
  const { number: first } = await stripe.invoices.finalizeInvoice(id);
  const { id: next = '' } = await stripe.invoices.create({ customer });
  await stripe.invoiceItems.create({ customer, invoice: next, amount: 900 });
  const { number: second } = await stripe.invoices.finalizeInvoice(next);
  expect([first?.slice(-5), second?.slice(-5)]).toEqual(['-0001', '-0002']);
  expect(first?.slice(0, 8)).toBe(second?.slice(0, 8));
});

onFrozenClock('one that advances is charged once it is finalized', async () => {
  const { id, customer } = await aDraft({ auto_advance: true });
  expect(await stripe.invoices.retrieve(id)).toMatchObject({
    auto_advance: true,
    automatically_finalizes_at: NOVEMBER_16 + 3600,
  });
  expect(await stripe.invoices.finalizeInvoice(id)).toMatchObject({
    status: 'paid',
    amount_paid: 2000,
    customer,
  });
});

test('one that advances and is refused stays open', async () => {
  const { id } = await aDraft({ auto_advance: true }, 'pm_card_chargeCustomerFail');
  expect(await stripe.invoices.finalizeInvoice(id)).toMatchObject({
    status: 'open',
    attempted: true,
    attempt_count: 1,
    amount_paid: 0,
  });
  expect(await typesAbout(id)).toContain('invoice.payment_failed');
});

test('an invoice of nothing is paid as soon as it is finalized', async () => {
  const { customer } = await aCustomer(stripe);
  const { id = '' } = await stripe.invoices.create({ customer });
  expect(await stripe.invoices.finalizeInvoice(id)).toMatchObject({
    status: 'paid',
    total: 0,
    amount_paid: 0,
  });
});

test('the balance pays for an invoice when it is finalized, not when it is drawn', async () => {
  const { customer, id } = await aDraft();
  await stripe.customers.createBalanceTransaction(customer, { amount: -500, currency: 'usd' });
  expect(await stripe.invoices.finalizeInvoice(id)).toMatchObject({
    total: 2000,
    amount_due: 1500,
    starting_balance: -500,
    ending_balance: 0,
  });
});

onFrozenClock('one that is sent has the day on which it is due', async () => {
  const { id } = await aDraft({ collection_method: 'send_invoice', days_until_due: 30 });
  expect(await stripe.invoices.retrieve(id)).toMatchObject({
    collection_method: 'send_invoice',
    due_date: NOVEMBER_16 + 30 * DAY,
  });
  expect(await stripe.invoices.sendInvoice(id)).toMatchObject({ status: 'open', attempted: false });
  expect(await typesAbout(id, ['invoice.updated'])).toEqual([
    'invoice.created',
    'invoice.finalized',
    'invoice.sent',
  ]);
  const due = async (due_date: Stripe.RangeQueryParam) =>
    (await stripe.invoices.list({ due_date })).data.map((invoice) => invoice.id);
  expect(await due({ gte: NOVEMBER_16 + 30 * DAY })).toContain(id);
  expect(await due({ lt: NOVEMBER_16 + 30 * DAY })).not.toContain(id);
});

test('one that is charged is not sent', async () => {
  const { id } = await aDraft();
  await expect(stripe.invoices.sendInvoice(id)).rejects.toMatchObject({
    statusCode: 400,
    message: "You can only manually send an invoice if its collection method is 'send_invoice'.",
  });
});

test.each<[string, object, string]>([
  ['without a customer', { customer: undefined }, 'customer'],
  ['of an unknown customer', { customer: 'cus_none' }, 'customer'],
  ['sent without a due date', { collection_method: 'send_invoice' }, 'days_until_due'],
  [
    'due twice over',
    { collection_method: 'send_invoice', days_until_due: 1, due_date: 4_000_000_000 },
    'due_date',
  ],
  ['due in the past', { collection_method: 'send_invoice', due_date: 1 }, 'due_date'],
  ['charged with a due date', { days_until_due: 30 }, 'days_until_due'],
  ['with a strange card', { default_payment_method: 'pm_none' }, 'default_payment_method'],
  [
    'finalized by itself without advancing',
    { automatically_finalizes_at: 4_000_000_000 },
    'automatically_finalizes_at',
  ],
  ['of an unknown subscription', { subscription: 'sub_none' }, 'subscription'],
  ['with shipping costs', { shipping_cost: { shipping_rate: 'shr_1' } }, 'shipping_cost'],
  ['that revises another', { from_invoice: { action: 'revision', invoice: 'in_1' } }, 'from_invoice'],
])('an invoice %s is refused', async (_what, params, param) => {
  const { customer } = await aCustomer(stripe);
  await expect(stripe.rawRequest('POST', '/v1/invoices', { customer, ...params })).rejects.toMatchObject({
    statusCode: 400,
    param,
  });
});

test('one that is sent needs an e-mail address', async () => {
  const { id: customer } = await stripe.customers.create();
  await expect(
    stripe.invoices.create({ customer, collection_method: 'send_invoice', days_until_due: 7 }),
  ).rejects.toMatchObject({ statusCode: 400, message: expect.stringMatching(/^Missing email\./) });
});

test('credit notes are not there', async () => {
  await expect(stripe.creditNotes.list()).rejects.toMatchObject({
    statusCode: 404,
    message: expect.stringMatching(/^Unrecognized request URL \(GET: \/v1\/credit_notes\)/),
  });
});
