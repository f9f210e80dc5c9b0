import { expect } from 'vitest';
import { onlyItem, replaceCard } from '../factories';
import { enterCard } from './portal-card';
import { aFlowLink } from './portal-flow';
import {
  aConfirmLink,
  aStage,
  confirm,
  DONE,
  leadsTo,
  type Page,
  type Stage,
  submit,
  visit,
} from './portal-page';
import { localOnly } from './stripe-under-test';

/** Ada without any payment method, on a plan that costs nothing or in a free trial, about to go to Pro. */
async function aCardlessChange(from: 'free' | 'trial') {
  const stage = await aStage();
  const { stripe, catalogue } = stage;
  const { id: customer } = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada Lovelace' });
  const free = await stripe.prices.create({
    product: catalogue.starter.product,
    currency: 'usd',
    unit_amount: 0,
    recurring: { interval: 'month' },
  });
  const created = await stripe.subscriptions.create({
    customer,
    items: [{ price: from === 'free' ? free.id : catalogue.starter.month }],
    ...(from === 'trial' && { trial_period_days: 14 }),
  });
  const ada = {
    customer,
    paymentMethod: '',
    subscription: created.id,
    item: onlyItem(created).id,
    created,
  };
  const cardless: Stage = { ...stage, ada };
  return { ...cardless, url: await aConfirmLink(cardless, { price: catalogue.pro.month }) };
}

/** What Ada is charged on, and all that she has on file: last four digits. */
async function cardsOf({ stripe, ada }: Stage) {
  const customer = await stripe.customers.retrieve(ada.customer, {
    expand: ['invoice_settings.default_payment_method'],
  });
  const chosen = customer.deleted ? null : customer.invoice_settings.default_payment_method;
  const { data } = await stripe.customers.listPaymentMethods(ada.customer);
  return {
    chosen: chosen && typeof chosen === 'object' ? chosen.card?.last4 : null,
    all: data.map(({ card }) => card?.last4),
  };
}

const theSubscription = ({ stripe, ada }: Stage) =>
  stripe.subscriptions.retrieve(ada.subscription, { expand: ['latest_invoice'] });

const typesSince = async ({ stripe }: Stage, before: string) =>
  (await stripe.events.list({ limit: 100, ending_before: before })).data.map(({ type }) => type).reverse();

const lastEvent = async ({ stripe }: Stage) => (await stripe.events.list({ limit: 1 })).data[0]?.id ?? '';

localOnly.each(['free', 'trial'] as const)(
  'from a %s plan to a paid one the page takes a card, charges it and keeps it',
  async (from) => {
    const stage = await aCardlessChange(from);
    const page = await visit(stage.url);
    expect(page.text).toContain('Card to pay with');
    expect(page.text).toContain('Confirm and pay $49.00');
    expect(page.postForms).toHaveLength(1);
    const before = await lastEvent(stage);
    expect(leadsTo(await enterCard(page, '4242 4242 4242 4242'))).toBe(DONE);
    const after = await theSubscription(stage);
    expect(onlyItem(after)).toMatchObject({ id: stage.ada.item, price: { id: stage.catalogue.pro.month } });
    expect(after).toMatchObject({
      status: 'active',
      default_payment_method: null,
      latest_invoice: { status: 'paid', amount_paid: 4900 },
    });
    expect(await cardsOf(stage)).toEqual({ chosen: '4242', all: ['4242'] });
    const types = await typesSince(stage, before);
    expect(types.filter((type) => type === 'customer.updated')).toHaveLength(1);
    expect(types.indexOf('payment_method.attached')).toBeLessThan(types.indexOf('customer.updated'));
    const [method] = (await stage.stripe.customers.listPaymentMethods(stage.ada.customer)).data;
    expect(method?.billing_details).toMatchObject({
      name: 'Ada Byron',
      address: { country: 'GB', postal_code: 'SW1Y 4JH' },
    });
  },
);

