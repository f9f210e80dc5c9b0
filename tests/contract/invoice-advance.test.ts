import { expect } from 'vitest';
import { aCustomer, NOVEMBER_16 } from '../factories';
import { type Account, anAccount, onFrozenClock, setClock } from './stripe-under-test';

const HOUR = 3600;

async function aDraft({ stripe }: Account, params: object) {
  const { customer } = await aCustomer(stripe);
  const { id = '' } = await stripe.invoices.create({ customer, auto_advance: true, ...params });
  await stripe.invoiceItems.create({ customer, invoice: id, amount: 2000, currency: 'usd' });
  return id;
}

async function anAccountNow(): Promise<Account> {
  const account = anAccount();
  await setClock(account, NOVEMBER_16);
  return account;
}

onFrozenClock('a draft that advances is finalized and charged after an hour', async () => {
  const account = await anAccountNow();
  const { stripe } = account;
  const id = await aDraft(account, {});
  await setClock(account, NOVEMBER_16 + HOUR - 1);
  expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'draft' });
  await setClock(account, NOVEMBER_16 + HOUR);
  expect(await stripe.invoices.retrieve(id)).toMatchObject({
    status: 'paid',
    amount_paid: 2000,
    status_transitions: { finalized_at: NOVEMBER_16 + HOUR, paid_at: NOVEMBER_16 + HOUR },
  });
});

onFrozenClock('one that says when is finalized then, and one that is sent is sent', async () => {
  const account = await anAccountNow();
  const { stripe } = account;
  const id = await aDraft(account, {
    automatically_finalizes_at: NOVEMBER_16 + 5 * HOUR,
    collection_method: 'send_invoice',
    days_until_due: 1,
  });
  await setClock(account, NOVEMBER_16 + 4 * HOUR);
  expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'draft' });
  await setClock(account, NOVEMBER_16 + 5 * HOUR);
  expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', amount_due: 2000 });
  const types = (await stripe.events.list({ type: 'invoice.sent' })).data;
  expect(types[0]?.data.object).toMatchObject({ id });
  await setClock(account, NOVEMBER_16 + 24 * HOUR);
  await stripe.invoices.retrieve(id);
  expect((await stripe.events.list({ type: 'invoice.overdue' })).data).toHaveLength(1);
});

onFrozenClock('a draft that stopped advancing waits for good', async () => {
  const account = await anAccountNow();
  const { stripe } = account;
  const id = await aDraft(account, {});
  expect(await stripe.invoices.update(id, { auto_advance: false })).toMatchObject({
    automatically_finalizes_at: null,
  });
  await setClock(account, NOVEMBER_16 + 24 * HOUR);
  expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'draft' });
});

onFrozenClock('a one-off invoice lives by its customer’s test clock', async () => {
  const { stripe } = anAccount();
  const { id: test_clock } = await stripe.testHelpers.testClocks.create({ frozen_time: NOVEMBER_16 });
  const { id: customer } = await stripe.customers.create({ test_clock, email: 'ada@example.com' });
  const item = await stripe.invoiceItems.create({ customer, amount: 2000, currency: 'usd' });
  expect(item.test_clock).toBe(test_clock);
  const invoice = await stripe.invoices.create({
    customer,
    auto_advance: true,
    pending_invoice_items_behavior: 'include',
  });
  expect(invoice).toMatchObject({ test_clock, created: NOVEMBER_16 });
  await stripe.testHelpers.testClocks.advance(test_clock, { frozen_time: NOVEMBER_16 + 2 * HOUR });
  expect(await stripe.invoices.retrieve(String(invoice.id))).toMatchObject({
    status: 'open',
    attempted: true,
    status_transitions: { finalized_at: NOVEMBER_16 + HOUR },
  });
});
