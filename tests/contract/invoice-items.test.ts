import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { aCatalogue, aCustomer, aSubscriber, DECEMBER_1, NOVEMBER_1, NOVEMBER_16 } from '../factories';
import { anAccount, onFrozenClock, setClock } from './stripe-under-test';

const { stripe } = anAccount();

const aSetupFee = async (unit_amount = 2500) =>
  (await stripe.prices.create({ currency: 'usd', unit_amount, product_data: { name: 'Setup' } })).id;

const linesOf = (invoice: Stripe.Invoice) =>
  invoice.lines.data.map(({ description, amount }) => [description, amount]);

onFrozenClock('an item of an amount waits for the customer’s next invoice', async () => {
  const { customer } = await aCustomer(stripe);
  const item = await stripe.invoiceItems.create({
    customer,
    amount: 1250,
    currency: 'usd',
    description: 'Consulting',
    metadata: { hours: '2' },
    period: { start: NOVEMBER_1, end: NOVEMBER_16 },
  });
  expect(item).toMatchObject({
    id: expect.stringMatching(/^ii_/),
    object: 'invoiceitem',
    amount: 1250,
    currency: 'usd',
    customer,
    date: NOVEMBER_16,
    description: 'Consulting',
    discountable: true,
    discounts: [],
    invoice: null,
    metadata: { hours: '2' },
    net_amount: 1250,
    parent: null,
    period: { start: NOVEMBER_1, end: NOVEMBER_16 },
    proration: false,
    quantity: 1,
  });
  expect(String(item.pricing?.unit_amount_decimal)).toBe('1250');
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ currency: 'usd' });
  const [event] = (await stripe.events.list({ type: 'invoiceitem.created', limit: 1 })).data;
  expect(event?.data.object).toMatchObject({ id: item.id });
});

test('an item of a price costs its quantity and is named after the product', async () => {
  const { customer } = await aCustomer(stripe);
  const price = await aSetupFee();
  const item = await stripe.invoiceItems.create({ customer, pricing: { price }, quantity: 3 });
  expect(item).toMatchObject({
    amount: 7500,
    description: 'Setup',
    pricing: { type: 'price_details', price_details: { price } },
    quantity: 3,
  });
  expect(String(item.pricing?.unit_amount_decimal)).toBe('2500');
});

test('price data makes a price for this item alone', async () => {
  const { customer } = await aCustomer(stripe);
  const { id: product } = await stripe.products.create({ name: 'Hours' });
  const item = await stripe.invoiceItems.create({
    customer,
    price_data: { currency: 'usd', product, unit_amount: 9000 },
    quantity: 2,
  });
  expect(item).toMatchObject({ amount: 18_000, pricing: { price_details: { product } } });
  const price = await stripe.prices.retrieve(String(item.pricing?.price_details?.price));
  expect(price).toMatchObject({ active: false, type: 'one_time', unit_amount: 9000 });
});

test('a decimal unit amount is rounded once for the line', async () => {
  const { customer } = await aCustomer(stripe);
  const item = await stripe.rawRequest('POST', '/v1/invoiceitems', {
    customer,
    currency: 'usd',
    unit_amount_decimal: '0.125',
    quantity: 1004,
  });
  // 0.125 × 1004 = 125.5, and halves are rounded away from zero
  expect(item).toMatchObject({ amount: 126, pricing: { unit_amount_decimal: '0.125' } });
});

test('an item is changed and deleted while no finalized invoice has it', async () => {
  const { customer } = await aCustomer(stripe);
  const { id } = await stripe.invoiceItems.create({ customer, pricing: { price: await aSetupFee() } });
  expect(await stripe.invoiceItems.update(id, { quantity: 2, description: 'Two' })).toMatchObject({
    amount: 5000,
    quantity: 2,
    description: 'Two',
  });
  expect(await stripe.invoiceItems.update(id, { amount: 300 })).toMatchObject({ amount: 300, quantity: 1 });
  expect(await stripe.invoiceItems.del(id)).toEqual({ id, object: 'invoiceitem', deleted: true });
  await expect(stripe.invoiceItems.retrieve(id)).rejects.toMatchObject({
    statusCode: 404,
    message: `No such invoiceitem: '${id}'`,
  });
});

