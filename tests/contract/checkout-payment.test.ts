import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { aCustomer, aPlan } from '../factories';
import { ADA, CARD, pay } from './checkout-steps';
import { leadsTo, submit, visit } from './portal-page';
import { anAccount, localOnly } from './stripe-under-test';

const SUCCESS = 'https://example.com/thanks?session_id={CHECKOUT_SESSION_ID}';

/** An open Checkout of two mugs at $15.00 each; `params` are what is different. */
async function anOrder(params: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const { stripe } = anAccount();
  const product = await stripe.products.create({ name: 'Mug' });
  const mug = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 1500 });
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [{ price: mug.id, quantity: 2 }],
    success_url: SUCCESS,
    cancel_url: 'https://example.com/shop',
    ...params,
  });
  return { stripe, mug, session, url: session.url ?? '' };
}

const types = async (stripe: Stripe) =>
  (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type).reverse();

test('a session for a single payment has no payment intent until it is paid', async () => {
  const { session } = await anOrder();
  expect(session).toMatchObject({
    mode: 'payment',
    status: 'open',
    payment_status: 'unpaid',
    amount_subtotal: 3000,
    amount_total: 3000,
    currency: 'usd',
    customer: null,
    customer_creation: 'if_required',
    invoice: null,
    invoice_creation: { enabled: false },
    payment_intent: null,
    payment_method_collection: 'if_required',
    subscription: null,
  });
});

localOnly('the page names the company, the goods and the sum, and nothing of a plan', async () => {
  const { url } = await anOrder();
  const page = await visit(url);
  expect(page.status).toBe(200);
  expect(page.text).toMatch(/Payment to acct_\w+/);
  expect(page.text).toContain('2 × Mug');
  expect(page.text).toContain('Due today $30.00');
  expect(page.text).toContain('Pay $30.00');
  expect(page.text).toMatch(/You let acct_\w+ charge this card once, for this order\./);
  expect(page.text).not.toContain('until you cancel');
  expect(page.text).not.toContain('ubscri');
  expect(page.html).not.toMatch(/<script/i);
});

localOnly('a guest pays, becomes no customer, and is led on', async () => {
  const { stripe, session, url } = await anOrder({
    payment_intent_data: {
      description: 'Two mugs',
      metadata: { order: '7' },
      shipping: { name: 'Ada Lovelace', address: { line1: '1 Analytical Way', country: 'GB' } },
    },
  });
  expect(leadsTo(await pay(url))).toBe(`https://example.com/thanks?session_id=${session.id}`);
  expect(
    await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge'] }),
  ).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    url: null,
    customer: null,
    customer_details: { email: 'ada@example.com', name: 'Ada Lovelace' },
    payment_intent: {
      amount: 3000,
      amount_received: 3000,
      description: 'Two mugs',
      metadata: { order: '7' },
      shipping: { name: 'Ada Lovelace', address: { line1: '1 Analytical Way', country: 'GB' } },
      status: 'succeeded',
      latest_charge: { amount: 3000, billing_details: { email: 'ada@example.com' } },
    },
  });
  expect((await stripe.customers.list()).data).toEqual([]);
  expect(await types(stripe)).toEqual([
    'product.created',
    'price.created',
    'payment_intent.created',
    'payment_intent.succeeded',
    'charge.succeeded',
    'checkout.session.completed',
  ]);
});

localOnly('a card that is to be used again makes a customer, who keeps it', async () => {
  const { stripe, session, url } = await anOrder({
    payment_intent_data: { setup_future_usage: 'off_session' },
  });
  expect(session.customer_creation).toBe('always');
  expect((await visit(url)).text).toContain('The card is kept for your next payments.');
  await pay(url);
  const { customer } = await stripe.checkout.sessions.retrieve(session.id);
  const [card] = (await stripe.customers.listPaymentMethods(String(customer))).data;
  expect(card?.card?.last4).toBe('4242');
});

localOnly('a known customer pays under their own name', async () => {
  const { stripe } = anAccount();
  const { customer } = await aCustomer(stripe);
  const { id, url } = await stripe.checkout.sessions.create({
    mode: 'payment',
    customer,
    line_items: [
      { price_data: { currency: 'eur', product_data: { name: 'Mug' }, unit_amount: 1200 }, quantity: 1 },
    ],
    success_url: SUCCESS,
  });
  await pay(url ?? '', CARD);
  expect(await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] })).toMatchObject({
    customer,
    customer_creation: null,
    payment_intent: { customer, amount: 1200, currency: 'eur', status: 'succeeded' },
  });
});

localOnly('a declined card is told, and nothing is on record', async () => {
  const { stripe, session, url } = await anOrder();
  await pay(url, { ...ADA, number: '4000 0000 0000 0002' });
  expect((await visit(url)).text).toContain('Your card was declined.');
  expect((await stripe.paymentIntents.list()).data).toEqual([]);
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
  expect(leadsTo(await pay(url))).toContain('https://example.com/thanks');
});

