import type Stripe from 'stripe';
import { enterCard } from './portal-card';
import type { FlowStage } from './portal-flow';
import { leadsTo, visit } from './portal-page';

type FlowData = Stripe.BillingPortal.SessionCreateParams.FlowData;

/** Everything that the portal can do, for `aFlowStage`. */
export const EVERYTHING: Stripe.BillingPortal.ConfigurationCreateParams.Features = {
  customer_update: {
    enabled: true,
    allowed_updates: ['email', 'name', 'address', 'phone', 'shipping', 'tax_id'],
  },
  subscription_pause: { enabled: true },
  subscription_cancel: {
    enabled: true,
    mode: 'at_period_end',
    cancellation_reason: {
      enabled: true,
      options: ['too_expensive', 'missing_features', 'switched_service', 'unused', 'other'],
    },
  },
};

/** Every hosted page that can be opened for Ada, by name: the portal's flows and home, Checkout, the bank, an invoice. */
export async function everyPage(stage: FlowStage, locale: string): Promise<ReadonlyMap<string, string>> {
  const { stripe, ada, catalogue, configuration } = stage;
  const { subscription } = ada;
  await stripe.customers.update(ada.customer, { preferred_locales: [locale] });
  const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: 'once', name: 'Stay' });
  const link = async (flow_data?: FlowData): Promise<string> => {
    const session = await stripe.billingPortal.sessions.create({
      customer: ada.customer,
      configuration,
      return_url: 'https://example.com/account',
      ...(flow_data && { flow_data }),
    });
    return session.url;
  };
  const spare = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: ada.customer });
  const pages = new Map<string, string>();
  const card = await link({ type: 'payment_method_update' });
  const update = await link({ type: 'subscription_update', subscription_update: { subscription } });
  const cancel = await link({
    type: 'subscription_cancel',
    subscription_cancel: { subscription, retention: { type: 'coupon_offer', coupon_offer: { coupon } } },
  });
  const home = await link();
  const confirm: FlowData = {
    type: 'subscription_update_confirm',
    subscription_update_confirm: { subscription, items: [{ id: ada.item, price: catalogue.pro.month }] },
  };
  pages.set('payment_method_update', card);
  pages.set('customer_update', await link({ type: 'customer_update' }));
  pages.set('subscription_update', update);
  pages.set('subscription_update, chosen', `${update}?step=confirm&price=${catalogue.pro.year}`);
  pages.set('subscription_update_confirm', await link(confirm));
  pages.set('subscription_cancel', cancel);
  pages.set('subscription_cancel, offer', `${cancel}?step=offer`);
  pages.set(
    'subscription_pause',
    await link({ type: 'subscription_pause', subscription_pause: { subscription } }),
  );
  pages.set('home', home);
  pages.set('home, a card to add', `${home}/payment_method_update`);
  pages.set('home, a card to remove', `${home}/payment_method_remove/${spare.id}`);
  pages.set('home, invoices', `${home}/invoice_history`);
  const refused = await link({ type: 'payment_method_update' });
  const back = leadsTo(await enterCard(await visit(refused), '4000000000000002'));
  pages.set('payment_method_update, refused', new URL(back, refused).href);
  pages.set('the bank', leadsTo(await enterCard(await visit(card), '4000002500003155')));
  const declined = await link(confirm);
  const again = leadsTo(await enterCardAtConfirm(declined));
  pages.set('subscription_update_confirm, refused', new URL(again, declined).href);
  const [invoice] = (await stripe.invoices.list({ customer: ada.customer, limit: 1 })).data;
  pages.set('an invoice', String(invoice?.hosted_invoice_url));
  const { id: draft } = await stripe.invoices.create({ customer: ada.customer, auto_advance: false });
  await stripe.invoiceItems.create({ customer: ada.customer, invoice: draft, amount: 1900, currency: 'usd' });
  const open = await stripe.invoices.finalizeInvoice(draft);
  pages.set('an invoice to pay', String(open.hosted_invoice_url));
  const checkout = await stripe.checkout.sessions.create({
    mode: 'subscription',
    locale: locale as Stripe.Checkout.SessionCreateParams.Locale,
    line_items: [{ price: catalogue.pro.month, quantity: 2, adjustable_quantity: { enabled: true } }],
    allow_promotion_codes: true,
    success_url: 'https://example.com/welcome',
    cancel_url: 'https://example.com/pricing',
  });
  pages.set('Checkout', String(checkout.url));
  const single = await stripe.checkout.sessions.create({
    mode: 'payment',
    locale: locale as Stripe.Checkout.SessionCreateParams.Locale,
    line_items: [
      { price_data: { currency: 'eur', product_data: { name: 'Pro' }, unit_amount: 1500 }, quantity: 2 },
    ],
    billing_address_collection: 'required',
    phone_number_collection: { enabled: true },
    payment_intent_data: { setup_future_usage: 'off_session' },
    success_url: 'https://example.com/welcome',
  });
  pages.set('Checkout, a single payment', String(single.url));
  return pages;
}

/** Has a card refused at the confirm step, as a form that asks for another one posts it. */
async function enterCardAtConfirm(url: string) {
  const page = await visit(url);
  const card = { number: '4000000000000341', expiry: '08/29', cvc: '123', name: 'Ada Byron' };
  const body = new URLSearchParams(page.postForms[0]?.fields);
  for (const [field, value] of Object.entries({ ...card, country: 'GB', postalCode: 'SW1Y 4JH' }))
    body.set(field, value);
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  return { ...page, headers: answer.headers };
}
