import { expect } from 'vitest';
import { aCatalogue, aCustomer, aSubscriber, onlyItem } from '../factories';
import { dateOf, day } from './moments';
import { anAccount, localOnly, setClock } from './stripe-under-test';

const NOVEMBER_1 = day('2026-11-01');

/** A customer without a card whose invoices are due within so many days. */
async function aSentSubscription(days_until_due = 10) {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_1);
  const { starter, pro } = await aCatalogue(stripe);
  const { id: customer } = await stripe.customers.create({ email: 'ada@example.com' });
  const subscription = await stripe.subscriptions.create({
    customer,
    items: [{ price: starter.month }],
    collection_method: 'send_invoice',
    days_until_due,
    expand: ['latest_invoice'],
  });
  return { account, stripe, starter, pro, customer, subscription };
}

localOnly('an invoice that is sent is open, due in days_until_due, and the subscription active', async () => {
  const { stripe, subscription } = await aSentSubscription();
  expect(subscription).toMatchObject({
    status: 'active',
    collection_method: 'send_invoice',
    days_until_due: 10,
    latest_invoice: {
      status: 'open',
      collection_method: 'send_invoice',
      due_date: day('2026-11-11'),
      attempt_count: 0,
      next_payment_attempt: null,
    },
  });
  const types = (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type);
  expect(types).toContain('invoice.sent');
});

localOnly('an older invoice that is overdue leaves the subscription active', async () => {
  const { account, stripe, subscription } = await aSentSubscription(45);
  await setClock(account, day('2026-12-17')); // the first invoice was due the day before, the second is not yet
  expect((await stripe.events.list({ type: 'invoice.overdue' })).data).toHaveLength(1);
  expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'active' });
});

localOnly('each renewal sends another', async () => {
  const { account, stripe, subscription } = await aSentSubscription();
  await stripe.invoices.pay((subscription.latest_invoice as { id: string }).id, {
    payment_method: (
      await stripe.paymentMethods.attach('pm_card_visa', { customer: String(subscription.customer) })
    ).id,
  });
  await setClock(account, day('2026-12-01'));
  expect(await stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] })).toMatchObject({
    status: 'active',
    latest_invoice: { status: 'open', due_date: day('2026-12-11') },
  });
});

localOnly('after its due date an unpaid invoice is overdue and the subscription past due', async () => {
  const { account, stripe, subscription } = await aSentSubscription();
  await setClock(account, day('2026-11-11'));
  expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'past_due' });
  expect((await stripe.events.list({ type: 'invoice.overdue' })).data).toMatchObject([
    { created: day('2026-11-11') },
  ]);
});

localOnly('days_until_due is needed for invoices that are sent, and refused for others', async () => {
  const { stripe, starter, customer, subscription } = await aSentSubscription();
  const items = [{ price: starter.month }];
  await expect(
    stripe.subscriptions.create({ customer, items, collection_method: 'send_invoice' }),
  ).rejects.toMatchObject({ code: 'parameter_missing', param: 'days_until_due' });
  await expect(stripe.subscriptions.create({ customer, items, days_until_due: 10 })).rejects.toMatchObject({
    statusCode: 400,
    param: 'days_until_due',
  });
  expect(
    await stripe.subscriptions.update(subscription.id, { collection_method: 'charge_automatically' }),
  ).toMatchObject({ collection_method: 'charge_automatically', days_until_due: null });
});

localOnly('an upgrade that is invoiced at once is sent too', async () => {
  const { account, stripe, pro, subscription } = await aSentSubscription();
  await setClock(account, day('2026-11-06'));
  const updated = await stripe.subscriptions.update(subscription.id, {
    items: [{ id: onlyItem(subscription).id, price: pro.month }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  });
  // 25 of 30 days: 4900 x 25/30 = 4083.33, 1500 x 25/30 = 1250
  expect(updated).toMatchObject({ status: 'active', latest_invoice: { status: 'open', total: 2833 } });
});

localOnly('flexible billing renews a monthly and a yearly price each in its own time', async () => {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_1);
  const { starter, pro } = await aCatalogue(stripe);
  const { customer } = await aCustomer(stripe);
  const { id, items } = await stripe.subscriptions.create({
    customer,
    items: [{ price: starter.month }, { price: pro.year }],
  });
  expect(items.data.map((item) => dateOf(item.current_period_end))).toEqual(['2026-12-01', '2027-11-01']);
  await setClock(account, day('2027-11-01'));
  const { data } = await stripe.invoices.list({ subscription: id, limit: 100 });
  expect(data.map(({ total }) => total)).toEqual([50500, ...Array(11).fill(1500), 50500]);
});

localOnly('classic billing wants one interval', async () => {
  const { stripe } = anAccount();
  const { starter, pro } = await aCatalogue(stripe);
  const classic = { type: 'classic' } as const;
  const { customer, subscription } = await aSubscriber(stripe, {
    price: starter.month,
    terms: { billing_mode: classic },
  });
  const items = [{ price: starter.month }, { price: pro.year }];
  await expect(stripe.subscriptions.create({ customer, items, billing_mode: classic })).rejects.toMatchObject(
    { statusCode: 400, param: 'items' },
  );
  await expect(
    stripe.subscriptions.update(subscription, { items: [{ price: pro.year }] }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'items' });
});

localOnly.each([
  ['billing_thresholds', { billing_thresholds: { amount_gte: 5000 } }],
  ['pending_invoice_item_interval', { pending_invoice_item_interval: { interval: 'month' } }],
  ['transfer_data', { transfer_data: { destination: 'acct_1' } }],
])('%s is refused by name', async (name, params) => {
  const { stripe, subscription } = await aSentSubscription();
  await expect(
    stripe.rawRequest('POST', `/v1/subscriptions/${subscription.id}`, params),
  ).rejects.toMatchObject({ code: 'parameter_unknown', param: name });
});

localOnly('tax rates are refused by name: there are none', async () => {
  const { stripe, subscription } = await aSentSubscription();
  await expect(
    stripe.subscriptions.update(subscription.id, { default_tax_rates: ['txr_1'] }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'default_tax_rates' });
});

localOnly('a trial whose invoices are sent needs no card to end', async () => {
  const { account, stripe, starter, customer } = await aSentSubscription();
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price: starter.month }],
    collection_method: 'send_invoice',
    days_until_due: 10,
    trial_period_days: 14,
    trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
  });
  await setClock(account, day('2026-11-15'));
  expect(await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })).toMatchObject({
    status: 'active',
    latest_invoice: { status: 'open', amount_due: 1500 },
  });
});
