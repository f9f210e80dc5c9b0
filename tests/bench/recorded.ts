import type Stripe from 'stripe';
import type { Shop } from './sdk-path';

/** The local Stripe's own answers by kind of request, so that both servers send bodies of the same size. */
export async function recordAnswers({ stripe, price }: Shop): Promise<Record<string, string>> {
  const json = (object: Stripe.Response<object>) => JSON.stringify(object);
  const customer = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada Lovelace' });
  const method = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
  const attached = await stripe.paymentMethods.attach(method.id, { customer: customer.id });
  const updated = await stripe.customers.update(customer.id, {
    invoice_settings: { default_payment_method: method.id },
  });
  const created = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
  return {
    'POST /v1/customers': json(customer),
    'POST /v1/payment_methods': json(method),
    'POST /v1/payment_methods/*/attach': json(attached),
    'POST /v1/customers/*': json(updated),
    'POST /v1/subscriptions': json(created),
    'GET /v1/subscriptions/*': json(created),
  };
}
