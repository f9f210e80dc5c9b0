import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { aCustomer } from '../factories';
import { anAccount, localOnly } from './stripe-under-test';

const cardOnly = { allowed_payment_method_types: ['card' as const] };
const fiveDollars = { amount: 500, currency: 'usd', ...cardOnly };

/** A customer whose card is attached and nothing more. */
async function aPayer() {
  const { stripe } = anAccount();
  return { stripe, ...(await aCustomer(stripe)) };
}

const lastTypes = async (stripe: Stripe, count: number) =>
  (await stripe.events.list({ limit: count })).data.map(({ type }) => type).reverse();

test('a new payment intent wants a payment method', async () => {
  const { stripe } = anAccount();
  const created = await stripe.paymentIntents.create({
    amount: 1999,
    currency: 'EUR',
    description: 'Extra seats',
    metadata: { order: '7' },
    receipt_email: 'ada@example.com',
  });
  expect(created).toMatchObject({
    id: expect.stringMatching(/^pi_/),
    amount: 1999,
    amount_received: 0,
    currency: 'eur',
    status: 'requires_payment_method',
    automatic_payment_methods: { enabled: true, allow_redirects: 'always' },
    capture_method: 'automatic_async',
    description: 'Extra seats',
    metadata: { order: '7' },
    receipt_email: 'ada@example.com',
    latest_charge: null,
    next_action: null,
  });
});

localOnly('a confirmed payment leaves a charge with its card', async () => {
  const { stripe, customer, paymentMethod } = await aPayer();
  const paid = await stripe.paymentIntents.create({
    ...fiveDollars,
    customer,
    payment_method: paymentMethod,
    confirm: true,
    metadata: { order: '7' },
    expand: ['latest_charge'],
  });
  expect(paid).toMatchObject({
    status: 'succeeded',
    amount_received: 500,
    latest_charge: {
      object: 'charge',
      amount: 500,
      amount_captured: 500,
      captured: true,
      customer,
      metadata: { order: '7' },
      outcome: { network_status: 'approved_by_network', type: 'authorized' },
      paid: true,
      payment_intent: paid.id,
      payment_method: paymentMethod,
      payment_method_details: {
        type: 'card',
        card: { brand: 'visa', last4: '4242', network: 'visa', three_d_secure: null, country: 'US' },
      },
      status: 'succeeded',
    },
  });
  expect(await lastTypes(stripe, 3)).toEqual([
    'payment_intent.created',
    'payment_intent.succeeded',
    'charge.succeeded',
  ]);
});

test('a card that was used without being attached is used up', async () => {
  const { stripe } = anAccount();
  const { payment_method } = await stripe.paymentIntents.create({
    ...fiveDollars,
    payment_method: 'pm_card_visa',
    confirm: true,
  });
  await expect(
    stripe.paymentIntents.create({ ...fiveDollars, payment_method: String(payment_method) }),
  ).rejects.toMatchObject({
    message: expect.stringContaining('was previously used without being attached to a Customer'),
  });
});

test('a payment that may not wait for the customer is refused instead, and leaves nothing', async () => {
  const { stripe } = anAccount();
  await expect(
    stripe.paymentIntents.create({
      ...fiveDollars,
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
      error_on_requires_action: true,
    }),
  ).rejects.toMatchObject({ statusCode: 402, code: 'authentication_required' });
});

test('cancelling ends it, and a succeeded one cannot be cancelled', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.paymentIntents.create(fiveDollars);
  expect(await stripe.paymentIntents.cancel(id, { cancellation_reason: 'duplicate' })).toMatchObject({
    status: 'canceled',
    cancellation_reason: 'duplicate',
    canceled_at: expect.any(Number),
  });
  const paid = await stripe.paymentIntents.create({
    ...fiveDollars,
    payment_method: 'pm_card_visa',
    confirm: true,
  });
  await expect(stripe.paymentIntents.cancel(paid.id)).rejects.toMatchObject({
    code: 'payment_intent_unexpected_state',
    message: expect.stringContaining('because it has a status of succeeded'),
  });
  await expect(stripe.paymentIntents.confirm(paid.id)).rejects.toMatchObject({
    message:
      'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.',
  });
});

test('an update changes the amount while it is open', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.paymentIntents.create(fiveDollars);
  expect(
    await stripe.paymentIntents.update(id, {
      amount: 700,
      payment_method: 'pm_card_visa',
      metadata: { a: '1' },
    }),
  ).toMatchObject({ amount: 700, status: 'requires_confirmation', metadata: { a: '1' } });
  await stripe.paymentIntents.confirm(id);
  await expect(stripe.paymentIntents.update(id, { amount: 800 })).rejects.toMatchObject({
    code: 'payment_intent_unexpected_state',
    message: expect.stringContaining("This PaymentIntent's amount could not be updated"),
  });
  expect(await stripe.paymentIntents.update(id, { description: 'later' })).toMatchObject({
    description: 'later',
  });
});

test('confirming without a payment method is refused', async () => {
  const { stripe } = anAccount();
  const { id } = await stripe.paymentIntents.create(fiveDollars);
  await expect(stripe.paymentIntents.confirm(id)).rejects.toMatchObject({
    code: 'payment_intent_unexpected_state',
    message: expect.stringContaining("because it's missing a payment method"),
  });
});

test.each([
  [
    'too little',
    { amount: 49, currency: 'usd' },
    { code: 'amount_too_small', message: 'Amount must be at least $0.50 usd' },
  ],
  ['too little in yen', { amount: 49, currency: 'jpy' }, { code: 'amount_too_small' }],
  ['too much', { amount: 100_000_000, currency: 'usd' }, { code: 'amount_too_large' }],
  ['nothing', { amount: 0, currency: 'usd' }, { code: 'parameter_invalid_integer', param: 'amount' }],
  ['an unknown currency', { amount: 500, currency: 'xyz' }, { param: 'currency' }],
  [
    'off-session without confirming',
    { amount: 500, currency: 'usd', off_session: true },
    { param: 'off_session' },
  ],
  [
    'no way back',
    { amount: 500, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
    { param: 'return_url' },
  ],
])('%s is refused', async (_what, params, error) => {
  const { stripe } = anAccount();
  await expect(stripe.paymentIntents.create(params)).rejects.toMatchObject({ statusCode: 400, ...error });
});

test('intents and charges are listed by customer, newest first', async () => {
  const { stripe, customer, paymentMethod } = await aPayer();
  const pay = () =>
    stripe.paymentIntents.create({ ...fiveDollars, customer, payment_method: paymentMethod, confirm: true });
  const [first, second] = [await pay(), await pay()];
  await stripe.paymentIntents.create(fiveDollars);
  expect((await stripe.paymentIntents.list({ customer })).data.map(({ id }) => id)).toEqual([
    second.id,
    first.id,
  ]);
  expect((await stripe.charges.list({ customer })).data.map(({ id }) => id)).toEqual([
    second.latest_charge,
    first.latest_charge,
  ]);
  expect(await stripe.charges.retrieve(String(first.latest_charge))).toMatchObject({
    payment_intent: first.id,
  });
});

test.each([0, -5])('an amount of %i is refused in Stripe’s words', async (amount) => {
  const { stripe } = anAccount();
  await expect(stripe.paymentIntents.create({ amount, currency: 'usd' })).rejects.toMatchObject({
    code: 'parameter_invalid_integer',
    param: 'amount',
    message: expect.stringMatching(/^The amount must be greater than or equal to the minimum charge amount/),
  });
});
