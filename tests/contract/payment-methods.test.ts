import { expect, test } from 'vitest';
import { aCustomer, aPlan } from '../factories';
import { anAccount, localOnly } from './stripe-under-test';

test.each([
  ['pm_card_visa', 'visa', '4242'],
  ['pm_card_mastercard', 'mastercard', '4444'],
  ['pm_card_amex', 'amex', '0005'],
  ['pm_card_discover', 'discover', '9424'],
  ['pm_card_diners', 'diners', '0004'],
  ['pm_card_jcb', 'jcb', '0505'],
  ['pm_card_unionpay', 'unionpay', '0005'],
  ['pm_card_chargeCustomerFail', 'visa', '0341'],
])('%s attaches as a %s ending in %s', async (token, brand, last4) => {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create();
  const attached = await stripe.paymentMethods.attach(token, { customer });
  expect(attached).toMatchObject({
    id: expect.stringMatching(/^pm_/),
    object: 'payment_method',
    type: 'card',
    customer,
    card: { brand, last4, exp_month: expect.any(Number), exp_year: expect.any(Number) },
  });
  expect(attached.id).not.toBe(token);
  expect(await stripe.paymentMethods.retrieve(attached.id)).toMatchObject({ id: attached.id, customer });
});

test.each([
  ['pm_card_visa_debit', { brand: 'visa', funding: 'debit' }],
  ['pm_card_mastercard_prepaid', { brand: 'mastercard', funding: 'prepaid' }],
  ['pm_card_discover', { display_brand: 'discover', funding: 'credit' }],
])('%s says how it is funded', async (token, card) => {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create();
  expect(await stripe.paymentMethods.attach(token, { customer })).toMatchObject({ card });
});

test('attaching what does not exist is a 404, for its id is in the path', async () => {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create();
  await expect(stripe.paymentMethods.attach('pm_none', { customer })).rejects.toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
    param: 'payment_method',
  });
});

test('attaching alone makes nothing the default', async () => {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create();
  await stripe.paymentMethods.attach('pm_card_visa', { customer });
  expect(await stripe.customers.retrieve(customer)).toMatchObject({
    invoice_settings: { default_payment_method: null },
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
  ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card', 'Your card was declined.'],
  ['pm_card_visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card', 'Your card was declined.'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', undefined, 'Your card has expired.'],
  [
    'pm_card_chargeDeclinedIncorrectCvc',
    'incorrect_cvc',
    undefined,
    "Your card's security code is incorrect.",
  ],
  [
    'pm_card_chargeDeclinedProcessingError',
    'processing_error',
    undefined,
    'An error occurred while processing your card. Try again in a little bit.',
  ],
])('%s cannot be attached', async (token, code, decline_code, message) => {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create();
  await expect(stripe.paymentMethods.attach(token, { customer })).rejects.toMatchObject({
    type: 'StripeCardError',
    statusCode: 402,
    rawType: 'card_error',
    code,
    message,
    ...(decline_code && { decline_code }),
  });
  expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
});

test('tok_visa becomes a card payment method', async () => {
  const { stripe } = anAccount();
  const created = await stripe.paymentMethods.create({
    type: 'card',
    card: { token: 'tok_visa' },
    billing_details: { name: 'Ada Lovelace', email: 'ada@example.com' },
  });
  expect(created).toMatchObject({
    type: 'card',
    customer: null,
    card: { brand: 'visa', last4: '4242' },
    billing_details: { name: 'Ada Lovelace', email: 'ada@example.com' },
  });
  const { id: customer } = await stripe.customers.create();
  expect(await stripe.paymentMethods.attach(created.id, { customer })).toMatchObject({
    id: created.id,
    customer,
  });
});

localOnly('a card may be named by its number, its year in two digits', async () => {
  const { stripe } = anAccount();
  const card = { number: '5555 5555 5555 4444', exp_month: 8, exp_year: 35, cvc: '123' };
  expect(await stripe.paymentMethods.create({ type: 'card', card })).toMatchObject({
    card: { brand: 'mastercard', last4: '4444', exp_month: 8, exp_year: 2035 },
  });
});

test('a token is no payment method, nor the other way round', async () => {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create();
  await expect(stripe.paymentMethods.attach('tok_visa', { customer })).rejects.toMatchObject({
    code: 'resource_missing',
    message: "No such PaymentMethod: 'tok_visa'",
  });
  await expect(
    stripe.paymentMethods.create({ type: 'card', card: { token: 'pm_card_visa' } }),
  ).rejects.toMatchObject({ code: 'resource_missing', param: 'card[token]' });
});

test('cards are listed by whether they may be shown again', async () => {
  const { stripe } = anAccount();
  const { customer, paymentMethod } = await aCustomer(stripe);
  await stripe.paymentMethods.attach('pm_card_mastercard', { customer });
  await stripe.paymentMethods.update(paymentMethod, { allow_redisplay: 'always' });
  const shown = await stripe.paymentMethods.list({ customer, allow_redisplay: 'always' });
  expect(shown.data).toMatchObject([{ id: paymentMethod, allow_redisplay: 'always' }]);
});

test('a customer’s cards are listed, newest first', async () => {
  const { stripe } = anAccount();
  const { customer, paymentMethod: first } = await aCustomer(stripe);
  const second = await stripe.paymentMethods.attach('pm_card_mastercard', { customer });
  await aCustomer(stripe);
  const ids = [second.id, first];
  expect((await stripe.customers.listPaymentMethods(customer)).data.map(({ id }) => id)).toEqual(ids);
  expect((await stripe.paymentMethods.list({ customer, type: 'card' })).data.map(({ id }) => id)).toEqual(
    ids,
  );
});

test('a detached card is gone from its customer, from the default too, and cannot come back', async () => {
  const { stripe } = anAccount();
  const { customer, paymentMethod } = await aCustomer(stripe);
  expect(await stripe.paymentMethods.detach(paymentMethod)).toMatchObject({
    id: paymentMethod,
    customer: null,
  });
  expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
  expect(await stripe.customers.retrieve(customer)).toMatchObject({
    invoice_settings: { default_payment_method: null },
  });
  await expect(stripe.paymentMethods.attach(paymentMethod, { customer })).rejects.toMatchObject({
    statusCode: 400,
  });
});

test('a detached card is no plan’s own any more', async () => {
  const { stripe } = anAccount();
  const { customer, paymentMethod } = await aCustomer(stripe);
  const { month: price } = await aPlan(stripe);
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price }],
    default_payment_method: paymentMethod,
  });
  await stripe.paymentMethods.detach(paymentMethod);
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ default_payment_method: null });
});

