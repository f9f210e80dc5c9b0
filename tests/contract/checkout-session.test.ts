import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { aCustomer, aPlan, aPromotionCode } from '../factories';
import { anAccount, localOnly, onFrozenClock, setClock } from './stripe-under-test';

const SUCCESS = 'https://example.com/welcome?session_id={CHECKOUT_SESSION_ID}';
const HOUR = 3600;

async function aShop() {
  const account = anAccount();
  const plan = await aPlan(account.stripe);
  const params = {
    mode: 'subscription' as const,
    line_items: [{ price: plan.month, quantity: 1 }],
    success_url: SUCCESS,
  };
  return { ...account, plan, params };
}

test('a session for a subscription', async () => {
  const { stripe, params } = await aShop();
  const session = await stripe.checkout.sessions.create({
    ...params,
    cancel_url: 'https://example.com/pricing',
    client_reference_id: 'user_7',
    customer_email: 'ada@example.com',
    metadata: { campaign: 'spring' },
  });
  expect(session).toMatchObject({
    id: expect.stringMatching(/^cs_test_/),
    object: 'checkout.session',
    amount_subtotal: 4900,
    amount_total: 4900,
    cancel_url: 'https://example.com/pricing',
    client_reference_id: 'user_7',
    currency: 'usd',
    customer: null,
    customer_creation: null,
    customer_email: 'ada@example.com',
    expires_at: session.created + 24 * HOUR,
    invoice: null,
    livemode: false,
    metadata: { campaign: 'spring' },
    mode: 'subscription',
    payment_intent: null,
    payment_method_collection: 'always',
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    status: 'open',
    subscription: null,
    success_url: SUCCESS,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: expect.stringContaining(`/c/pay/${session.id}`),
  });
  expect(session).not.toHaveProperty('line_items');
});

test('the lines are listed, and shown when they are asked for', async () => {
  const { stripe, plan, params } = await aShop();
  const session = await stripe.checkout.sessions.create({
    ...params,
    line_items: [{ price: plan.month, quantity: 3 }],
    expand: ['line_items'],
  });
  const line = {
    object: 'item',
    amount_subtotal: 14700,
    amount_total: 14700,
    amount_discount: 0,
    currency: 'usd',
    description: 'Pro',
    price: { id: plan.month },
    quantity: 3,
  };
  expect(session.line_items?.data).toMatchObject([line]);
  expect((await stripe.checkout.sessions.listLineItems(session.id)).data).toMatchObject([line]);
});

test('a price can be made on the spot', async () => {
  const { stripe, params } = await aShop();
  const session = await stripe.checkout.sessions.create({
    ...params,
    line_items: [
      {
        price_data: {
          currency: 'eur',
          unit_amount: 900,
          recurring: { interval: 'year' },
          product_data: { name: 'Backups' },
        },
        quantity: 2,
      },
    ],
  });
  expect(session).toMatchObject({ currency: 'eur', amount_total: 1800 });
});

test('a discount lowers the total', async () => {
  const { stripe, params } = await aShop();
  const { id } = await aPromotionCode(stripe);
  const session = await stripe.checkout.sessions.create({ ...params, discounts: [{ promotion_code: id }] });
  expect(session).toMatchObject({
    amount_subtotal: 4900,
    amount_total: 3675,
    total_details: { amount_discount: 1225 },
    discounts: [{ coupon: null, promotion_code: id }],
  });
});

test('in a trial nothing is due', async () => {
  const { stripe, params } = await aShop();
  const session = await stripe.checkout.sessions.create({
    ...params,
    subscription_data: { trial_period_days: 14 },
  });
  expect(session).toMatchObject({ amount_total: 0, payment_status: 'no_payment_required' });
});

onFrozenClock('an anchor in the future makes the first payment a share', async () => {
  const { stripe, params } = await aShop();
  const DECEMBER_1 = 1796083200; // 15 of November's 30 days are left
  const session = await stripe.checkout.sessions.create({
    ...params,
    subscription_data: { billing_cycle_anchor: DECEMBER_1 },
  });
  expect(session.amount_total).toBe(2450);
});

