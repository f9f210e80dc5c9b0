import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { aCustomer, aPlan } from '../factories';
import { anAccount, localOnly } from './stripe-under-test';

const RETURN = 'https://example.com/cards?from=setup';
const noRedirects = { automatic_payment_methods: { enabled: true, allow_redirects: 'never' as const } };
const cardOnly = { allowed_payment_method_types: ['card' as const] };

async function aCustomerWithoutCard() {
  const { stripe, ...account } = anAccount();
  const { id: customer } = await stripe.customers.create({ email: 'ada@example.com' });
  return { ...account, stripe, customer };
}

const typesOf = async (stripe: ReturnType<typeof anAccount>['stripe']) =>
  (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type).reverse();

test('a new setup intent wants a payment method', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  const created = await stripe.setupIntents.create({ customer, metadata: { from: 'account page' } });
  expect(created).toMatchObject({
    id: expect.stringMatching(/^seti_/),
    object: 'setup_intent',
    status: 'requires_payment_method',
    customer,
    payment_method: null,
    usage: 'off_session',
    automatic_payment_methods: { enabled: true, allow_redirects: 'always' },
    last_setup_error: null,
    next_action: null,
    metadata: { from: 'account page' },
    client_secret: expect.stringMatching(new RegExp(`^${created.id}_secret_`)),
  });
  expect(await stripe.setupIntents.retrieve(created.id)).toMatchObject({ id: created.id });
});

test('a payment method makes it wait for the confirmation, which attaches the card', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  const { id, status } = await stripe.setupIntents.create({
    customer,
    payment_method: 'pm_card_visa',
    ...noRedirects,
  });
  expect(status).toBe('requires_confirmation');
  const confirmed = await stripe.setupIntents.confirm(id, {}, {});
  expect(confirmed).toMatchObject({ status: 'succeeded', customer, payment_method: expect.any(String) });
  const cards = await stripe.customers.listPaymentMethods(customer);
  expect(cards.data).toMatchObject([{ id: confirmed.payment_method, card: { last4: '4242' } }]);
});

localOnly('creating with confirm tells created, attached, succeeded', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  await stripe.setupIntents.create({ customer, payment_method: 'pm_card_visa', confirm: true, ...cardOnly });
  expect((await typesOf(stripe)).slice(1)).toEqual([
    'setup_intent.created',
    'payment_method.attached',
    'setup_intent.succeeded',
  ]);
});

test('a card can be given as data, with its billing details', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  const { payment_method } = await stripe.setupIntents.create({
    customer,
    payment_method_data: {
      type: 'card',
      allow_redisplay: 'always',
      billing_details: { name: 'Ada Lovelace' },
      card: { token: 'tok_mastercard' },
    } as never, // the SDK's type has no card here; the API takes one
    confirm: true,
    ...cardOnly,
  });
  expect(await stripe.paymentMethods.retrieve(String(payment_method))).toMatchObject({
    allow_redisplay: 'always',
    billing_details: { name: 'Ada Lovelace' },
    card: { brand: 'mastercard' },
    customer,
  });
});

test.each([
  ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline', 'Your card was declined.'],
  [
    'pm_card_visa_chargeDeclinedInsufficientFunds',
    'card_declined',
    'insufficient_funds',
    'Your card has insufficient funds.',
  ],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card', 'Your card has expired.'],
  [
    'pm_card_chargeDeclinedIncorrectCvc',
    'incorrect_cvc',
    'incorrect_cvc',
    "Your card's security code is incorrect.",
  ],
  [
    'pm_card_chargeDeclinedProcessingError',
    'processing_error',
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ],
  ['pm_card_radarBlock', 'card_declined', 'fraudulent', 'Your card was declined.'],
])('%s is declined, which stays on record', async (card, code, decline_code, message) => {
  const { stripe, customer } = await aCustomerWithoutCard();
  const { id } = await stripe.setupIntents.create({ customer, payment_method: card, ...noRedirects });
  await expect(stripe.setupIntents.confirm(id)).rejects.toMatchObject({
    type: 'StripeCardError',
    statusCode: 402,
    code,
    decline_code,
    message,
    setup_intent: { id, status: 'requires_payment_method' },
  });
  expect(await stripe.setupIntents.retrieve(id)).toMatchObject({
    status: 'requires_payment_method',
    payment_method: null,
    last_setup_error: { type: 'card_error', code, decline_code, message },
  });
  expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
  const [failed] = (await stripe.events.list({ type: 'setup_intent.setup_failed' })).data;
  expect(failed?.data.object).toMatchObject({ id, last_setup_error: { code } });
});

