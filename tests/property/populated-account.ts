import { FROZEN_NOW } from '../rig/frozen-now';
import type { Body, Params } from './stripe-client';
import { StripeAccount } from './stripe-client';

export type Populated = Readonly<{ account: StripeAccount; ids: Ids; pages: readonly string[] }>;

/** Ids of what is there, by the name that a parameter or a path gives to it. */
export type Ids = Readonly<Record<string, readonly string[]>>;

/** A month after the suite's clock, in seconds. */
export const MONTH = 31 * 86_400;

/** An account with one or two of everything that a request can name, a subscription among them, at FROZEN_NOW. */
export async function aPopulatedAccount(): Promise<Populated> {
  const account = new StripeAccount();
  const post = (path: string, params: Parameters<StripeAccount['made']>[2]): Promise<Body> =>
    account.made('POST', path, params);
  const product = await post('/v1/products', { name: 'Pro' });
  const monthly = { product: product.id, currency: 'usd', recurring: { interval: 'month' } };
  const [cheap, dear, coupon, customer, endpoint] = await Promise.all([
    post('/v1/prices', { ...monthly, unit_amount: 1500, lookup_key: 'cheap' }),
    post('/v1/prices', { ...monthly, unit_amount: 4900, recurring: { interval: 'year' } }),
    post('/v1/coupons', { percent_off: 25, duration: 'repeating', duration_in_months: 3 }),
    post('/v1/customers', { email: 'ada@example.com', payment_method: 'pm_card_visa' }),
    // Nobody listens there: deliveries fail, which no answer may show.
    post('/v1/webhook_endpoints', { url: 'http://127.0.0.1:9/', enabled_events: ['invoice.paid'] }),
  ]);
  const [method] = await account.all(`/v1/customers/${customer.id}/payment_methods`);
  await post(`/v1/customers/${customer.id}`, { invoice_settings: { default_payment_method: method.id } });
  const [code, subscription, configuration] = await Promise.all([
    post('/v1/promotion_codes', { promotion: { type: 'coupon', coupon: coupon.id }, code: 'SPRING25' }),
    post('/v1/subscriptions', {
      customer: customer.id,
      items: [{ price: cheap.id }],
      discounts: [{ coupon: coupon.id }],
    }),
    post('/v1/billing_portal/configurations', {
      features: {
        payment_method_update: { enabled: true },
        subscription_cancel: { enabled: true },
        subscription_update: {
          enabled: true,
          default_allowed_updates: ['price', 'quantity', 'promotion_code'],
          products: [{ product: product.id, prices: [cheap.id, dear.id] }],
        },
      },
    }),
  ]);
  const item = subscription.items.data[0];
  const session = await post('/v1/billing_portal/sessions', {
    customer: customer.id,
    flow_data: {
      type: 'subscription_update_confirm',
      subscription_update_confirm: {
        subscription: subscription.id,
        items: [{ id: item.id, price: dear.id }],
      },
    },
  });
  const [invoice] = await account.all('/v1/invoices');
  const firstOf = async (path: string) => (await account.all(path)).slice(0, 1).map(({ id }) => String(id));
  const ids = {
    product: [product.id],
    price: [cheap.id, dear.id],
    coupon: [coupon.id],
    promotion_code: [code.id],
    customer: [customer.id],
    payment_method: [method.id, 'pm_card_visa', 'pm_card_chargeCustomerFail'],
    subscription: [subscription.id],
    subscription_item: [item.id],
    discount: subscription.discounts,
    invoice: [invoice.id],
    payment_intent: await firstOf('/v1/payment_intents'),
    charge: await firstOf('/v1/charges'),
    invoice_payment: await firstOf('/v1/invoice_payments'),
    configuration: [configuration.id],
    event: await firstOf('/v1/events'),
    webhook_endpoint: [endpoint.id],
  };
  return { account, ids, pages: [session.url, invoice.hosted_invoice_url] };
}

/** Ids that a parameter or a collection of this name could mean, or any of them when the name tells nothing. */
export function idsFor(ids: Ids, name: string): readonly string[] {
  const known = Object.keys(ids).filter((kind) => name.endsWith(kind) || name === `${kind}s`);
  // The longest name is the closest: `subscription_items` are no `items`.
  const kind = known.sort((a, b) => b.length - a.length)[0];
  return kind === undefined ? Object.values(ids).flat() : (ids[kind] ?? []);
}

/** Parameters with which an operation that requires some succeeds, by its path. */
export function workingParams(ids: Ids): Readonly<Record<string, Params>> {
  const [customer = '', price = '', product = ''] = [ids.customer?.[0], ids.price?.[0], ids.product?.[0]];
  const [coupon = '', subscription = '', item = ''] = [
    ids.coupon?.[0],
    ids.subscription?.[0],
    ids.subscription_item?.[0],
  ];
  const monthly = { currency: 'usd', product, unit_amount: 700, recurring: { interval: 'month' } };
  return {
    '/v1/products': { name: 'Scale' },
    '/v1/prices': monthly,
    '/v1/coupons': { percent_off: 10 },
    '/v1/promotion_codes': { promotion: { type: 'coupon', coupon } },
    '/v1/payment_methods': { type: 'card', card: { token: 'tok_visa' } },
    '/v1/payment_methods/:id/attach': { customer },
    '/v1/setup_intents': { customer, payment_method: 'pm_card_visa', confirm: true },
    '/v1/payment_intents': { amount: 700, currency: 'usd', customer },
    '/v1/subscriptions': { customer, items: [{ price }] },
    '/v1/subscriptions/:id': { items: [{ id: item }] },
    '/v1/subscription_items': { subscription, price_data: monthly },
    '/v1/subscription_schedules': {
      customer,
      start_date: 'now',
      phases: [{ items: [{ price }], end_date: FROZEN_NOW + MONTH }],
    },
    '/v1/invoices': { customer },
    '/v1/invoices/create_preview': { customer, subscription },
    '/v1/invoiceitems': { customer, amount: 700, currency: 'usd' },
    '/v1/checkout/sessions': {
      mode: 'subscription',
      line_items: [{ price, quantity: 1 }],
      success_url: 'https://example.com/done',
    },
    '/v1/billing_portal/configurations': {
      features: { invoice_history: { enabled: true }, payment_method_update: { enabled: true } },
    },
    '/v1/billing_portal/sessions': { customer },
    '/v1/webhook_endpoints': { url: 'http://127.0.0.1:9/', enabled_events: ['*'] },
    '/v1/test_helpers/test_clocks': { frozen_time: FROZEN_NOW },
  };
}
