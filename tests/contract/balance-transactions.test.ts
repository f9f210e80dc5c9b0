import { expect, test } from 'vitest';
import { aCustomer } from '../factories';
import { anAccount, onFrozenClock } from './stripe-under-test';

const { stripe } = anAccount();

const aMonthlyPrice = async (unit_amount: number, currency = 'usd') =>
  (
    await stripe.prices.create({
      currency,
      unit_amount,
      recurring: { interval: 'month' },
      product_data: { name: 'Pro' },
    })
  ).id;

const transactions = async (customer: string) =>
  (await stripe.customers.listBalanceTransactions(customer)).data.map(({ type, amount, ending_balance }) => ({
    type,
    amount,
    ending_balance,
  }));

test('a transaction moves the balance and fixes the currency', async () => {
  const { id } = await stripe.customers.create();
  const credit = await stripe.customers.createBalanceTransaction(id, {
    amount: -500,
    currency: 'eur',
    description: 'Sorry for the outage',
    metadata: { incident: '7' },
  });
  expect(credit).toMatchObject({
    id: expect.stringMatching(/^cbtxn_/),
    object: 'customer_balance_transaction',
    amount: -500,
    currency: 'eur',
    customer: id,
    description: 'Sorry for the outage',
    ending_balance: -500,
    invoice: null,
    metadata: { incident: '7' },
    type: 'adjustment',
  });
  expect(await stripe.customers.retrieve(id)).toMatchObject({ balance: -500, currency: 'eur' });
  await stripe.customers.createBalanceTransaction(id, { amount: 200, currency: 'eur' });
  expect(await transactions(id)).toEqual([
    { type: 'adjustment', amount: 200, ending_balance: -300 },
    { type: 'adjustment', amount: -500, ending_balance: -500 },
  ]);
  await expect(
    stripe.customers.createBalanceTransaction(id, { amount: 200, currency: 'usd' }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'currency' });
});

test('a balance that is set leaves a transaction of the difference', async () => {
  const { id } = await stripe.customers.create({ balance: 300 });
  await stripe.customers.update(id, { balance: -200 });
  await stripe.customers.update(id, { balance: -200 });
  expect(await transactions(id)).toEqual([
    { type: 'adjustment', amount: -500, ending_balance: -200 },
    { type: 'adjustment', amount: 300, ending_balance: 300 },
  ]);
});

test('only the words of a transaction can be changed', async () => {
  const { id } = await stripe.customers.create();
  const { id: transaction } = await stripe.customers.createBalanceTransaction(id, {
    amount: -500,
    currency: 'usd',
  });
  await stripe.customers.updateBalanceTransaction(id, transaction, {
    description: 'Goodwill',
    metadata: { by: 'ada' },
  });
  expect(await stripe.customers.retrieveBalanceTransaction(id, transaction)).toMatchObject({
    amount: -500,
    description: 'Goodwill',
    metadata: { by: 'ada' },
  });
  await expect(
    stripe.rawRequest('POST', `/v1/customers/${id}/balance_transactions/${transaction}`, { amount: 1 }),
  ).rejects.toMatchObject({ statusCode: 400, code: 'parameter_unknown', param: 'amount' });
});

onFrozenClock(
  'credit that pays for an invoice is noted with it, and comes back when that is voided',
  async () => {
    const { customer } = await aCustomer(stripe, { card: 'pm_card_chargeCustomerFail' });
    await stripe.customers.createBalanceTransaction(customer, { amount: -500, currency: 'usd' });
    const { latest_invoice } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await aMonthlyPrice(1500) }],
    });
    const invoice = String(latest_invoice);
    expect(await stripe.invoices.retrieve(invoice)).toMatchObject({
      amount_due: 1000,
      starting_balance: -500,
      ending_balance: 0,
    });
    await stripe.invoices.voidInvoice(invoice);
    expect(await transactions(customer)).toEqual([
      { type: 'unapplied_from_invoice', amount: -500, ending_balance: -500 },
      { type: 'applied_to_invoice', amount: 500, ending_balance: 0 },
      { type: 'adjustment', amount: -500, ending_balance: -500 },
    ]);
    expect((await stripe.customers.listBalanceTransactions(customer, { invoice })).data).toHaveLength(2);
  },
);

onFrozenClock('an amount below Stripe’s minimum is not charged but owed with the next invoice', async () => {
  const { customer } = await aCustomer(stripe);
  const { status, latest_invoice } = await stripe.subscriptions.create({
    customer,
    items: [{ price: await aMonthlyPrice(49) }],
    expand: ['latest_invoice.payments'],
  });
  expect(status).toBe('active');
  expect(latest_invoice).toMatchObject({
    status: 'paid',
    total: 49,
    amount_due: 0,
    amount_paid: 0,
    starting_balance: 0,
    ending_balance: 49,
    payments: { data: [] },
  });
  expect(await transactions(customer)).toEqual([
    { type: 'invoice_too_small', amount: 49, ending_balance: 49 },
  ]);
  // 49 from before and 50 now
  const next = await stripe.subscriptions.create({
    customer,
    items: [{ price: await aMonthlyPrice(50) }],
    expand: ['latest_invoice'],
  });
  expect(next.latest_invoice).toMatchObject({
    total: 50,
    amount_due: 99,
    amount_paid: 99,
    starting_balance: 49,
    ending_balance: 0,
  });
});

onFrozenClock('the least that is charged is charged', async () => {
  const { customer } = await aCustomer(stripe);
  const { latest_invoice } = await stripe.subscriptions.create({
    customer,
    items: [{ price: await aMonthlyPrice(50, 'jpy') }],
    expand: ['latest_invoice'],
  });
  expect(latest_invoice).toMatchObject({ amount_due: 50, amount_paid: 50 });
});

test('a customer without a discount has none to delete', async () => {
  const { id } = await stripe.customers.create();
  await expect(stripe.customers.deleteDiscount(id)).rejects.toMatchObject({
    statusCode: 404,
    message: `No active discount for customer: ${id}`,
  });
});
