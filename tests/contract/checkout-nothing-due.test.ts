import { expect } from 'vitest';
import { ADA, aCheckout, CARD, pay, SUCCESS } from './checkout-steps';
import { submit, visit } from './portal-page';
import { anAccount, localOnly } from './stripe-under-test';

localOnly('a trial charges nothing and sets the card up', async () => {
  const { stripe, session, url } = await aCheckout({ subscription_data: { trial_period_days: 14 } });
  const page = await visit(url);
  expect(page.text).toContain('Due today $0.00');
  expect(page.text).toContain('Free until 30 November 2026, then $49.00 per month');
  await submit(page, { ...ADA, do: 'pay' });
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription'] });
  expect(done).toMatchObject({
    payment_status: 'no_payment_required',
    subscription: { status: 'trialing', trial_end: 1794787200 + 14 * 86400 },
  });
  const [setup] = (await stripe.setupIntents.list()).data;
  expect(setup).toMatchObject({ status: 'succeeded', customer: done.customer });
});

localOnly('without anything due no card is asked for, when that is said', async () => {
  const { stripe, session, url } = await aCheckout({
    payment_method_collection: 'if_required',
    subscription_data: { trial_period_days: 14 },
  });
  const page = await visit(url);
  expect(page.postForms.flatMap(({ names }) => names)).not.toContain('number');
  await submit(page, { email: 'ada@example.com', do: 'pay' });
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription'] });
  expect(done.subscription).toMatchObject({ status: 'trialing', default_payment_method: null });
});

localOnly('a session that saves a card attaches it to the customer', async () => {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create({ email: 'ada@example.com' });
  const session = await stripe.checkout.sessions.create({ mode: 'setup', customer, success_url: SUCCESS });
  const page = await visit(session.url ?? '');
  expect(page.text).toContain('Save a card for later');
  await submit(page, { ...CARD, do: 'pay' });
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['setup_intent'] });
  expect(done).toMatchObject({ status: 'complete', setup_intent: { status: 'succeeded', customer } });
  expect((await stripe.customers.listPaymentMethods(customer)).data).toHaveLength(1);
});

localOnly('a declined card is not saved', async () => {
  const { stripe } = anAccount();
  const { id: customer } = await stripe.customers.create({ email: 'ada@example.com' });
  const session = await stripe.checkout.sessions.create({ mode: 'setup', customer, success_url: SUCCESS });
  await pay(session.url ?? '', { ...CARD, number: '4000000000000002' });
  expect((await visit(session.url ?? '')).text).toContain('Your card was declined.');
  expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
});