localOnly('a button pressed without a card asks for one beside the fields, and nothing changes', async () => {
  const stage = await aCardlessChange('free');
  const answer = await submit(await visit(stage.url), { number: '', name: 'Ada Byron' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Enter the card number.');
  expect(answer.html).toMatch(/id="number"[^>]*aria-invalid="true"[^>]*autofocus/);
  expect(answer.html).toContain('value="Ada Byron"');
  const bare = await fetch(stage.url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams([...(answer.postForms[0]?.fields ?? [])]),
  });
  expect(bare.status).toBe(422);
  expect(await theSubscription(stage)).toMatchObject({
    items: { data: [{ price: { unit_amount: 0 } }] },
  });
});

localOnly('a declined card is followed by another on the same page, with nothing lost', async () => {
  const stage = await aCardlessChange('free');
  const answer = await enterCard(await visit(stage.url), '4000 0000 0000 0341');
  expect(new URL(leadsTo(answer), stage.url).href).toBe(stage.url);
  const refused = await visit(stage.url);
  expect(refused.text).toContain('Your card was declined.');
  expect(refused.html).toContain('value="Ada Byron"');
  expect(refused.html).toContain('value="SW1Y 4JH"');
  expect(refused.html).toMatch(/value="?GB"? selected/);
  expect(refused.html).not.toContain('0341');
  expect(await cardsOf(stage)).toEqual({ chosen: null, all: [] });
  expect(await theSubscription(stage)).toMatchObject({ items: { data: [{ price: { unit_amount: 0 } }] } });
  expect(leadsTo(await enterCard(refused, '5555 5555 5555 4444'))).toBe(DONE);
  expect(onlyItem(await theSubscription(stage)).price.id).toBe(stage.catalogue.pro.month);
  expect(await cardsOf(stage)).toEqual({ chosen: '4444', all: ['4444'] });
});

localOnly('a wrong security code is told beside its field', async () => {
  const stage = await aCardlessChange('free');
  await enterCard(await visit(stage.url), '4000 0000 0000 0127');
  expect((await visit(stage.url)).html).toMatch(/id="cvc"[^>]*aria-invalid="true"/);
});

const bankOf = async (page: Page, result: 'pass' | 'fail') => submit(await visit(leadsTo(page)), { result });

localOnly('a card that its bank confirms is charged and kept', async () => {
  const stage = await aCardlessChange('trial');
  const asked = await enterCard(await visit(stage.url), '4000 0027 6000 3184');
  expect(await theSubscription(stage)).toMatchObject({ status: 'trialing' });
  expect(leadsTo(await bankOf(asked, 'pass'))).toBe(DONE);
  expect(onlyItem(await theSubscription(stage)).price.id).toBe(stage.catalogue.pro.month);
  expect(await cardsOf(stage)).toEqual({ chosen: '3184', all: ['3184'] });
});

localOnly('one that its bank does not confirm changes nothing, and another can be entered', async () => {
  const stage = await aCardlessChange('trial');
  const asked = await enterCard(await visit(stage.url), '4000 0027 6000 3184');
  expect(leadsTo(await bankOf(asked, 'fail'))).toBe(stage.url);
  const page = await visit(stage.url);
  expect(page.text).toContain('Your bank did not confirm the payment.');
  expect(await cardsOf(stage)).toEqual({ chosen: null, all: [] });
  expect(await theSubscription(stage)).toMatchObject({ status: 'trialing' });
  expect(leadsTo(await enterCard(page, '4242424242424242'))).toBe(DONE);
});

localOnly('leaving the bank changes nothing: the page keeps what is not secret', async () => {
  const stage = await aCardlessChange('free');
  await enterCard(await visit(stage.url), '4000 0027 6000 3184');
  const page = await visit(stage.url);
  expect(page.status).toBe(200);
  expect(page.text).not.toContain('did not');
  expect(page.html).toContain('value="SW1Y 4JH"');
  expect(leadsTo(await enterCard(page, '4242424242424242'))).toBe(DONE);
});

localOnly('another card than the declined one on file is charged and takes its place', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  await replaceCard(stripe, ada.customer, 'pm_card_chargeCustomerFail');
  const url = await aConfirmLink(stage, { price: catalogue.pro.month });
  expect((await visit(url)).postForms).toHaveLength(1);
  await confirm(await visit(url));
  const refused = await visit(url);
  expect(refused.text).toContain('Use another card');
  await enterCard(refused, '4000 0000 0000 9995');
  expect((await visit(url)).text).toContain('Your card has insufficient funds.');
  expect((await cardsOf(stage)).chosen).toBe('0341');
  expect(leadsTo(await enterCard(await visit(url), '5555 5555 5555 4444'))).toBe(DONE);
  expect((await cardsOf(stage)).chosen).toBe('4444');
  expect(await theSubscription(stage)).toMatchObject({ latest_invoice: { amount_paid: 1700 } });
});

