import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { leadsTo, submit, visit } from './portal-page';
import { anAccount, localOnly } from './stripe-under-test';

const RETURN = 'https://example.com/cards?from=setup';

async function aCustomerWithoutCard() {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create({ email: 'ada@example.com' });
  return { stripe, customer };
}

const typesOf = async (stripe: Stripe) =>
  (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type).reverse();

async function aChallenge(card = 'pm_card_authenticationRequiredOnSetup', returnUrl = RETURN) {
  const stage = await aCustomerWithoutCard();
  const intent = await stage.stripe.setupIntents.create({
    customer: stage.customer,
    payment_method: card,
    confirm: true,
    return_url: returnUrl,
  });
  return { ...stage, intent, url: intent.next_action?.redirect_to_url?.url ?? '' };
}

test.each([
  'pm_card_authenticationRequiredOnSetup',
  'pm_card_authenticationRequired',
  'pm_card_threeDSecure2Required',
])('%s waits for the customer, with a page to send them to', async (card) => {
  const { intent } = await aChallenge(card);
  expect(intent).toMatchObject({
    status: 'requires_action',
    next_action: {
      type: 'redirect_to_url',
      redirect_to_url: { url: expect.stringMatching(/^http/), return_url: RETURN },
    },
  });
});

test.each([
  'pm_card_visa',
  'pm_card_threeDSecureOptional',
  'pm_card_authenticationRequiredSetupForOffSession',
])('%s is set up without a challenge', async (card) => {
  expect((await aChallenge(card)).intent).toMatchObject({ status: 'succeeded', next_action: null });
});

test('a card that can be challenged is, when that is asked for', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  const intent = await stripe.setupIntents.create({
    customer,
    payment_method: 'pm_card_threeDSecureOptional',
    payment_method_options: { card: { request_three_d_secure: 'any' } },
    confirm: true,
    return_url: RETURN,
  });
  expect(intent.status).toBe('requires_action');
});

localOnly('passing the challenge sets the card up and leads back with the result', async () => {
  const { stripe, customer, intent, url } = await aChallenge();
  const page = await visit(url);
  expect(page.status).toBe(200);
  expect(page.text).toContain('Your bank wants to confirm your card');
  expect(page.text).toContain('Visa ending in 3155');
  expect(page.html).not.toMatch(/<script/i);
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://example.com");
  const answer = await submit(page, { result: 'pass' });
  expect(answer.status).toBe(303);
  expect(leadsTo(answer)).toBe(
    `https://example.com/cards?from=setup&setup_intent=${intent.id}&setup_intent_client_secret=${intent.client_secret}&redirect_status=succeeded`,
  );
  expect(await stripe.setupIntents.retrieve(intent.id)).toMatchObject({
    status: 'succeeded',
    next_action: null,
  });
  expect((await stripe.customers.listPaymentMethods(customer)).data).toHaveLength(1);
  expect((await typesOf(stripe)).slice(1)).toEqual([
    'setup_intent.created',
    'setup_intent.requires_action',
    'payment_method.attached',
    'setup_intent.succeeded',
  ]);
});

localOnly('failing the challenge leaves the customer without the card', async () => {
  const { stripe, customer, intent, url } = await aChallenge();
  const answer = await submit(await visit(url), { result: 'fail' });
  expect(leadsTo(answer)).toContain('redirect_status=failed');
  expect(await stripe.setupIntents.retrieve(intent.id)).toMatchObject({
    status: 'requires_payment_method',
    payment_method: null,
    last_setup_error: {
      type: 'invalid_request_error',
      code: 'setup_intent_authentication_failure',
      payment_method: { card: { last4: '3155' } },
    },
  });
  expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
});

localOnly('the challenge is answered once', async () => {
  const { stripe, intent, url } = await aChallenge();
  const page = await visit(url);
  await submit(page, { result: 'fail' });
  await submit(page, { result: 'pass' });
  expect((await stripe.setupIntents.retrieve(intent.id)).status).toBe('requires_payment_method');
  expect((await visit(url)).text).toContain('Your bank did not confirm it');
});

localOnly('the challenge can be left: its link back changes nothing', async () => {
  const { stripe, intent, url } = await aChallenge();
  expect((await visit(url)).html).toContain(`href="${RETURN}"`);
  expect((await stripe.setupIntents.retrieve(intent.id)).status).toBe('requires_action');
});

localOnly('the challenge of a cancelled intent is no longer open', async () => {
  const { stripe, intent, url } = await aChallenge();
  await stripe.setupIntents.cancel(intent.id, { cancellation_reason: 'abandoned' });
  const page = await visit(url);
  expect(page.status).toBe(409);
  expect(page.text).toContain('This question is no longer open');
  expect(page.postForms).toEqual([]);
});

localOnly('a made-up challenge leads nowhere', async () => {
  const { url } = await aChallenge();
  expect((await visit(`${url}x`)).status).toBe(404);
});

localOnly('a card that was set up for payments with its owner there is asked for without them', async () => {
  const { stripe, customer } = await aCustomerWithoutCard();
  const intent = await stripe.setupIntents.create({
    customer,
    payment_method: 'pm_card_authenticationRequiredOnSetup',
    usage: 'on_session',
    confirm: true,
    return_url: RETURN,
  });
  await submit(await visit(intent.next_action?.redirect_to_url?.url ?? ''), { result: 'pass' });
  await expect(
    stripe.paymentIntents.create({
      amount: 1500,
      currency: 'usd',
      customer,
      payment_method: String(intent.payment_method),
      confirm: true,
      off_session: true,
    }),
  ).rejects.toMatchObject({ code: 'authentication_required' });
});
