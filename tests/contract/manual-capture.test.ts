import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { leadsTo, submit, visit } from './portal-page';
import { anAccount, localOnly } from './stripe-under-test';

const HELD: Stripe.PaymentIntentCreateParams = {
  amount: 2000,
  currency: 'usd',
  allowed_payment_method_types: ['card'],
  capture_method: 'manual',
  payment_method: 'pm_card_visa',
  confirm: true,
};

const lastTypes = async (stripe: Stripe, count: number) =>
  (await stripe.events.list({ limit: count })).data.map(({ type }) => type).reverse();

localOnly('a payment with manual capture is authorized, and takes no money yet', async () => {
  const { stripe } = anAccount();
  const held = await stripe.paymentIntents.create({ ...HELD, expand: ['latest_charge'] });
  expect(held).toMatchObject({
    status: 'requires_capture',
    amount: 2000,
    amount_capturable: 2000,
    amount_received: 0,
    latest_charge: { captured: false, amount: 2000, amount_captured: 0, paid: true, status: 'succeeded' },
  });
  expect(await lastTypes(stripe, 3)).toEqual([
    'payment_intent.created',
    'payment_intent.amount_capturable_updated',
    'charge.succeeded',
  ]);
});

localOnly('capturing takes the money', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.paymentIntents.create(HELD);
  expect(
    await stripe.paymentIntents.capture(id, { metadata: { shipped: 'yes' }, expand: ['latest_charge'] }),
  ).toMatchObject({
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: 2000,
    metadata: { shipped: 'yes' },
    latest_charge: { captured: true, amount_captured: 2000, amount_refunded: 0 },
  });
  expect(await lastTypes(stripe, 2)).toEqual(['charge.captured', 'payment_intent.succeeded']);
});

test('part of what is authorized may be captured, once', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.paymentIntents.create(HELD);
  await expect(stripe.paymentIntents.capture(id, { amount_to_capture: 2001 })).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
    statusCode: 400,
    param: 'amount_to_capture',
  });
  expect(await stripe.paymentIntents.capture(id, { amount_to_capture: 1500 })).toMatchObject({
    status: 'succeeded',
    amount: 2000,
    amount_capturable: 0,
    amount_received: 1500,
  });
  await expect(stripe.paymentIntents.capture(id)).rejects.toMatchObject({
    code: 'payment_intent_unexpected_state',
    message:
      'This PaymentIntent could not be captured because it has a status of succeeded. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.',
  });
});

localOnly('cancelling lets go of what was authorized', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.paymentIntents.create(HELD);
  expect(await stripe.paymentIntents.cancel(id, { expand: ['latest_charge'] })).toMatchObject({
    status: 'canceled',
    amount_capturable: 0,
    amount_received: 0,
    latest_charge: { captured: false, amount_captured: 0, amount_refunded: 2000, refunded: true },
  });
  expect(await lastTypes(stripe, 2)).toEqual(['charge.refunded', 'payment_intent.canceled']);
});

test('a payment intent and its charge say where the goods go', async () => {
  const { stripe } = anAccount();
  const shipping = {
    name: 'Ada Lovelace',
    address: { line1: '1 Analytical Way', city: 'London', country: 'GB', postal_code: 'W1' },
  };
  const paid = await stripe.paymentIntents.create({
    ...HELD,
    capture_method: 'automatic',
    shipping,
    expand: ['latest_charge'],
  });
  const kept = {
    name: 'Ada Lovelace',
    carrier: null,
    phone: null,
    tracking_number: null,
    address: {
      line1: '1 Analytical Way',
      line2: null,
      city: 'London',
      country: 'GB',
      postal_code: 'W1',
      state: null,
    },
  };
  expect(paid).toMatchObject({ status: 'succeeded', shipping: kept, latest_charge: { shipping: kept } });
});

localOnly('after a challenge with manual confirmation the server confirms once more', async () => {
  const { stripe } = anAccount();
  const { capture_method: _, ...rest } = HELD;
  const asked = await stripe.paymentIntents.create({
    ...rest,
    confirmation_method: 'manual',
    payment_method: 'pm_card_threeDSecure2Required',
    return_url: 'https://app.test/back',
  });
  expect(asked.status).toBe('requires_action');
  const page = await visit(asked.next_action?.redirect_to_url?.url ?? '');
  expect(leadsTo(await submit(page, { result: 'pass' }))).toContain('redirect_status=succeeded');
  expect(await stripe.paymentIntents.retrieve(asked.id)).toMatchObject({
    status: 'requires_confirmation',
    next_action: null,
  });
  expect(await stripe.paymentIntents.confirm(asked.id)).toMatchObject({
    status: 'succeeded',
    amount_received: 2000,
  });
});
