import { expect } from 'vitest';
import { onlyItem } from '../factories';
import { aCustomerLink, cardsOf, enterCard } from './portal-card';
import { aFlowStage, aHomeLink, eventTypes, expectNoChange, theSubscription } from './portal-flow';
import { aConfirmLink, confirm, DONE, leadsTo, submit, visit } from './portal-page';
import { localOnly } from './stripe-under-test';

async function aCardForm() {
  const stage = await aFlowStage();
  const url = await aCustomerLink(stage, 'payment_method_update');
  const before = (await eventTypes(stage)).length;
  return { stage, url, since: async () => (await eventTypes(stage)).slice(before) };
}

localOnly('a new card is attached, becomes the default, and the flow redirects', async () => {
  const { stage, url, since } = await aCardForm();
  const answer = await enterCard(await visit(url), '4242 4242 4242 4242');
  expect(answer.status).toBe(303);
  expect(leadsTo(answer)).toBe(DONE);
  const { chosen, methods } = await cardsOf(stage);
  expect(methods).toHaveLength(2);
  expect(methods[0]).toMatchObject({
    id: chosen,
    card: { last4: '4242', exp_month: 8, exp_year: 2029 },
    billing_details: { name: 'Ada Byron', address: { country: 'GB', postal_code: 'SW1Y 4JH' } },
  });
  expect(chosen).not.toBe(stage.ada.paymentMethod);
  expect(await since()).toEqual([
    'setup_intent.created',
    'payment_method.attached',
    'setup_intent.succeeded',
    'customer.updated',
  ]);
  const [updated] = (await stage.stripe.events.list({ type: 'customer.updated' })).data;
  expect(updated?.data.previous_attributes).toMatchObject({
    invoice_settings: { default_payment_method: stage.ada.paymentMethod },
  });
});

localOnly('a subscription’s own payment method is left alone', async () => {
  const { stage, url } = await aCardForm();
  const { stripe, ada } = stage;
  await stripe.subscriptions.update(ada.subscription, { default_payment_method: ada.paymentMethod });
  await enterCard(await visit(url), '5555555555554444');
  expect((await theSubscription(stage)).default_payment_method).toBe(ada.paymentMethod);
});

localOnly('the confirmation says which plan keeps its own card; the home lets it go', async () => {
  const { stage } = await aCardForm();
  const { stripe, ada } = stage;
  await stripe.subscriptions.update(ada.subscription, { default_payment_method: ada.paymentMethod });
  const url = await aCustomerLink(stage, 'payment_method_update', { type: 'hosted_confirmation' });
  await enterCard(await visit(url), '5555555555554444');
  expect((await visit(url)).text).toContain('Starter, as before Visa ···· 4242');
  const home = await aHomeLink(stage);
  const page = await visit(home);
  expect(page.text).toContain('Charged to its own card: Visa ···· 4242');
  const form = page.postForms.find(({ action }) => action.includes('payment_method_own'));
  await fetch(form?.action ?? '', { method: 'POST', body: form?.fields ?? null, redirect: 'manual' });
  expect((await theSubscription(stage)).default_payment_method).toBeNull();
  const [event] = (await stripe.events.list({ type: 'customer.subscription.updated' })).data;
  expect(event?.data.previous_attributes).toEqual({ default_payment_method: ada.paymentMethod });
  expect((await visit(home)).text).toContain('Your next payments are charged to Mastercard ending in 4444');
});

localOnly('a declined card is explained, and the customer is unchanged', async () => {
  const { stage, url, since } = await aCardForm();
  const before = await cardsOf(stage);
  const answer = await enterCard(await visit(url), '4000000000000002');
  expect(answer.status).toBe(303);
  const back = new URL(leadsTo(answer), url).href;
  const page = await visit(back);
  expect(page.text).toContain('Your card was declined. Nothing changed, and nothing was charged.');
  expect(page.html).toContain('value="Ada Byron"');
  expect(page.html).not.toContain('4000000000000002');
  expect(await cardsOf(stage)).toEqual(before);
  expect(await since()).toEqual(['setup_intent.created', 'setup_intent.setup_failed']);
  // Looking again tries nothing again; another card on the same page is another try of the same setup intent.
  await visit(back);
  expect(await since()).toHaveLength(2);
  expect(leadsTo(await enterCard(page, '4242424242424242'))).toBe(DONE);
  expect((await stage.stripe.setupIntents.list({ customer: stage.ada.customer })).data).toHaveLength(1);
});

localOnly('a wrong security code and an expired card are said beside their fields', async () => {
  const { url } = await aCardForm();
  const again = async (number: string) =>
    visit(new URL(leadsTo(await enterCard(await visit(url), number)), url).href);
  expect((await again('4000000000000127')).html).toContain('id="cvc-error"');
  expect((await again('4000000000000069')).html).toContain('id="expiry-error"');
});

localOnly('a card whose bank wants to see the customer is saved once that was passed', async () => {
  const { stage, url, since } = await aCardForm();
  const before = await cardsOf(stage);
  const bank = leadsTo(await enterCard(await visit(url), '4000002500003155'));
  const challenge = await visit(bank);
  expect(challenge.text).toContain('Your bank wants to confirm your card');
  // The form there leads back to the portal and on to where the flow ends.
  expect(challenge.headers.get('content-security-policy')).toContain('https://example.com');
  expect(await cardsOf(stage)).toEqual(before);
  const back = leadsTo(await submit(challenge, { result: 'pass' }));
  const { chosen, methods } = await cardsOf(stage);
  expect(methods[0]).toMatchObject({ id: chosen, card: { last4: '3155' } });
  expect(await since()).toEqual([
    'setup_intent.created',
    'setup_intent.requires_action',
    'payment_method.attached',
    'setup_intent.succeeded',
    'customer.updated',
  ]);
  const end = await visit(back);
  expect(end.status).toBe(303);
  expect(leadsTo(end)).toBe(DONE);
});