test('the list is narrowed by customer, invoice and whether an item waits', async () => {
  const { customer } = await aCustomer(stripe);
  const waiting = await stripe.invoiceItems.create({ customer, amount: 100, currency: 'usd' });
  const { id: invoice } = await stripe.invoices.create({ customer });
  const taken = await stripe.invoiceItems.create({ customer, invoice: String(invoice), amount: 200 });
  const ids = async (params: Stripe.InvoiceItemListParams) =>
    (await stripe.invoiceItems.list(params)).data.map(({ id }) => id);
  expect(await ids({ customer })).toEqual([taken.id, waiting.id]);
  expect(await ids({ customer, pending: true })).toEqual([waiting.id]);
  expect(await ids({ customer, pending: false })).toEqual([taken.id]);
  expect(await ids({ invoice: String(invoice) })).toEqual([taken.id]);
});

onFrozenClock('a renewal takes up what waits for the customer, and a preview shows it', async () => {
  const account = anAccount();
  const own = account.stripe;
  await setClock(account, NOVEMBER_16);
  const { starter } = await aCatalogue(own);
  const { customer, subscription } = await aSubscriber(own, {
    price: starter.month,
    since: NOVEMBER_1,
    renews: DECEMBER_1,
  });
  await own.invoiceItems.create({ customer, amount: 250, currency: 'usd', description: 'Any' });
  await own.invoiceItems.create({
    customer,
    subscription,
    amount: -100,
    currency: 'usd',
    description: 'Own',
  });
  const preview = await own.invoices.createPreview({ subscription });
  expect(preview).toMatchObject({ total: 1650 });
  await setClock(account, DECEMBER_1);
  const { latest_invoice } = await own.subscriptions.retrieve(subscription, { expand: ['latest_invoice'] });
  const invoice = latest_invoice as Stripe.Invoice; // expanded
  expect(invoice).toMatchObject({ status: 'paid', total: 1650, amount_paid: 1650 });
  expect(linesOf(invoice)).toEqual([
    ['Any', 250],
    ['Own', -100],
    ['1 × Starter (at $15.00 / month)', 1500],
  ]);
  expect(invoice.lines.data[1]?.parent).toMatchObject({
    type: 'invoice_item_details',
    invoice_item_details: { proration: false, subscription },
  });
  expect((await own.invoiceItems.list({ customer, pending: true })).data).toEqual([]);
});

onFrozenClock('what waits for a customer without a subscription is previewed with a new code', async () => {
  const { customer } = await aCustomer(stripe);
  await expect(stripe.invoices.createPreview({ customer })).rejects.toMatchObject({
    statusCode: 400,
    code: 'invoice_upcoming_none',
  });
  await stripe.invoiceItems.create({ customer, amount: 1000, currency: 'usd' });
  const { id: coupon } = await stripe.coupons.create({ percent_off: 20, duration: 'once' });
  expect(await stripe.invoices.createPreview({ customer, discounts: [{ coupon }] })).toMatchObject({
    billing_reason: 'manual',
    parent: null,
    status: 'draft',
    subtotal: 1000,
    total: 800,
  });
  expect((await stripe.invoiceItems.list({ customer, pending: true })).data).toHaveLength(1);
});

onFrozenClock('another subscription’s item is left to that one', async () => {
  const { starter, pro } = await aCatalogue(stripe);
  const { customer, subscription } = await aSubscriber(stripe, { price: starter.month });
  const item = await stripe.invoiceItems.create({ customer, subscription, amount: 250, currency: 'usd' });
  await stripe.subscriptions.create({ customer, items: [{ price: pro.month }] });
  expect(await stripe.invoiceItems.retrieve(item.id)).toMatchObject({ invoice: null });
});

onFrozenClock(
  'a subscription’s coupon lowers the items that it takes up, but no undiscountable one',
  async () => {
    const { customer } = await aCustomer(stripe);
    const { starter } = await aCatalogue(stripe);
    const { id: coupon } = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
    const add = (amount: number, discountable: boolean) =>
      stripe.invoiceItems.create({ customer, amount, currency: 'usd', discountable });
    await add(1000, true);
    await add(500, false);
    const { latest_invoice } = await stripe.subscriptions.create({
      customer,
      items: [{ price: starter.month }],
      discounts: [{ coupon }],
      expand: ['latest_invoice'],
    });
    // 10 % of 1000 and of 1500
    expect(latest_invoice).toMatchObject({ subtotal: 3000, total: 2750, amount_paid: 2750 });
  },
);

