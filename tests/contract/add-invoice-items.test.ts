import { expect } from 'vitest';
import { aCatalogue, aCustomer, aSubscriber } from '../factories';
import { day } from './moments';
import { anAccount, localOnly, setClock } from './stripe-under-test';

/** Starter, a set-up fee of $20.00 that is charged once, and a customer with a card, on the 1st of November. */
async function aStage() {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, day('2026-11-01'));
  const { starter } = await aCatalogue(stripe);
  const fee = await stripe.prices.create({ product: starter.product, currency: 'usd', unit_amount: 2000 });
  return { account, stripe, starter, fee: fee.id, ...(await aCustomer(stripe)) };
}

localOnly('what is charged once comes with the first invoice and not with the second', async () => {
  const { account, stripe, starter, fee, customer } = await aStage();
  const { id, latest_invoice } = await stripe.subscriptions.create({
    customer,
    items: [{ price: starter.month }],
    add_invoice_items: [{ price: fee, quantity: 2, metadata: { what: 'set-up' } }],
    expand: ['latest_invoice'],
  });
  expect(latest_invoice).toMatchObject({ total: 5500, status: 'paid' });
  const invoice = latest_invoice as { lines: { data: object[] } };
  expect(invoice.lines.data).toMatchObject([
    { amount: 4000, quantity: 2, metadata: { what: 'set-up' }, parent: { type: 'invoice_item_details' } },
    { amount: 1500, parent: { type: 'subscription_item_details' } },
  ]);
  await setClock(account, day('2026-12-01'));
  const [renewal] = (await stripe.invoices.list({ subscription: id })).data;
  expect(renewal).toMatchObject({ total: 1500 });
});

localOnly('it is charged at once when a trial begins', async () => {
  const { stripe, starter, fee, customer } = await aStage();
  expect(
    await stripe.subscriptions.create({
      customer,
      items: [{ price: starter.month }],
      trial_period_days: 14,
      add_invoice_items: [{ price: fee }],
      expand: ['latest_invoice'],
    }),
  ).toMatchObject({ status: 'trialing', latest_invoice: { total: 2000, status: 'paid' } });
});

localOnly('on an update it waits for the next invoice, or comes with the one made now', async () => {
  const { account, stripe, starter, fee } = await aStage();
  const ada = await aSubscriber(stripe, { price: starter.month });
  await stripe.subscriptions.update(ada.subscription, {
    add_invoice_items: [{ price_data: { currency: 'usd', product: starter.product, unit_amount: 700 } }],
  });
  expect((await stripe.invoices.createPreview({ subscription: ada.subscription })).total).toBe(2200);
  await setClock(account, day('2026-11-16'));
  const { latest_invoice } = await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, quantity: 2 }],
    add_invoice_items: [{ price: fee }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  });
  // 700 that waits, 2000, and one Starter more for half of November
  expect(latest_invoice).toMatchObject({ total: 3450 });
});

localOnly('a price that recurs is refused', async () => {
  const { stripe, starter, customer } = await aStage();
  await expect(
    stripe.subscriptions.create({
      customer,
      items: [{ price: starter.month }],
      add_invoice_items: [{ price: starter.year }],
    }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'add_invoice_items[0][price]' });
});

localOnly('a trial that begins with something to pay is one as soon as that is paid', async () => {
  const { stripe, starter, fee, customer } = await aStage();
  const created = await stripe.subscriptions.create({
    customer,
    items: [{ price: starter.month }],
    add_invoice_items: [{ price: fee }],
    trial_period_days: 14,
    payment_behavior: 'default_incomplete',
  });
  expect(created.status).toBe('incomplete');
  await stripe.invoices.pay(String(created.latest_invoice));
  expect(await stripe.subscriptions.retrieve(created.id)).toMatchObject({
    status: 'trialing',
    trial_end: day('2026-11-15'),
  });
});
