import type Stripe from 'stripe';
import { expect } from 'vitest';
import { aCustomer, aPlan, aPromotionCode, onlyItem } from '../factories';
import { ADA, aCheckout, CANCEL, CARD, pay, SUCCESS } from './checkout-steps';
import { leadsTo, submit, visit } from './portal-page';
import { anAccount, localOnly, setClock } from './stripe-under-test';

localOnly('the page shows the plan, the total and the way back, without a script', async () => {
  const { url } = await aCheckout();
  const page = await visit(url);
  expect(page.status).toBe(200);
  expect(page.text).toContain('Subscribe to Pro');
  expect(page.text).toContain('Due today $49.00');
  expect(page.text).toContain('Then $49.00 per month');
  expect(page.text).toContain('Subscribe and pay $49.00');
  expect(page.html).toContain(`href="${CANCEL}"`);
  expect(page.html).not.toMatch(/<script/i);
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://example.com");
  expect(page.text).not.toContain('Promotion code');
});

localOnly('paying makes customer, subscription and invoice, and leads on with the session’s id', async () => {
  const { stripe, plan, session, url } = await aCheckout({
    metadata: { campaign: 'spring' },
    subscription_data: { description: 'Pro for Ada', metadata: { user: '7' } },
  });
  const answer = await pay(url);
  expect(answer.status).toBe(303);
  expect(leadsTo(answer)).toBe(`https://example.com/welcome?session_id=${session.id}`);
  const done = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ['customer', 'invoice', 'subscription'],
  });
  expect(done).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    amount_total: 4900,
    url: null,
    customer: { email: 'ada@example.com', name: 'Ada Lovelace' },
    customer_details: { email: 'ada@example.com', name: 'Ada Lovelace' },
    invoice: { status: 'paid', amount_paid: 4900, billing_reason: 'subscription_create' },
    subscription: { status: 'active', description: 'Pro for Ada', metadata: { user: '7' } },
  });
  const subscription = done.subscription as Stripe.Subscription; // expanded above
  expect(onlyItem(subscription).price.id).toBe(plan.month);
  const { customer } = subscription;
  const [card] = (await stripe.customers.listPaymentMethods(String(customer))).data;
  expect(card).toMatchObject({
    id: subscription.default_payment_method,
    billing_details: { email: 'ada@example.com', name: 'Ada Lovelace' },
    card: { last4: '4242', exp_month: 8, exp_year: 2029 },
  });
});

localOnly('it tells of everything, and last that the session is complete', async () => {
  const { stripe, session, url } = await aCheckout();
  await pay(url);
  const events = (await stripe.events.list({ limit: 100 })).data;
  const types = events.map(({ type }) => type);
  for (const type of [
    'customer.created',
    'payment_method.attached',
    'customer.subscription.created',
    'invoice.created',
    'invoice.finalized',
    'payment_intent.succeeded',
    'charge.succeeded',
    'invoice.paid',
    'invoice.payment_succeeded',
  ])
    expect(types).toContain(type);
  expect(events[0]).toMatchObject({
    type: 'checkout.session.completed',
    data: { object: { id: session.id, status: 'complete', payment_status: 'paid' } },
  });
});

localOnly('a known customer keeps their address, and gets the subscription', async () => {
  const { stripe } = anAccount();
  const { customer } = await aCustomer(stripe);
  const { month } = await aPlan(stripe);
  const { url, id } = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer,
    line_items: [{ price: month, quantity: 2 }],
    success_url: SUCCESS,
  });
  const page = await visit(url ?? '');
  expect(page.text).toContain('ada@example.com');
  expect(page.postForms.flatMap(({ names }) => names)).not.toContain('email');
  expect(page.text).toContain('Subscribe to 2 × Pro');
  await pay(url ?? '', CARD);
  expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ customer, amount_total: 9800 });
  expect((await stripe.subscriptions.list({ customer })).data).toHaveLength(1);
});

localOnly.each([
  ['4000 0000 0000 0002', 'Your card was declined.'],
  ['4000 0000 0000 9995', 'Your card has insufficient funds.'],
  ['4000 0000 0000 0341', 'Your card was declined.'],
])('the card %s is refused in words, and nothing is made', async (number, words) => {
  const { stripe, session, url } = await aCheckout();
  const answer = await pay(url, { ...ADA, number });
  expect(answer.status).toBe(303);
  const page = await visit(url);
  expect(page.text).toContain(words);
  expect(page.text).toContain('Nothing was ordered, and nothing was charged.');
  expect(page.html).toContain('value="ada@example.com"');
  expect(page.html).not.toContain(number);
  expect((await stripe.customers.list()).data).toEqual([]);
  expect((await stripe.subscriptions.list()).data).toEqual([]);
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
  expect(leadsTo(await pay(url))).toContain('/welcome');
});