test('a card belongs to one customer', async () => {
  const { stripe } = anAccount();
  const { paymentMethod } = await aCustomer(stripe);
  const { id: stranger } = await stripe.customers.create();
  await expect(stripe.paymentMethods.attach(paymentMethod, { customer: stranger })).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

test('what a card is billed to and its expiry can be corrected', async () => {
  const { stripe } = anAccount();
  const { paymentMethod } = await aCustomer(stripe);
  const updated = await stripe.paymentMethods.update(paymentMethod, {
    billing_details: { name: 'Ada King' },
    card: { exp_month: 8, exp_year: 2035 },
  });
  expect(updated).toMatchObject({
    billing_details: { name: 'Ada King' },
    card: { exp_month: 8, exp_year: 2035 },
  });
});

test.each([
  ['payment method', 'pm_none', undefined, /No such payment ?method: 'pm_none'/i],
  ['customer', 'pm_card_visa', 'cus_none', /No such customer: 'cus_none'/],
])('attaching with an unknown %s is refused by name', async (_what, card, customer, message) => {
  const { stripe } = anAccount();
  const { id } = await stripe.customers.create();
  await expect(stripe.paymentMethods.attach(card, { customer: customer ?? id })).rejects.toMatchObject({
    code: 'resource_missing',
    message: expect.stringMatching(message),
  });
});

test('a card that tests name is a new payment method whenever it is retrieved', async () => {
  const { stripe } = anAccount();
  const [first, second] = [
    await stripe.paymentMethods.retrieve('pm_card_visa'),
    await stripe.paymentMethods.retrieve('pm_card_visa'),
  ];
  expect(first).toMatchObject({ object: 'payment_method', customer: null, card: { last4: '4242' } });
  expect(second.id).not.toBe(first.id);
  const { id: customer } = await stripe.customers.create();
  expect(await stripe.paymentMethods.attach(first.id, { customer })).toMatchObject({
    id: first.id,
    customer,
  });
});