test('a session that sets a card up has a setup intent', async () => {
  const { stripe } = await aShop();
  const { customer } = await aCustomer(stripe);
  const session = await stripe.checkout.sessions.create({
    mode: 'setup',
    customer,
    success_url: SUCCESS,
    setup_intent_data: { metadata: { for: 'account' } },
    expand: ['setup_intent'],
  });
  expect(session).toMatchObject({
    amount_total: null,
    customer,
    mode: 'setup',
    payment_status: 'no_payment_required',
    setup_intent: { status: 'requires_payment_method', customer, metadata: { for: 'account' } },
    subscription: null,
  });
});

test('a session can be expired once', async () => {
  const { stripe, params } = await aShop();
  const { id } = await stripe.checkout.sessions.create(params);
  expect(await stripe.checkout.sessions.expire(id)).toMatchObject({ status: 'expired', url: null });
  await expect(stripe.checkout.sessions.expire(id)).rejects.toMatchObject({
    message:
      'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of expired',
  });
  const [event] = (await stripe.events.list({ type: 'checkout.session.expired' })).data;
  expect(event?.data.object).toMatchObject({ id, status: 'expired' });
});

localOnly('time expires a session', async () => {
  const shop = await aShop();
  const { stripe, params } = shop;
  const { id } = await stripe.checkout.sessions.create(params);
  await setClock(shop, 1794787200 + 24 * HOUR);
  expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: 'expired', url: null });
  const events = (await stripe.events.list({ type: 'checkout.session.expired' })).data;
  expect(events.map(({ created }) => created)).toEqual([1794787200 + 24 * HOUR]);
});

test('sessions are listed by status and customer, newest first', async () => {
  const { stripe, params } = await aShop();
  const { customer } = await aCustomer(stripe);
  const first = await stripe.checkout.sessions.create(params);
  const second = await stripe.checkout.sessions.create({ ...params, customer });
  await stripe.checkout.sessions.expire(first.id);
  const ids = async (filter: Stripe.Checkout.SessionListParams) =>
    (await stripe.checkout.sessions.list(filter)).data.map(({ id }) => id);
  expect(await ids({ customer })).toEqual([second.id]);
  expect((await ids({ status: 'expired' }))[0]).toBe(first.id);
});

test('metadata can be changed', async () => {
  const { stripe, params } = await aShop();
  const { id } = await stripe.checkout.sessions.create({ ...params, metadata: { a: '1' } });
  const updated = await stripe.checkout.sessions.update(id, { metadata: { a: '', b: '2' } });
  expect(updated.metadata).toEqual({ b: '2' });
});

test('a session that does not exist is a 404', async () => {
  const { stripe } = anAccount();
  await expect(stripe.checkout.sessions.retrieve('cs_test_none')).rejects.toMatchObject({
    statusCode: 404,
    message: "No such checkout.session: 'cs_test_none'",
  });
});

test.each([
  ['subscription', 'none', []],
  ['setup', null, null],
] as const)(
  'an open session in %s mode tells what is known of its customer',
  async (mode, tax_exempt, discounts) => {
    const { stripe } = anAccount();
    const { id: customer } = await stripe.customers.create({
      email: 'ada@example.com',
      name: 'Ada Lovelace',
    });
    const { month } = await aPlan(stripe);
    const session = await stripe.checkout.sessions.create({
      mode,
      customer,
      success_url: SUCCESS,
      ...(mode === 'subscription' && { line_items: [{ price: month, quantity: 1 }] }),
      ...(mode === 'setup' && { currency: 'usd' }),
    });
    expect(session).toMatchObject({
      customer_creation: null,
      customer_details: {
        address: null,
        email: 'ada@example.com',
        name: null,
        phone: null,
        tax_exempt,
        tax_ids: null,
      },
      collected_information: { business_name: null, individual_name: null, shipping_details: null },
      discounts,
      payment_method_collection: 'always',
    });
  },
);
