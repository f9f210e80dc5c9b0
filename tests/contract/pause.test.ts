import type Stripe from 'stripe';
import { expect } from 'vitest';
import { aCatalogue, aSubscriber, onlyItem, replaceCard } from '../factories';
import { day } from './moments';
import { anAccount, localOnly, setClock } from './stripe-under-test';

const NOVEMBER_1 = day('2026-11-01');
const NOVEMBER_16 = day('2026-11-16');
const DECEMBER_1 = day('2026-12-01');

/** On Starter since the 1st of November; it is the 16th. */
async function aSubscription(terms: Stripe.SubscriptionCreateParams = {}) {
  const account = anAccount();
  await setClock(account, NOVEMBER_1);
  const { starter } = await aCatalogue(account.stripe);
  const ada = await aSubscriber(account.stripe, { price: starter.month, terms });
  await setClock(account, NOVEMBER_16);
  return { account, stripe: account.stripe, ada };
}

/** The amounts that wait for the next invoice, newest first. */
const waiting = async (stripe: Stripe) =>
  (await stripe.events.list({ type: 'invoiceitem.created' })).data.map(
    ({ data }) => (data.object as Stripe.InvoiceItem).amount,
  );

localOnly('pausing ends the period now and gives back the rest with the next invoice', async () => {
  const { stripe, ada } = await aSubscription();
  const paused = await stripe.subscriptions.pause(ada.subscription);
  expect(paused).toMatchObject({
    status: 'paused',
    latest_invoice: ada.created.latest_invoice,
    status_details: {
      paused: {
        type: 'subscription',
        subscription: { type: 'pause_requested' },
        transitioned_at: NOVEMBER_16,
      },
    },
  });
  expect(onlyItem(paused)).toMatchObject({
    current_period_start: NOVEMBER_1,
    current_period_end: NOVEMBER_16,
  });
  expect(await waiting(stripe)).toEqual([-750]);
  const types = (await stripe.events.list({ limit: 2 })).data.map(({ type }) => type);
  expect(types).toEqual(['customer.subscription.updated', 'customer.subscription.paused']);
});

localOnly('a paused subscription makes no invoices', async () => {
  const { account, stripe, ada } = await aSubscription();
  await stripe.subscriptions.pause(ada.subscription);
  await setClock(account, day('2027-03-01'));
  expect((await stripe.invoices.list({ subscription: ada.subscription })).data).toHaveLength(1);
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({ status: 'paused' });
});

localOnly('the credit of a pause can be invoiced at once, or not given', async () => {
  const first = await aSubscription();
  await first.stripe.subscriptions.pause(first.ada.subscription, { invoicing_behavior: 'invoice' });
  expect(await first.stripe.customers.retrieve(first.ada.customer)).toMatchObject({ balance: -750 });
  const second = await aSubscription();
  await second.stripe.subscriptions.pause(second.ada.subscription, {
    bill_for: { unused_time_from: { type: 'none' } },
  });
  expect(await waiting(second.stripe)).toEqual([]);
  const third = await aSubscription();
  await third.stripe.subscriptions.pause(third.ada.subscription, {
    bill_for: { unused_time_from: { type: 'item_current_period_start' } },
  });
  expect(await waiting(third.stripe)).toEqual([-1500]);
});

localOnly('resuming begins a new period, charged now, with the credit of the pause', async () => {
  const { account, stripe, ada } = await aSubscription();
  await stripe.subscriptions.pause(ada.subscription);
  await setClock(account, day('2027-01-10'));
  const resumed = await stripe.subscriptions.resume(ada.subscription, { expand: ['latest_invoice'] });
  expect(resumed).toMatchObject({
    status: 'active',
    billing_cycle_anchor: day('2027-01-10'),
    latest_invoice: { status: 'paid', total: 750 },
  });
  expect(resumed).not.toHaveProperty('status_details');
  expect(onlyItem(resumed)).toMatchObject({
    current_period_start: day('2027-01-10'),
    current_period_end: day('2027-02-10'),
  });
  const types = (await stripe.events.list({ limit: 2 })).data.map(({ type }) => type);
  expect(types).toEqual(['customer.subscription.updated', 'customer.subscription.resumed']);
});

localOnly('resuming with the old anchor prorates the rest of the period', async () => {
  const { account, stripe, ada } = await aSubscription();
  await stripe.subscriptions.pause(ada.subscription, { bill_for: { unused_time_from: { type: 'none' } } });
  await setClock(account, day('2026-11-21'));
  const resumed = await stripe.subscriptions.resume(ada.subscription, {
    billing_cycle_anchor: { type: 'unchanged' },
  });
  expect(resumed).toMatchObject({ status: 'active', billing_cycle_anchor: NOVEMBER_1 });
  expect(onlyItem(resumed)).toMatchObject({
    current_period_start: NOVEMBER_1,
    current_period_end: DECEMBER_1,
  });
  // 10 of 30 days of 1500
  expect(await waiting(stripe)).toEqual([500]);
});