test('another card can be tried after a decline', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  const { id } = await stripe.setupIntents.create({ customer, ...noRedirects });
  await expect(
    stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa_chargeDeclined' }),
  ).rejects.toMatchObject({ code: 'card_declined' });
  expect(await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' })).toMatchObject({
    status: 'succeeded',
    last_setup_error: null,
  });
});

test('cancelling ends it', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  const { id } = await stripe.setupIntents.create({ customer });
  expect(await stripe.setupIntents.cancel(id, { cancellation_reason: 'abandoned' })).toMatchObject({
    status: 'canceled',
    cancellation_reason: 'abandoned',
  });
  await expect(stripe.setupIntents.cancel(id)).rejects.toMatchObject({
    code: 'setup_intent_unexpected_state',
    message:
      'You cannot cancel this SetupIntent because it has a status of canceled. Only a SetupIntent with one of the following statuses may be canceled: requires_payment_method, requires_confirmation, requires_action.',
  });
  await expect(stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' })).rejects.toMatchObject({
    code: 'setup_intent_unexpected_state',
  });
});

test('an update brings customer, card and metadata', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  const { id } = await stripe.setupIntents.create({ metadata: { a: '1' } });
  const updated = await stripe.setupIntents.update(id, {
    customer,
    description: 'Card for Pro',
    payment_method: 'pm_card_visa',
    metadata: { a: '', b: '2' },
  });
  expect(updated).toMatchObject({
    customer,
    description: 'Card for Pro',
    status: 'requires_confirmation',
    metadata: { b: '2' },
  });
});

test('intents are listed by customer and by payment method', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  const first = await stripe.setupIntents.create({ customer });
  const second = await stripe.setupIntents.create({ customer, payment_method: 'pm_card_visa' });
  await stripe.setupIntents.create();
  const ids = async (filter: { customer?: string; payment_method?: string }) =>
    (await stripe.setupIntents.list(filter)).data.map(({ id }) => id);
  expect(await ids({ customer })).toEqual([second.id, first.id]);
  expect(await ids({ payment_method: String(second.payment_method) })).toEqual([second.id]);
});

test('customer and payment method can be expanded', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  const intent = await stripe.setupIntents.create({
    customer,
    payment_method: 'pm_card_visa',
    expand: ['customer', 'payment_method'],
  });
  expect(intent).toMatchObject({ customer: { id: customer }, payment_method: { card: { last4: '4242' } } });
});

test('confirming without a way back is refused when a payment method might redirect', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  await expect(
    stripe.setupIntents.create({ customer, payment_method: 'pm_card_visa', confirm: true }),
  ).rejects.toMatchObject({
    param: 'return_url',
    message: expect.stringContaining('you must provide a `return_url`'),
  });
});

test.each([
  ['an unknown customer', { customer: 'cus_none' }, { code: 'resource_missing', param: 'customer' }],
  ['an unknown card', { payment_method: 'pm_none' }, { code: 'resource_missing', param: 'payment_method' }],
  ['another type', { allowed_payment_method_types: ['sepa_debit' as const] }, { statusCode: 400 }],
  ['an unknown usage', { usage: 'never' as 'on_session' }, { param: 'usage' }],
  ['a way back without confirming', { return_url: RETURN }, { param: 'return_url' }],
])('%s is refused', async (_what, params, error) => {
  const { stripe } = anAccount();
  await expect(stripe.setupIntents.create(params)).rejects.toMatchObject(error);
});

test('the card of another customer is refused', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  const { paymentMethod } = await aCustomer(stripe);
  await expect(stripe.setupIntents.create({ customer, payment_method: paymentMethod })).rejects.toMatchObject(
    { statusCode: 400, param: 'payment_method' },
  );
});

test('an intent that does not exist is a 404', async () => {
  const { stripe } = anAccount();
  await expect(stripe.setupIntents.retrieve('seti_none')).rejects.toMatchObject({
    statusCode: 404,
    message: "No such setupintent: 'seti_none'",
  });
});

localOnly('a trial that begins with default_incomplete waits for a card', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  const { month } = await aPlan(stripe);
  const { id, status, pending_setup_intent } = await stripe.subscriptions.create({
    customer,
    items: [{ price: month }],
    trial_period_days: 14,
    payment_behavior: 'default_incomplete',
    payment_settings: { save_default_payment_method: 'on_subscription' },
    expand: ['pending_setup_intent'],
  });
  expect(status).toBe('trialing');
  expect(pending_setup_intent).toMatchObject({ status: 'requires_payment_method', customer });
  const intent = pending_setup_intent as Stripe.SetupIntent; // expanded above
  await stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
  const [card] = (await stripe.customers.listPaymentMethods(customer)).data;
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
    pending_setup_intent: null,
    default_payment_method: card?.id,
  });
});