localOnly('a plan with a card of its own keeps one: the new card takes that place', async () => {
  const stage = await aStage();
  const { stripe, ada, catalogue } = stage;
  const own = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: ada.customer });
  await stripe.subscriptions.update(ada.subscription, { default_payment_method: own.id });
  const url = await aConfirmLink(stage, { price: catalogue.pro.month });
  await confirm(await visit(url));
  await enterCard(await visit(url), '5555 5555 5555 4444');
  const after = await stripe.subscriptions.retrieve(ada.subscription, { expand: ['default_payment_method'] });
  expect(after.default_payment_method).toMatchObject({ card: { last4: '4444' } });
  expect((await cardsOf(stage)).chosen).toBe('4242');
});

localOnly('the confirm step of a change that was chosen in the portal takes a card as well', async () => {
  const stage = await aCardlessChange('trial');
  const { stripe, ada, catalogue } = stage;
  const link = await aFlowLink(stage, 'subscription_update');
  const step = `${link}?step=confirm&price=${catalogue.pro.month}`;
  const mistaken = await enterCard(await visit(step), '4242 4242 4242 4241');
  expect(mistaken.status).toBe(422);
  expect(mistaken.text).toContain('a digit is missing or wrong');
  const back = new URL(leadsTo(await enterCard(mistaken, '4000 0000 0000 0002')), link).href;
  const refused = await visit(back);
  expect(refused.text).toContain('Your card was declined.');
  const asked = await enterCard(refused, '4000 0027 6000 3184');
  expect(leadsTo(await bankOf(asked, 'pass'))).toBe(DONE);
  expect(onlyItem(await stripe.subscriptions.retrieve(ada.subscription)).price.id).toBe(catalogue.pro.month);
});

localOnly('the confirmation names the card that was charged', async () => {
  const stage = await aCardlessChange('free');
  const { catalogue } = stage;
  const url = await aConfirmLink(stage, {
    price: catalogue.pro.month,
    completion: { type: 'hosted_confirmation' },
  });
  await enterCard(await visit(url), '5555 5555 5555 4444');
  const done = await visit(url);
  expect(done.text).toContain('You are on Pro');
  expect(done.text).toContain('Mastercard ending in 4444');
});

localOnly('a refusal is told in the language of who looks at it', async () => {
  const stage = await aCardlessChange('free');
  await enterCard(await visit(stage.url), '4000 0000 0000 9995');
  const inGerman = async (url: string) =>
    (await fetch(url, { headers: { 'accept-language': 'de-AT, en;q=0.5' } })).text();
  expect(await inGerman(stage.url)).toContain('Ihre Karte ist nicht ausreichend gedeckt.');
  expect((await visit(stage.url)).text).toContain('Your card has insufficient funds.');
  const { url } = await stage.stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: stage.catalogue.pro.month, quantity: 1 }],
    success_url: DONE,
  });
  const checkout = String(url);
  const ada = { do: 'pay', email: 'ada@example.com', name: 'Ada', expiry: '08/29', cvc: '123' };
  await submit(await visit(checkout), { ...ada, number: '4000000000009995' });
  expect(await inGerman(checkout)).toContain('Ihre Karte ist nicht ausreichend gedeckt.');
  await submit(await visit(checkout), { ...ada, number: '4242 4242 4242 4241' });
  expect(await inGerman(checkout)).toContain('Eine Ziffer fehlt oder ist falsch.');
});