localOnly('a change after a resumption gives back nothing from before the pause', async () => {
  const { account, stripe, ada } = await aSubscription();
  await stripe.subscriptions.pause(ada.subscription);
  await setClock(account, day('2026-11-21'));
  await stripe.subscriptions.resume(ada.subscription, { billing_cycle_anchor: { type: 'unchanged' } });
  await stripe.subscriptions.update(ada.subscription, { items: [{ id: ada.item, quantity: 2 }] });
  // Of 1500: 15 days of 30 by the pause, 10 by the resumption, and those 10 again for twice as many.
  expect(await waiting(stripe)).toEqual([1000, -500, 500, -750]);
});

localOnly('a resumption that is declined is past due, and tried again', async () => {
  const { stripe, ada } = await aSubscription();
  await stripe.subscriptions.pause(ada.subscription, { bill_for: { unused_time_from: { type: 'none' } } });
  await replaceCard(stripe, ada.customer, 'pm_card_chargeCustomerFail');
  expect(await stripe.subscriptions.resume(ada.subscription, { expand: ['latest_invoice'] })).toMatchObject({
    status: 'past_due',
    latest_invoice: { status: 'open', next_payment_attempt: day('2026-11-19') },
  });
});

localOnly('resume_on_payment_success stays paused until the invoice is paid', async () => {
  const { stripe, ada } = await aSubscription();
  await stripe.subscriptions.pause(ada.subscription, { bill_for: { unused_time_from: { type: 'none' } } });
  await replaceCard(stripe, ada.customer, 'pm_card_chargeCustomerFail');
  const waiting = await stripe.subscriptions.resume(ada.subscription, {
    payment_behavior: 'resume_on_payment_success',
  });
  expect(waiting.status).toBe('paused');
  await expect(stripe.subscriptions.resume(ada.subscription)).rejects.toMatchObject({ statusCode: 400 });
  await replaceCard(stripe, ada.customer, 'pm_card_visa');
  await stripe.invoices.pay(String(waiting.latest_invoice));
  const resumed = await stripe.subscriptions.retrieve(ada.subscription);
  expect(resumed.status).toBe('active');
  expect(onlyItem(resumed)).toMatchObject({ current_period_start: NOVEMBER_16 });
});

localOnly('a resumption nobody pays is void after 23 hours, and the subscription stays paused', async () => {
  const { account, stripe, ada } = await aSubscription();
  await stripe.subscriptions.pause(ada.subscription, { bill_for: { unused_time_from: { type: 'none' } } });
  await replaceCard(stripe, ada.customer, 'pm_card_chargeCustomerFail');
  const { latest_invoice } = await stripe.subscriptions.resume(ada.subscription, {
    payment_behavior: 'resume_on_payment_success',
  });
  await setClock(account, NOVEMBER_16 + 23 * 3600);
  expect(await stripe.subscriptions.retrieve(ada.subscription)).toMatchObject({ status: 'paused' });
  expect(await stripe.invoices.retrieve(String(latest_invoice))).toMatchObject({ status: 'void' });
});

localOnly.each([
  ['classic billing', { billing_mode: { type: 'classic' } }],
  ['an invoice that is sent', { collection_method: 'send_invoice', days_until_due: 30 }],
  ['a trial', { trial_end: DECEMBER_1 }],
] as const)('%s cannot be paused', async (_what, terms) => {
  const { stripe, ada } = await aSubscription(terms as Stripe.SubscriptionCreateParams);
  await expect(stripe.subscriptions.pause(ada.subscription)).rejects.toMatchObject({ statusCode: 400 });
});

localOnly('a scheduled subscription cannot be paused', async () => {
  const { stripe, ada } = await aSubscription();
  const { id } = await stripe.subscriptionSchedules.create({ from_subscription: ada.subscription });
  await expect(stripe.subscriptions.pause(ada.subscription)).rejects.toThrow(id);
});

localOnly('only a paused subscription can be resumed', async () => {
  const { stripe, ada } = await aSubscription();
  await expect(stripe.subscriptions.resume(ada.subscription)).rejects.toMatchObject({ statusCode: 400 });
});

localOnly.each([
  ['void', 'void'],
  ['mark_uncollectible', 'uncollectible'],
  ['keep_as_draft', 'draft'],
] as const)('pause_collection %s leaves each invoice %s and the status active', async (behavior, status) => {
  const { account, stripe, ada } = await aSubscription();
  const updated = await stripe.subscriptions.update(ada.subscription, { pause_collection: { behavior } });
  expect(updated).toMatchObject({ status: 'active', pause_collection: { behavior, resumes_at: null } });
  await setClock(account, DECEMBER_1);
  expect(await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] })).toMatchObject(
    { status: 'active', latest_invoice: { status, amount_paid: 0 } },
  );
});

localOnly('collection goes on by itself at resumes_at, or when it is cleared', async () => {
  const { account, stripe, ada } = await aSubscription();
  await stripe.subscriptions.update(ada.subscription, {
    pause_collection: { behavior: 'void', resumes_at: day('2026-12-15') },
  });
  await setClock(account, day('2027-01-01'));
  expect(await stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] })).toMatchObject(
    { pause_collection: null, latest_invoice: { status: 'paid', amount_paid: 1500 } },
  );
  const paused = await stripe.subscriptions.update(ada.subscription, {
    pause_collection: { behavior: 'void' },
  });
  expect(paused.pause_collection).toMatchObject({ behavior: 'void' });
  expect(await stripe.subscriptions.update(ada.subscription, { pause_collection: '' })).toMatchObject({
    pause_collection: null,
  });
});
