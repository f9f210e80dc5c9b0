import type Stripe from 'stripe';
import { expect } from 'vitest';
import { aCustomer, aPlan } from '../factories';
import { submit, visit } from './portal-page';
import { anAccount, localOnly, setClock } from './stripe-under-test';

/** A subscription whose first payment the bank wants to confirm. */
async function anIncompleteSubscription(card = 'pm_card_authenticationRequiredOnSetup') {
  const account = anAccount();
  const { stripe } = account;
  const { month } = await aPlan(stripe);
  const { customer } = await aCustomer(stripe, { card });
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: month }] });
  return { ...account, customer, subscription, ...(await openPayment(stripe, subscription)) };
}

async function openPayment(stripe: Stripe, { latest_invoice }: Pick<Stripe.Subscription, 'latest_invoice'>) {
  const invoice = String(latest_invoice);
  const [payment] = (await stripe.invoicePayments.list({ invoice })).data;
  const intent = await stripe.paymentIntents.retrieve(String(payment?.payment.payment_intent));
  return { invoice, intent, url: intent.next_action?.redirect_to_url?.url ?? '' };
}

localOnly('a first payment that the bank wants to confirm leaves the subscription incomplete', async () => {
  const { stripe, subscription, invoice, intent } = await anIncompleteSubscription();
  expect(subscription.status).toBe('incomplete');
  expect(intent.status).toBe('requires_action');
  expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: 'open', attempt_count: 1 });
  const types = (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type);
  expect(types).toContain('payment_intent.requires_action');
  expect(types).toContain('invoice.payment_action_required');
});

localOnly('passing the challenge pays the invoice and starts the subscription', async () => {
  const { stripe, subscription, invoice, intent, url } = await anIncompleteSubscription();
  await submit(await visit(url), { result: 'pass' });
  expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
  expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: 'paid', amount_paid: 4900 });
  expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
  const [updated] = (await stripe.events.list({ type: 'customer.subscription.updated' })).data;
  expect(updated?.data.previous_attributes).toMatchObject({ status: 'incomplete' });
});

localOnly('failing the challenge leaves invoice and subscription open', async () => {
  const { stripe, subscription, invoice, intent, url } = await anIncompleteSubscription();
  await submit(await visit(url), { result: 'fail' });
  expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { code: 'payment_intent_authentication_failure' },
  });
  expect((await stripe.invoices.retrieve(invoice)).status).toBe('open');
  expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('incomplete');
  expect((await stripe.events.list({ type: 'invoice.payment_failed' })).data).toHaveLength(1);
});

localOnly('after that another card can pay the same intent', async () => {
  const { stripe, subscription, invoice, intent, url } = await anIncompleteSubscription();
  await submit(await visit(url), { result: 'fail' });
  await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
  expect((await stripe.invoices.retrieve(invoice)).status).toBe('paid');
  expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
});

localOnly('a voided invoice cancels its payment and closes the challenge', async () => {
  const { stripe, invoice, intent, url } = await anIncompleteSubscription();
  await stripe.invoices.voidInvoice(invoice);
  expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    status: 'canceled',
    cancellation_reason: 'void_invoice',
  });
  const [payment] = (await stripe.invoicePayments.list({ invoice })).data;
  expect(payment?.status).toBe('canceled');
  expect((await visit(url)).status).toBe(409);
});

localOnly('paying the invoice with another card uses the intent that is there', async () => {
  const { stripe, customer, invoice, intent } = await anIncompleteSubscription();
  const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  await stripe.invoices.pay(invoice, { payment_method: id });
  expect((await stripe.invoicePayments.list({ invoice })).data).toMatchObject([
    { status: 'paid', payment: { payment_intent: intent.id } },
  ]);
});

localOnly('an intent that pays an invoice is neither cancelled nor given another amount', async () => {
  const { stripe, intent } = await anIncompleteSubscription();
  await expect(stripe.paymentIntents.cancel(intent.id)).rejects.toMatchObject({ statusCode: 400 });
  await expect(stripe.paymentIntents.update(intent.id, { amount: 100 })).rejects.toMatchObject({
    param: 'amount',
  });
});

localOnly(
  'with default_incomplete the payment waits for a card, and its secret is on the invoice',
  async () => {
    const { stripe } = anAccount();
    const { month } = await aPlan(stripe);
    const { id: customer } = await stripe.customers.create();
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: month }],
      payment_behavior: 'default_incomplete',
      expand: ['latest_invoice.confirmation_secret'],
    });
    const { intent } = await openPayment(stripe, {
      ...subscription,
      latest_invoice: (subscription.latest_invoice as Stripe.Invoice).id ?? null, // expanded above
    });
    expect(intent.status).toBe('requires_payment_method');
    expect(subscription.latest_invoice).toMatchObject({
      confirmation_secret: { client_secret: intent.client_secret, type: 'payment_intent' },
    });
    await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
    expect((await stripe.customers.listPaymentMethods(customer)).data).toHaveLength(1);
  },
);

localOnly.each([
  [false, 'incomplete'],
  [true, 'active'],
])('a card that counts as set up is charged off-session alone: %s, %s', async (off_session, status) => {
  const { stripe } = anAccount();
  const { month } = await aPlan(stripe);
  const { customer } = await aCustomer(stripe, { card: 'pm_card_authenticationRequiredSetupForOffSession' });
  const created = await stripe.subscriptions.create({ customer, items: [{ price: month }], off_session });
  expect(created.status).toBe(status);
});

localOnly('a card that was authenticated once renews without its customer', async () => {
  const stage = await anIncompleteSubscription();
  await submit(await visit(stage.url), { result: 'pass' });
  await setClock(stage, 1797379200 + 3600); // 16 December 2026, and the hour that a renewal stays a draft
  const renewed = await stage.stripe.subscriptions.retrieve(stage.subscription.id);
  expect(renewed.status).toBe('active');
  expect((await stage.stripe.invoices.list({ customer: stage.customer, status: 'paid' })).data).toHaveLength(
    2,
  );
});

localOnly('a card that wants its customer every time does not renew without them', async () => {
  const stage = await anIncompleteSubscription('pm_card_authenticationRequired');
  await submit(await visit(stage.url), { result: 'pass' });
  await setClock(stage, 1797379200 + 3600);
  const { stripe, subscription } = stage;
  const due = await stripe.subscriptions.retrieve(subscription.id);
  expect(due.status).toBe('past_due');
  const { intent, url } = await openPayment(stripe, due);
  expect(intent.status).toBe('requires_action');
  await submit(await visit(url), { result: 'pass' });
  expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
});