localOnly.each([
  ['number', '4242 4242 4242 4241', 'Check the card number: a digit is missing or wrong.'],
  ['number', '4111 1111 1111 1111', 'This is none of Stripe’s test cards.'],
  ['expiry', '13 / 29', 'Write the month and the year, as 08 / 34.'],
  ['expiry', '08 / 20', 'This card has expired. Use another one.'],
  ['cvc', '12', 'Check the security code: it has the wrong number of digits.'],
  ['name', '', 'Enter the name on the card.'],
  ['email', 'ada', 'Enter your e-mail address'],
])('a wrong %s (%s) is named beside its field', async (field, value, words) => {
  const { url } = await aCheckout();
  await pay(url, { ...ADA, [field]: value });
  const page = await visit(url);
  expect(page.text).toContain(words);
  expect(page.html).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
});

localOnly('a promotion code lowers the total before paying, and can be taken away', async () => {
  const { stripe, session, url } = await aCheckout({ allow_promotion_codes: true });
  const { id } = await aPromotionCode(stripe);
  await submit(await visit(url), { code: 'spring25', do: 'apply' });
  const lowered = await visit(url);
  expect(lowered.text).toContain('Due today $36.75');
  expect(lowered.text).toContain('25% off for 3 months, then $49.00 per month');
  await submit(lowered, { do: 'remove' });
  expect((await visit(url)).text).toContain('Due today $49.00');
  await submit(await visit(url), { code: 'SPRING25', do: 'apply' });
  await pay(url);
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['invoice'] });
  expect(done).toMatchObject({ amount_total: 3675, invoice: { amount_paid: 3675 } });
  expect((await stripe.promotionCodes.retrieve(id)).times_redeemed).toBe(1);
});

localOnly('a code that does not exist is named', async () => {
  const { url } = await aCheckout({ allow_promotion_codes: true });
  await submit(await visit(url), { code: 'NOPE', do: 'apply' });
  expect((await visit(url)).text).toContain('There is no code “NOPE”.');
});

localOnly('a code that wants a larger order is refused', async () => {
  const { stripe, url } = await aCheckout({ allow_promotion_codes: true });
  await aPromotionCode(stripe, {
    code: 'BIG',
    restrictions: { minimum_amount: 10000, minimum_amount_currency: 'usd' },
  });
  await submit(await visit(url), { code: 'BIG', do: 'apply' });
  const page = await visit(url);
  expect(page.text).toContain('The code “BIG” asks for a larger order.');
  expect(page.text).toContain('Due today $49.00');
});

localOnly('an order is placed once', async () => {
  const { stripe, url } = await aCheckout();
  const page = await visit(url);
  const answers = await Promise.all([1, 2].map(() => submit(page, { ...ADA, do: 'pay' })));
  expect(answers.map(leadsTo)).toEqual([
    expect.stringContaining('/welcome'),
    expect.stringContaining('/welcome'),
  ]);
  expect((await stripe.subscriptions.list()).data).toHaveLength(1);
  expect((await visit(url)).text).toContain('This order is complete');
});

localOnly('an expired session takes nothing more', async () => {
  const checkout = await aCheckout();
  const page = await visit(checkout.url);
  await setClock(checkout, 1794787200 + 86400);
  expect((await submit(page, { ...ADA, do: 'pay' })).status).toBe(410);
  const gone = await visit(checkout.url);
  expect(gone.status).toBe(410);
  expect(gone.text).toContain('This checkout has expired');
  expect((await checkout.stripe.customers.list()).data).toEqual([]);
});

localOnly('a made-up session leads nowhere', async () => {
  const { url } = await aCheckout();
  expect((await visit(`${url}x`)).status).toBe(404);
});

localOnly('a form that is not the page’s own orders nothing', async () => {
  const { stripe, url } = await aCheckout();
  for (const token of ['', 'made-up']) {
    const body = new URLSearchParams({ ...ADA, do: 'pay', ...(token && { token }) });
    expect((await fetch(url, { method: 'POST', body, redirect: 'manual' })).status).toBe(403);
  }
  expect((await stripe.customers.list()).data).toEqual([]);
});

localOnly('a code that was used up meanwhile is named when the order is placed', async () => {
  const { stripe, url } = await aCheckout({ allow_promotion_codes: true });
  const { id } = await aPromotionCode(stripe);
  await submit(await visit(url), { code: 'SPRING25', do: 'apply' });
  await stripe.promotionCodes.update(id, { active: false });
  await pay(url);
  const page = await visit(url);
  expect(page.text).toContain('The code “SPRING25” cannot be used here.');
  expect(page.text).toContain('Nothing was ordered, and nothing was charged.');
  await submit(page, { do: 'remove' });
  expect(leadsTo(await pay(url))).toContain('/welcome');
});

localOnly('an order that is no longer on offer says so, and not that the card is at fault', async () => {
  const { stripe, plan, url } = await aCheckout();
  await stripe.prices.update(plan.month, { active: false });
  await pay(url);
  const page = await visit(url);
  expect(page.text).toContain('This order is not possible any more as it stands.');
  expect(page.text).toContain('Go back to the company’s own site and start again.');
  expect(page.text).not.toContain('another card');
});
