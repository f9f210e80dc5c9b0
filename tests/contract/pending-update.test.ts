import { expect } from 'vitest';
import { aCatalogue, aSubscriber, onlyItem, replaceCard } from '../factories';
import { day } from './moments';
import { anAccount, localOnly, setClock } from './stripe-under-test';

const NOVEMBER_16 = day('2026-11-16');
const DECEMBER_1 = day('2026-12-01');

/** Starter to Pro half-way through November, by a card that fails, as a pending update. */
async function aPendingUpdate(at = NOVEMBER_16) {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, day('2026-11-01'));
  const catalogue = await aCatalogue(stripe);
  const ada = await aSubscriber(stripe, { price: catalogue.starter.month });
  await replaceCard(stripe, ada.customer, 'pm_card_chargeCustomerFail');
  await setClock(account, at);
  const items = [{ id: ada.item, price: catalogue.pro.month }];
  const update = () =>
    stripe.subscriptions.update(ada.subscription, {
      items,
      payment_behavior: 'pending_if_incomplete',
      proration_behavior: 'always_invoice',
      expand: ['latest_invoice'],
    });
  const pending = await update();
  const invoice = (pending.latest_invoice as { id: string }).id;
  return { account, stripe, catalogue, ada, items, update, pending, invoice };
}

localOnly('a change that is not paid waits: the subscription stays active and as it was', async () => {
  const { pending, ada, catalogue } = await aPendingUpdate();
  expect(pending).toMatchObject({
    status: 'active',
    pending_update: {
      expires_at: NOVEMBER_16 + 23 * 3600,
      subscription_items: [{ id: ada.item, price: { id: catalogue.pro.month } }],
    },
    // 4900/2 - 1500/2
    latest_invoice: { status: 'open', amount_due: 1700, billing_reason: 'subscription_update' },
  });
  expect(onlyItem(pending).price.id).toBe(catalogue.starter.month);
});

localOnly('paying the invoice carries the change out', async () => {
  const { stripe, ada, catalogue, invoice } = await aPendingUpdate();
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  await stripe.invoices.pay(invoice);
  const after = await stripe.subscriptions.retrieve(ada.subscription);
  expect(after).toMatchObject({ status: 'active', pending_update: null });
  expect(onlyItem(after)).toMatchObject({ id: ada.item, price: { id: catalogue.pro.month } });
  const types = (await stripe.events.list({ limit: 2 })).data.map(({ type }) => type);
  expect(types).toEqual(['customer.subscription.updated', 'customer.subscription.pending_update_applied']);
  // Pro for December, and nothing waits
  expect(await stripe.invoices.createPreview({ subscription: ada.subscription })).toMatchObject({
    total: 4900,
  });
});

localOnly('an invoice that nobody is asked for any more carries it out, too', async () => {
  const { stripe, ada, catalogue, invoice } = await aPendingUpdate();
  await stripe.invoices.markUncollectible(invoice);
  const after = await stripe.subscriptions.retrieve(ada.subscription);
  expect(after).toMatchObject({ status: 'active', pending_update: null });
  expect(onlyItem(after).price.id).toBe(catalogue.pro.month);
});

localOnly('after 23 hours it is given up and the invoice void', async () => {
  const { account, stripe, ada, catalogue, invoice } = await aPendingUpdate();
  await setClock(account, NOVEMBER_16 + 23 * 3600);
  const after = await stripe.subscriptions.retrieve(ada.subscription);
  expect(after).toMatchObject({ status: 'active', pending_update: null });
  expect(onlyItem(after).price.id).toBe(catalogue.starter.month);
  expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: 'void' });
  const { data } = await stripe.events.list({ type: 'customer.subscription.pending_update_expired' });
  expect(data).toMatchObject([{ created: NOVEMBER_16 + 23 * 3600 }]);
});

localOnly('it does not outlive the period', async () => {
  const { account, stripe, ada, pending } = await aPendingUpdate(DECEMBER_1 - 22 * 3600);
  expect(pending.pending_update?.expires_at).toBe(DECEMBER_1);
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  await setClock(account, DECEMBER_1);
  expect(await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] })).toMatchObject(
    { pending_update: null, latest_invoice: { total: 1500, status: 'paid' } },
  );
});

localOnly('another change takes its place and voids its invoice', async () => {
  const { stripe, ada, update, invoice } = await aPendingUpdate();
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  const second = await update();
  expect(second).toMatchObject({ pending_update: null, latest_invoice: { status: 'paid', total: 1700 } });
  expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: 'void' });
});

localOnly('voiding the invoice gives the change up', async () => {
  const { stripe, ada, invoice } = await aPendingUpdate();
  await stripe.invoices.voidInvoice(invoice);
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({ pending_update: null });
});

localOnly('what waited for the next invoice waits again when the change is given up', async () => {
  const { account, stripe, ada, catalogue } = await aPendingUpdate();
  await stripe.subscriptions.update(ada.subscription, { items: [{ id: ada.item, quantity: 2 }] });
  // 2 x 1500 for December, and one Starter more for half of November
  const before = await stripe.invoices.createPreview({ subscription: ada.subscription });
  expect(before.total).toBe(3750);
  await stripe.subscriptions.update(ada.subscription, {
    items: [{ id: ada.item, price: catalogue.pro.month }],
    payment_behavior: 'pending_if_incomplete',
    proration_behavior: 'always_invoice',
  });
  await setClock(account, NOVEMBER_16 + 23 * 3600);
  expect(await stripe.invoices.createPreview({ subscription: ada.subscription })).toMatchObject({
    total: 3750,
  });
});

localOnly('nothing that costs nothing may come with it', async () => {
  const { stripe, ada } = await aPendingUpdate();
  await expect(
    stripe.subscriptions.update(ada.subscription, {
      metadata: { a: 'b' },
      payment_behavior: 'pending_if_incomplete',
    }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'metadata' });
});

localOnly('a new subscription takes no pending_if_incomplete', async () => {
  const { stripe, ada, catalogue } = await aPendingUpdate();
  await expect(
    stripe.subscriptions.create({
      customer: ada.customer,
      items: [{ price: catalogue.pro.month }],
      payment_behavior: 'pending_if_incomplete',
    }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'payment_behavior' });
});

localOnly(
  'default_incomplete changes the plan, charges nobody yet and is past due until it is paid',
  async () => {
    const { stripe, ada, catalogue, items } = await aPendingUpdate();
    await replaceCard(stripe, ada.customer, 'pm_card_visa');
    const updated = await stripe.subscriptions.update(ada.subscription, {
      items,
      payment_behavior: 'default_incomplete',
      proration_behavior: 'always_invoice',
      expand: ['latest_invoice'],
    });
    expect(updated).toMatchObject({
      status: 'past_due',
      latest_invoice: { status: 'open', attempt_count: 0, amount_due: 1700 },
    });
    expect(onlyItem(updated).price.id).toBe(catalogue.pro.month);
    await stripe.invoices.pay((updated.latest_invoice as { id: string }).id);
    expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({ status: 'active' });
  },
);