onFrozenClock('an amount off is taken off once, from the regular charge first', async () => {
  const { customer } = await aCustomer(stripe);
  const { starter } = await aCatalogue(stripe);
  const { id: coupon } = await stripe.coupons.create({
    amount_off: 2000,
    currency: 'usd',
    duration: 'once',
  });
  await stripe.invoiceItems.create({ customer, amount: 1000, currency: 'usd' });
  const { latest_invoice, discounts } = await stripe.subscriptions.create({
    customer,
    items: [{ price: starter.month }],
    discounts: [{ coupon }],
    expand: ['latest_invoice'],
  });
  // 1500 from Starter, the last 500 from the item
  expect(latest_invoice).toMatchObject({ subtotal: 2500, total: 500 });
  expect(discounts).toEqual([]);
});

onFrozenClock('an item’s own discount comes before the invoice’s', async () => {
  const { customer } = await aCustomer(stripe);
  const coupon = async (percent_off: number) =>
    (await stripe.coupons.create({ percent_off, duration: 'once' })).id;
  const { id: invoice } = await stripe.invoices.create({
    customer,
    discounts: [{ coupon: await coupon(10) }],
  });
  await stripe.invoiceItems.create({
    customer,
    invoice: String(invoice),
    amount: 1000,
    discounts: [{ coupon: await coupon(50) }],
  });
  // 1000, half of it, less a tenth
  const draft = await stripe.invoices.retrieve(String(invoice), { expand: ['lines.data.discounts'] });
  expect(draft).toMatchObject({ subtotal: 1000, total: 450 });
  expect(draft.lines.data[0]?.discount_amounts?.map(({ amount }) => amount)).toEqual([500, 50]);
});

test.each<[string, object, string]>([
  ['without a customer', { amount: 100, currency: 'usd', customer: undefined }, 'customer'],
  ['without an amount', { currency: 'usd' }, 'amount'],
  ['without a currency', { amount: 100 }, 'currency'],
  ['in an unknown currency', { amount: 100, currency: 'zzz' }, 'currency'],
  ['with an amount and a price', { amount: 100, currency: 'usd', pricing: { price: 'price_1' } }, 'amount'],
  ['with an amount and a quantity', { amount: 100, currency: 'usd', quantity: 2 }, 'quantity'],
  ['with an unknown price', { currency: 'usd', pricing: { price: 'price_none' } }, 'pricing[price]'],
  ['of an unknown subscription', { amount: 1, currency: 'usd', subscription: 'sub_none' }, 'subscription'],
  ['on an unknown invoice', { amount: 1, currency: 'usd', invoice: 'in_none' }, 'invoice'],
  ['that ends first', { amount: 1, currency: 'usd', period: { start: 2, end: 1 } }, 'period[end]'],
  ['of too much', { amount: 100_000_000, currency: 'usd' }, 'amount'],
  ['of fils', { amount: 1234, currency: 'kwd' }, 'amount'],
  ['with a tax rate', { amount: 1, currency: 'usd', tax_rates: ['txr_1'] }, 'tax_rates'],
])('an item %s is refused', async (_what, params, param) => {
  const { id: customer } = await stripe.customers.create();
  await expect(stripe.rawRequest('POST', '/v1/invoiceitems', { customer, ...params })).rejects.toMatchObject({
    statusCode: 400,
    param,
  });
});

test('an item of a recurring price is refused', async () => {
  const { customer } = await aCustomer(stripe);
  const { starter } = await aCatalogue(stripe);
  await expect(
    stripe.invoiceItems.create({ customer, pricing: { price: starter.month } }),
  ).rejects.toMatchObject({
    statusCode: 400,
    message:
      'The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.',
  });
});

test('a customer is billed in one currency', async () => {
  const { customer } = await aCustomer(stripe);
  await stripe.invoiceItems.create({ customer, amount: 100, currency: 'usd' });
  await expect(stripe.invoiceItems.create({ customer, amount: 100, currency: 'eur' })).rejects.toMatchObject({
    statusCode: 400,
    message: expect.stringMatching(/^You cannot combine currencies on a single customer\./),
  });
});

test('an item on a finalized invoice stays as it is', async () => {
  const { customer } = await aCustomer(stripe);
  const { id: invoice } = await stripe.invoices.create({ customer });
  const item = await stripe.invoiceItems.create({
    customer,
    invoice: String(invoice),
    amount: 500,
    currency: 'usd',
  });
  await stripe.invoices.finalizeInvoice(String(invoice));
  const refused = { statusCode: 400, code: 'invoice_not_editable' };
  await expect(stripe.invoiceItems.update(item.id, { amount: 1 })).rejects.toMatchObject(refused);
  await expect(stripe.invoiceItems.del(item.id)).rejects.toMatchObject(refused);
  await expect(
    stripe.invoiceItems.create({ customer, invoice: String(invoice), amount: 1 }),
  ).rejects.toMatchObject(refused);
});