localOnly('a challenge that is failed leaves the customer unchanged, and the form says so', async () => {
  const { stage, url } = await aCardForm();
  const before = await cardsOf(stage);
  const bank = leadsTo(await enterCard(await visit(url), '4000002760003184'));
  const back = leadsTo(await submit(await visit(bank), { result: 'fail' }));
  const page = await visit(back);
  expect(page.text).toContain('Your bank did not confirm the card. Nothing changed');
  expect(await cardsOf(stage)).toEqual(before);
  expect(leadsTo(await enterCard(page, '4242424242424242'))).toBe(DONE);
});

localOnly('a challenge that is left is forgotten when another card is entered', async () => {
  const { stage, url } = await aCardForm();
  const bank = leadsTo(await enterCard(await visit(url), '4000002500003155'));
  expect(leadsTo(await enterCard(await visit(url), '5555555555554444'))).toBe(DONE);
  expect((await visit(bank)).postForms).toEqual([]);
  expect((await cardsOf(stage)).methods).toHaveLength(2);
});

localOnly('a card that declines later is saved; a change on it then fails and changes nothing', async () => {
  const { stage, url } = await aCardForm();
  expect(leadsTo(await enterCard(await visit(url), '4000000000000341'))).toBe(DONE);
  expect((await cardsOf(stage)).methods[0]?.card?.last4).toBe('0341');
  const { starter, pro } = stage.catalogue;
  await confirm(await visit(await aConfirmLink(stage, { price: pro.month, quantity: 2 })));
  expect(onlyItem(await theSubscription(stage))).toMatchObject({ price: { id: starter.month }, quantity: 1 });
});

localOnly('two presses save one card', async () => {
  const { stage, url } = await aCardForm();
  const page = await visit(url);
  const answers = await Promise.all([
    enterCard(page, '4242424242424242'),
    enterCard(page, '4242424242424242'),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 303]);
  expect((await cardsOf(stage)).methods).toHaveLength(2);
  expect((await visit(url)).text).toContain('This is already done');
});

localOnly('a form without the page’s own token does nothing', async () => {
  const { stage, url } = await aCardForm();
  await expectNoChange(stage, async () => {
    const body = new URLSearchParams({ number: '4242424242424242', token: 'made-up' });
    expect((await fetch(url, { method: 'POST', body })).status).toBe(403);
  });
});

localOnly('the hosted confirmation names the card and prints the company’s message as text', async () => {
  const { stage } = await aCardForm();
  const custom_message = 'Thank you <b>Ada</b> & co';
  const url = await aCustomerLink(stage, 'payment_method_update', {
    type: 'hosted_confirmation',
    hosted_confirmation: { custom_message },
  });
  const answer = await enterCard(await visit(url), '5555555555554444');
  expect(new URL(leadsTo(answer), url).href).toBe(url);
  const page = await visit(url);
  expect(page.text).toContain('Your new card is saved');
  expect(page.text).toContain('Mastercard ···· 4444, expires 08/2029');
  expect(page.text).toContain(custom_message);
  expect(page.html).toContain('&lt;b&gt;Ada&lt;/b&gt; &amp; co');
  expect(page.postForms).toEqual([]);
});

localOnly('a flow that ends on the home page shows the whole portal from then on', async () => {
  const { stage } = await aCardForm();
  const url = await aCustomerLink(stage, 'payment_method_update', { type: 'portal_homepage' });
  expect((await visit(`${url}/cancel/${stage.ada.subscription}`)).status).toBe(404);
  await enterCard(await visit(url), '4242424242424242');
  const page = await visit(url);
  expect(page.text).toContain('Your plan and billing');
  expect(page.text).toContain('Your new card is saved');
  expect((await visit(`${url}/cancel/${stage.ada.subscription}`)).status).toBe(200);
});

localOnly('a card that is added on the home becomes the default only when that is wanted', async () => {
  const { stage } = await aCardForm();
  const home = await aHomeLink(stage);
  const at = `${home}/payment_method_update`;
  const answer = await enterCard(await visit(at), '5555555555554444');
  expect(new URL(leadsTo(answer), home).href).toBe(home);
  expect((await cardsOf(stage)).chosen).toBe(stage.ada.paymentMethod);
  await enterCard(await visit(at), '378282246310005', { cvc: '1234', default: 'yes' });
  const { chosen, methods } = await cardsOf(stage);
  expect(methods[0]).toMatchObject({ id: chosen, card: { brand: 'amex' } });
});

localOnly('a configuration that has switched the feature off since offers no form', async () => {
  const { stage, url } = await aCardForm();
  const { stripe, configuration } = stage;
  await stripe.billingPortal.configurations.update(configuration, {
    features: { payment_method_update: { enabled: false }, subscription_update: { enabled: false } },
  });
  const page = await visit(url);
  expect(page.status).toBe(409);
  expect(page.postForms).toEqual([]);
});
