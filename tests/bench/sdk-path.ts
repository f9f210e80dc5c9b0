import Stripe from 'stripe';

/** What the path needs besides an account: a recurring price. */
export type Shop = Readonly<{ stripe: Stripe; price: string }>;

/** The SDK on a fresh account at `url`, with connections that stay open. */
export function sdkAt(url: string, key: string): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(key, { host: hostname, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 });
}

/** A shop with one price, made through the API. */
export async function openShop(url: string, key: string): Promise<Shop> {
  const stripe = sdkAt(url, key);
  const { id } = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 1500,
    recurring: { interval: 'month' },
    product_data: { name: 'Starter' },
  });
  return { stripe, price: id };
}

/** How many requests one walk of the path sends. */
export const REQUESTS = 6;

/** The path that every application walks: a customer, a card, its attachment, a default, a subscription, a look. */
export async function walk({ stripe, price }: Shop): Promise<void> {
  const customer = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada Lovelace' });
  const method = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
  await stripe.paymentMethods.attach(method.id, { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
  await stripe.subscriptions.retrieve(subscription.id);
}

/** Milliseconds that `walks` walks take, `abreast` of them under way at a time. */
export async function timeWalks(shop: Shop, walks: number, abreast: number): Promise<number> {
  let left = walks;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: abreast }, async () => {
      while (left-- > 0) await walk(shop);
    }),
  );
  return performance.now() - started;
}
