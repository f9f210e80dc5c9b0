import type Stripe from 'stripe';
import { expect } from 'vitest';
import { aCustomer, aPlan } from '../factories';
import { submit, visit } from './portal-page';
import { anAccount, localOnly } from './stripe-under-test';

/** A subscription whose first payment the bank wants to confirm. */
async function anIncompleteSubscription(card = 'pm_card_authenticationRequiredOnSetup') {
  const account = anAccount();
  const { stripe } = account;
  const { month } = await aPlan(stripe);
  const { customer } = await aCustomer(stripe, { card });
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: month }] });
  return { ...account, customer, subscription, ...(await openPayment(stripe, subscription)) };
}

async function openPayment(stripe: Stripe, { latest_invoice }: Stripe.Subscription) {
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

localOnly('a voided invoice closes the challenge', async () => {
  const { stripe, invoice, url } = await anIncompleteSubscription();
  await stripe.invoices.voidInvoice(invoice);
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