localOnly('the bank’s challenge comes between', async () => {
  const { stripe, session, url } = await anOrder();
  const asked = await pay(url, { ...ADA, number: '4000 0000 0000 3220' });
  const challenge = await visit(leadsTo(asked));
  expect(challenge.text).toContain('$30.00');
  expect(leadsTo(await submit(challenge, { result: 'pass' }))).toBe(
    `https://example.com/thanks?session_id=${session.id}`,
  );
  expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe('paid');
});

localOnly('with manual capture the order is complete and not paid yet', async () => {
  const { stripe, session, url } = await anOrder({ payment_intent_data: { capture_method: 'manual' } });
  await pay(url);
  expect(await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] })).toMatchObject({
    status: 'complete',
    payment_status: 'unpaid',
    payment_intent: { status: 'requires_capture', amount_capturable: 3000 },
  });
});

localOnly('a promotion code lowers the payment and is redeemed by it', async () => {
  const { stripe, session, url } = await anOrder({ allow_promotion_codes: true });
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'once' });
  const code = await stripe.promotionCodes.create({
    code: 'MUG10',
    promotion: { type: 'coupon', coupon: coupon.id },
  });
  await submit(await visit(url), { do: 'apply', code: 'mug10' });
  expect((await visit(url)).text).toContain('Pay $27.00');
  expect((await stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(0);
  await pay(url);
  expect(await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] })).toMatchObject({
    amount_subtotal: 3000,
    amount_total: 2700,
    total_details: { amount_discount: 300 },
    payment_intent: { amount: 2700 },
  });
  expect((await stripe.promotionCodes.retrieve(code.id)).times_redeemed).toBe(1);
});

localOnly('an order of nothing asks for no card', async () => {
  const { stripe } = anAccount();
  const coupon = await stripe.coupons.create({ percent_off: 100, duration: 'once' });
  const { id, url } = await stripe.checkout.sessions.create({
    mode: 'payment',
    discounts: [{ coupon: coupon.id }],
    line_items: [
      { price_data: { currency: 'usd', product_data: { name: 'Mug' }, unit_amount: 1200 }, quantity: 1 },
    ],
    success_url: SUCCESS,
  });
  const page = await visit(url ?? '');
  expect(page.text).toContain('Place order');
  expect(page.text).not.toContain('Card number');
  await submit(page, { do: 'pay', email: 'ada@example.com' });
  expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({
    status: 'complete',
    payment_status: 'no_payment_required',
    payment_intent: null,
  });
});

localOnly('a first-time code is not for somebody who has paid once', async () => {
  const { stripe } = anAccount();
  const { customer, paymentMethod } = await aCustomer(stripe);
  await stripe.paymentIntents.create({
    amount: 500,
    currency: 'usd',
    customer,
    payment_method: paymentMethod,
    allowed_payment_method_types: ['card'],
    confirm: true,
  });
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: 'once' });
  const code = await stripe.promotionCodes.create({
    promotion: { type: 'coupon', coupon: coupon.id },
    restrictions: { first_time_transaction: true },
  });
  const plan = await aPlan(stripe);
  await expect(
    stripe.subscriptions.create({
      customer,
      items: [{ price: plan.month }],
      discounts: [{ promotion_code: code.id }],
    }),
  ).rejects.toMatchObject({
    message: 'This promotion code cannot be redeemed because the associated customer has prior transactions.',
  });
});

localOnly('sessions are found by their payment intent', async () => {
  const { stripe, session, url } = await anOrder();
  await pay(url);
  const { payment_intent } = await stripe.checkout.sessions.retrieve(session.id);
  const found = await stripe.checkout.sessions.list({ payment_intent: String(payment_intent) });
  expect(found.data).toMatchObject([{ id: session.id }]);
});

test.each<[string, Partial<Stripe.Checkout.SessionCreateParams>, object]>([
  [
    'what belongs to a subscription',
    { subscription_data: { description: 'Pro' } },
    { message: 'You can not pass `subscription_data` in `payment` mode.' },
  ],
  [
    'when a card is asked for',
    { payment_method_collection: 'always' },
    { param: 'payment_method_collection' },
  ],
  ['an invoice', { invoice_creation: { enabled: true } }, { param: 'invoice_creation[enabled]' }],
  [
    'a customer and their creation',
    { customer: 'cus_none', customer_creation: 'always' },
    { message: 'You may only specify one of these parameters: customer, customer_creation.' },
  ],
  ['no lines', { line_items: undefined }, { code: 'parameter_missing', param: 'line_items' }],
  [
    'less than the least charge',
    {
      line_items: [
        { price_data: { currency: 'usd', product_data: { name: 'Pin' }, unit_amount: 49 }, quantity: 1 },
      ],
    },
    { code: 'amount_too_small' },
  ],
])('%s is refused in payment mode', async (_what, given, error) => {
  await expect(anOrder(given)).rejects.toMatchObject({ statusCode: 400, ...error });
});

test('a payment’s data are refused in a subscription', async () => {
  const { stripe } = anAccount();
  const plan = await aPlan(stripe);
  await expect(
    stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: plan.month, quantity: 1 }],
      payment_intent_data: { description: 'Pro' },
      success_url: SUCCESS,
    }),
  ).rejects.toMatchObject({ message: 'You can not pass `payment_intent_data` in `subscription` mode.' });
});
