import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { aCustomer } from '../factories';
import { leadsTo, submit, visit } from './portal-page';
import { anAccount, localOnly } from './stripe-under-test';

const RETURN = 'https://example.com/paid';
const cardOnly = { allowed_payment_method_types: ['card' as const] };
const fiveDollars = { amount: 500, currency: 'usd', ...cardOnly };

/** A customer whose card is attached and nothing more. */
async function aPayer(card: string) {
  const { stripe } = anAccount();
  return { stripe, ...(await aCustomer(stripe, { card })) };
}

const lastTypes = async (stripe: Stripe, count: number) =>
  (await stripe.events.list({ limit: count })).data.map(({ type }) => type).reverse();

async function aChallenge(card: string, params: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  const { stripe } = anAccount();
  const intent = await stripe.paymentIntents.create({
    ...fiveDollars,
    payment_method: card,
    confirm: true,
    return_url: RETURN,
    ...params,
  });
  return { stripe, intent, url: intent.next_action?.redirect_to_url?.url ?? '' };
}

test.each([
  'pm_card_authenticationRequiredOnSetup',
  'pm_card_authenticationRequired',
  'pm_card_authenticationRequiredSetupForOffSession',
  'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds',
  'pm_card_threeDSecure2Required',
  'pm_card_threeDSecureRequiredChargeDeclined',
])('%s waits for the customer on-session', async (card) => {
  expect((await aChallenge(card)).intent).toMatchObject({
    status: 'requires_action',
    latest_charge: null,
    next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: RETURN } },
  });
});

localOnly('passing the challenge takes the money and says that it was authenticated', async () => {
  const { stripe, intent, url } = await aChallenge('pm_card_threeDSecure2Required');
  const page = await visit(url);
  expect(page.text).toContain('Your bank wants to confirm this payment');
  expect(page.text).toContain('$5.00');
  expect(page.text).toContain('Visa ending in 3220');
  const answer = await submit(page, { result: 'pass' });
  expect(leadsTo(answer)).toBe(
    `${RETURN}?payment_intent=${intent.id}&payment_intent_client_secret=${intent.client_secret}&redirect_status=succeeded`,
  );
  expect(await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] })).toMatchObject({
    status: 'succeeded',
    next_action: null,
    latest_charge: {
      payment_method_details: { card: { three_d_secure: { result: 'authenticated', version: '2.2.0' } } },
    },
  });
});

localOnly('failing the challenge leaves the payment open, without a charge', async () => {
  const { stripe, intent, url } = await aChallenge('pm_card_threeDSecure2Required');
  const answer = await submit(await visit(url), { result: 'fail' });
  expect(leadsTo(answer)).toContain('redirect_status=failed');
  expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    status: 'requires_payment_method',
    payment_method: null,
    latest_charge: null,
    last_payment_error: {
      code: 'payment_intent_authentication_failure',
      message:
        'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
    },
  });
  expect((await stripe.charges.list({ payment_intent: intent.id })).data).toEqual([]);
  expect(await lastTypes(stripe, 3)).toEqual([
    'payment_intent.created',
    'payment_intent.requires_action',
    'payment_intent.payment_failed',
  ]);
});

localOnly.each([
  ['pm_card_authenticationRequiredChargeDeclinedInsufficientFunds', 'insufficient_funds'],
  ['pm_card_threeDSecureRequiredChargeDeclined', 'generic_decline'],
])('%s passes the challenge and is declined all the same', async (card, decline_code) => {
  const { stripe, intent, url } = await aChallenge(card);
  const answer = await submit(await visit(url), { result: 'pass' });
  expect(leadsTo(answer)).toContain('redirect_status=failed');
  expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { code: 'card_declined', decline_code },
  });
});

localOnly('without a way back the page itself says how it ended', async () => {
  const { stripe } = anAccount();
  const intent = await stripe.paymentIntents.create({
    ...fiveDollars,
    payment_method: 'pm_card_threeDSecure2Required',
    confirm: true,
  });
  const url = intent.next_action?.redirect_to_url?.url ?? '';
  const answer = await submit(await visit(url), { result: 'pass' });
  const page = await visit(new URL(leadsTo(answer), url).href);
  expect(page.text).toContain('Your bank has confirmed it');
  expect(page.postForms).toEqual([]);
});

localOnly('an unknown answer asks again', async () => {
  const { stripe, intent, url } = await aChallenge('pm_card_threeDSecure2Required');
  await submit(await visit(url), { result: 'maybe' });
  expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_action');
});

async function offSession(stripe: Stripe, customer: string, payment_method: string) {
  return stripe.paymentIntents.create({
    ...fiveDollars,
    customer,
    payment_method,
    confirm: true,
    off_session: true,
  });
}

test.each([
  'pm_card_authenticationRequiredOnSetup',
  'pm_card_authenticationRequired',
  'pm_card_threeDSecure2Required',
])('off-session %s is declined while it is not set up', async (card) => {
  const { stripe, customer, paymentMethod } = await aPayer(card);
  await expect(offSession(stripe, customer, paymentMethod)).rejects.toMatchObject({
    code: 'authentication_required',
    decline_code: 'authentication_required',
    payment_intent: {
      status: 'requires_payment_method',
      last_payment_error: { code: 'authentication_required', payment_method: { id: paymentMethod } },
    },
  });
});

test('off-session a card that counts as set up is charged', async () => {
  const { stripe, customer, paymentMethod } = await aPayer(
    'pm_card_authenticationRequiredSetupForOffSession',
  );
  expect((await offSession(stripe, customer, paymentMethod)).status).toBe('succeeded');
});

localOnly.each([
  ['pm_card_authenticationRequiredOnSetup', true],
  ['pm_card_authenticationRequired', false],
])('once %s is set up, off-session charges work: %s', async (card, works) => {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create();
  const setup = await stripe.setupIntents.create({
    customer,
    payment_method: card,
    confirm: true,
    return_url: RETURN,
  });
  await submit(await visit(setup.next_action?.redirect_to_url?.url ?? ''), { result: 'pass' });
  const payment = offSession(stripe, customer, String(setup.payment_method));
  if (works) expect((await payment).status).toBe('succeeded');
  else await expect(payment).rejects.toMatchObject({ code: 'authentication_required' });
});

localOnly('a payment that is set up for later keeps the card for the customer', async () => {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create();
  const { url, intent } = await (async () => {
    const made = await stripe.paymentIntents.create({
      ...fiveDollars,
      customer,
      payment_method: 'pm_card_authenticationRequiredOnSetup',
      setup_future_usage: 'off_session',
      confirm: true,
      return_url: RETURN,
    });
    return { intent: made, url: made.next_action?.redirect_to_url?.url ?? '' };
  })();
  await submit(await visit(url), { result: 'pass' });
  const [card] = (await stripe.customers.listPaymentMethods(customer)).data;
  expect(card?.id).toBe(intent.payment_method);
  expect((await offSession(stripe, customer, String(card?.id))).status).toBe('succeeded');
});
