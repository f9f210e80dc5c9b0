import { expect } from 'vitest';
import { aCatalogue } from '../factories';
import { anAccount, localOnly } from './stripe-under-test';

/** A subscription whose first invoice waits to be paid, and two cards of its customer's, neither the default. */
async function anIncomplete(save_default_payment_method: 'off' | 'on_subscription') {
  const { stripe } = anAccount();
  const { starter } = await aCatalogue(stripe);
  const { id: customer } = await stripe.customers.create();
  const card = await stripe.paymentMethods.attach('pm_card_mastercard', { customer });
  const subscription = await stripe.subscriptions.create({
    customer,
    items: [{ price: starter.month }],
    payment_behavior: 'default_incomplete',
    payment_settings: { save_default_payment_method },
  });
  return { stripe, subscription, card };
}

localOnly.each(['on_subscription', 'off'] as const)(
  'the card that pays the first invoice is kept on the subscription: %s',
  async (setting) => {
    const { stripe, subscription, card } = await anIncomplete(setting);
    expect(subscription).toMatchObject({
      status: 'incomplete',
      default_payment_method: null,
      payment_settings: { save_default_payment_method: setting },
    });
    await stripe.invoices.pay(String(subscription.latest_invoice), { payment_method: card.id });
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      status: 'active',
      default_payment_method: setting === 'on_subscription' ? card.id : null,
    });
  },
);

localOnly('the setting can be changed', async () => {
  const { stripe, subscription } = await anIncomplete('off');
  expect(
    await stripe.subscriptions.update(subscription.id, {
      payment_settings: { save_default_payment_method: 'on_subscription' },
    }),
  ).toMatchObject({ payment_settings: { save_default_payment_method: 'on_subscription' } });
});

localOnly(
  'a first invoice that nobody pays is void when it is voided, and the subscription expired',
  async () => {
    const { stripe, subscription } = await anIncomplete('off');
    await stripe.invoices.voidInvoice(String(subscription.latest_invoice));
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      status: 'incomplete_expired',
    });
  },
);
