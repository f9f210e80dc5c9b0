import { beforeAll, expect } from 'vitest';
import { aCustomer, aPlan, aSubscriber, DECEMBER_1, NOVEMBER_1 } from '../factories';
import { anAccount, localOnly, setClock, type WireAnswer, wire } from './stripe-under-test';

/** The last versions before 2025-03-31, 2025-09-30, 2026-03-25 and 2026-09-30 took something away. */
const [ACACIA, BASIL, CLOVER, DAHLIA] = [
  '2025-02-24.acacia',
  '2025-08-27.basil',
  '2025-12-15.clover',
  '2026-08-26.dahlia',
] as const;

const account = anAccount();
const { stripe } = account;
let month: string;
let other: string;
let product: string;
beforeAll(async () => {
  await setClock(account, NOVEMBER_1);
  ({ month, product } = await aPlan(stripe));
  other = (await aPlan(stripe, { name: 'Plus', month: 9900 })).month;
});

type Method = 'GET' | 'POST' | 'DELETE';

/** What an application that pins this version is answered. */
async function at(version: string, method: Method, path: string, params: Record<string, string> = {}) {
  const form = new URLSearchParams(params).toString();
  const headers = { 'stripe-version': version };
  return method === 'POST'
    ? wire(account, method, path, { form, headers })
    : wire(account, method, `${path}?${form}`, { headers });
}

const refusal = (param: string) => ({ status: 400, body: { error: { code: 'parameter_unknown', param } } });

/** A subscription in the shape of a version, its newest invoice and that one's payment with it. */
async function aSubscriptionAt(version: string, params: Record<string, string> = {}): Promise<WireAnswer> {
  const { customer } = await aCustomer(stripe);
  const answer = await at(version, 'POST', '/v1/subscriptions', {
    customer,
    'items[0][price]': month,
    'expand[0]': 'latest_invoice',
    ...params,
  });
  expect(answer.status).toBe(200);
  return answer;
}

localOnly('before 2025-03-31 a subscription has the period of its items', async () => {
  const period = { current_period_start: NOVEMBER_1, current_period_end: DECEMBER_1 };
  expect((await aSubscriptionAt(ACACIA)).body).toMatchObject({
    ...period,
    plan: { id: month, object: 'plan', aggregate_usage: null },
    quantity: 1,
    items: { data: [{ ...period, price: { id: month } }] },
  });
  expect((await aSubscriptionAt(BASIL)).body).not.toHaveProperty('current_period_end');
});

localOnly('before 2025-09-30 a subscription is billed in the classic way when it names none', async () => {
  const ending = { cancel_at_period_end: 'true' };
  expect((await aSubscriptionAt(BASIL, ending)).body).toMatchObject({
    billing_mode: { type: 'classic' },
    cancel_at_period_end: true,
    cancel_at: DECEMBER_1,
  });
  expect((await aSubscriptionAt(CLOVER, ending)).body).toMatchObject({
    billing_mode: { type: 'flexible' },
    cancel_at_period_end: true,
    cancel_at: DECEMBER_1,
  });
  expect((await aSubscriptionAt(BASIL, { 'billing_mode[type]': 'flexible' })).body).toMatchObject({
    billing_mode: { type: 'flexible' },
  });
});

localOnly('before 2025-03-31 an invoice names its subscription, payment and charge', async () => {
  const { body } = await aSubscriptionAt(ACACIA, {
    'expand[0]': 'latest_invoice.payment_intent.payment_method',
  });
  expect(body.latest_invoice).toMatchObject({
    object: 'invoice',
    paid: true,
    paid_out_of_band: false,
    subscription: body.id,
    charge: expect.stringMatching(/^ch_/),
    payment_intent: {
      object: 'payment_intent',
      status: 'succeeded',
      invoice: expect.stringMatching(/^in_/),
      payment_method: { object: 'payment_method', card: { last4: '4242' } },
    },
    discount: null,
    tax: null,
    total_tax_amounts: [],
  });
  const path = `/v1/invoices/${(body.latest_invoice as { id: string }).id}`;
  expect((await at(BASIL, 'GET', path)).body).not.toHaveProperty('payment_intent');
  expect(await at(BASIL, 'GET', path, { 'expand[0]': 'payment_intent' })).toMatchObject({
    status: 400,
    body: { error: { message: 'This property cannot be expanded (payment_intent).' } },
  });
  const expand = {
    'expand[0]': 'subscription',
    'expand[1]': 'charge',
    'expand[2]': 'lines.data.price.product',
  };
  expect((await at(ACACIA, 'GET', path, expand)).body).toMatchObject({
    subscription: { id: body.id, current_period_end: DECEMBER_1 },
    charge: { object: 'charge', invoice: expect.stringMatching(/^in_/) },
    lines: {
      data: [
        {
          type: 'subscription',
          proration: false,
          price: { id: month, product: { id: product, name: 'Pro' } },
          plan: { id: month },
          subscription_item: expect.stringMatching(/^si_/),
        },
      ],
    },
  });
});

localOnly('before 2022-11-15 a payment intent has its charges', async () => {
  const params = { amount: '2000', currency: 'usd', payment_method: 'pm_card_visa', confirm: 'true' };
  const paid = await at('2022-08-01', 'POST', '/v1/payment_intents', params);
  expect(paid.body).toMatchObject({ charges: { object: 'list', data: [{ amount: 2000, paid: true }] } });
  const path = `/v1/payment_intents/${paid.body.id}`;
  expect((await at('2022-11-15', 'GET', path)).body).not.toHaveProperty('charges');
});

localOnly('before 2025-09-30 the coupon of a discount or code stands in it', async () => {
  const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'forever' });
  const code = await at(BASIL, 'POST', '/v1/promotion_codes', { coupon: coupon.id });
  expect(code.body).toMatchObject({ coupon: { id: coupon.id, object: 'coupon', percent_off: 20 } });
  const path = `/v1/promotion_codes/${code.body.id}`;
  expect((await at(CLOVER, 'GET', path)).body).not.toHaveProperty('coupon');
  expect(await at(CLOVER, 'POST', '/v1/promotion_codes', { coupon: coupon.id })).toMatchObject({
    status: 400,
  });
  const { body } = await aSubscriptionAt(ACACIA, { promotion_code: String(code.body.id) });
  expect(body).toMatchObject({ discount: { promotion_code: code.body.id, coupon: { id: coupon.id } } });
  expect((await at(CLOVER, 'GET', `/v1/subscriptions/${body.id}`)).body).not.toHaveProperty('discount');
});

localOnly('before 2025-03-31 a customer may have a coupon, or the code of one', async () => {
  const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'forever' });
  const code = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id } });
  const { body } = await at(ACACIA, 'POST', '/v1/customers', { promotion_code: code.id });
  expect(body).toMatchObject({ discount: { promotion_code: code.id, coupon: { id: coupon.id } } });
  const path = `/v1/customers/${body.id}`;
  expect((await at(ACACIA, 'POST', path, { promotion_code: '' })).body).toMatchObject({ discount: null });
  expect(await at(ACACIA, 'POST', path, { promotion_code: code.id, coupon: coupon.id })).toMatchObject({
    status: 400,
    body: { error: { message: 'You may only specify one of these parameters: coupon, promotion_code.' } },
  });
  expect(await at(BASIL, 'POST', path, { coupon: coupon.id })).toMatchObject(refusal('coupon'));
});

localOnly('before 2025-03-31 a subscription of one plan names it and its quantity', async () => {
  const { customer } = await aCustomer(stripe);
  const { body } = await at(ACACIA, 'POST', '/v1/subscriptions', { customer, plan: month, quantity: '3' });
  expect(body).toMatchObject({ plan: { id: month }, quantity: 3, items: { data: [{ quantity: 3 }] } });
  const path = `/v1/subscriptions/${body.id}`;
  expect((await at(ACACIA, 'POST', path, { plan: other })).body).toMatchObject({
    quantity: 3,
    items: { data: [{ price: { id: other } }] },
  });
  expect(await at(BASIL, 'POST', path, { plan: month })).toMatchObject(refusal('plan'));
});

localOnly('before 2026-09-30 the anchor of a change is a word', async () => {
  const { subscription } = await aSubscriber(stripe, { price: month });
  const path = `/v1/subscriptions/${subscription}`;
  expect(await at(DAHLIA, 'POST', path, { billing_cycle_anchor: 'now' })).toMatchObject({ status: 200 });
  expect(await at(DAHLIA, 'POST', path, { billing_cycle_anchor: 'then' })).toMatchObject({
    status: 400,
    body: { error: { param: 'billing_cycle_anchor[type]' } },
  });
});

localOnly(
  'before 2026-09-30 Checkout lists payment methods, before 2026-03-25 its modes are others',
  async () => {
    const session = {
      mode: 'subscription',
      success_url: 'https://example.com',
      'payment_method_types[0]': 'card',
      'line_items[0][price]': month,
      'line_items[0][quantity]': '1',
    };
    const made = await at('2025-04-30.basil', 'POST', '/v1/checkout/sessions', {
      ...session,
      ui_mode: 'hosted',
    });
    expect(made.body).toMatchObject({ payment_method_types: ['card'], ui_mode: 'hosted' });
    const path = `/v1/checkout/sessions/${made.body.id}`;
    expect((await at(DAHLIA, 'GET', path)).body).toMatchObject({ ui_mode: 'hosted_page' });
    expect(await at(DAHLIA, 'POST', '/v1/checkout/sessions', session)).toMatchObject({ status: 200 });
    expect(await at('2026-10-28.endive', 'POST', '/v1/checkout/sessions', session)).toMatchObject(
      refusal('payment_method_types'),
    );
  },
);

localOnly('before 2025-03-31 an invoice item names its price, or its amount for one', async () => {
  const { customer } = await aCustomer(stripe);
  const { id: price } = await stripe.prices.create({ product, currency: 'usd', unit_amount: 700 });
  const ofPrice = await at(ACACIA, 'POST', '/v1/invoiceitems', { customer, price, quantity: '2' });
  expect(ofPrice.body).toMatchObject({ amount: 1400, price: { id: price }, plan: null, unit_amount: 700 });
  const ofAmount = { customer, currency: 'usd', unit_amount: '300', quantity: '3' };
  expect((await at(ACACIA, 'POST', '/v1/invoiceitems', ofAmount)).body).toMatchObject({
    amount: 900,
    price: null,
    unit_amount: 300,
  });
  expect(await at(BASIL, 'POST', '/v1/invoiceitems', { customer, price })).toMatchObject(refusal('price'));
});

localOnly('before 2025-03-31 the next invoice is asked for by its own path', async () => {
  const { customer, subscription, item } = await aSubscriber(stripe, { price: month });
  const change = {
    customer,
    subscription,
    'subscription_items[0][id]': item,
    'subscription_items[0][price]': other,
    subscription_proration_date: String(NOVEMBER_1),
  };
  const { status, body } = await at(ACACIA, 'GET', '/v1/invoices/upcoming', change);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    object: 'invoice',
    subscription,
    lines: {
      data: [
        { amount: -4900, proration: true, price: { id: month } },
        { amount: 9900, proration: true, price: { id: other } },
        { amount: 9900, proration: false },
      ],
    },
  });
  expect(await at(BASIL, 'GET', '/v1/invoices/upcoming', { customer })).toMatchObject({ status: 404 });
});

localOnly('what is not of an older version stays out of this one', async () => {
  const { body } = await aSubscriptionAt('2026-10-28.endive');
  expect(body).not.toHaveProperty('plan');
  expect(body.latest_invoice).not.toHaveProperty('paid');
});

localOnly('an answer that comes again is in the shape that it had', async () => {
  const { customer } = await aCustomer(stripe);
  const form = new URLSearchParams({ customer, 'items[0][price]': month }).toString();
  const headers = { 'stripe-version': ACACIA, 'idempotency-key': 'again' };
  const [first, again] = [
    await wire(account, 'POST', '/v1/subscriptions', { form, headers }),
    await wire(account, 'POST', '/v1/subscriptions', { form, headers }),
  ];
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.text).toBe(first.text);
});

localOnly('a header that is no version is refused', async () => {
  expect(await at('yesterday', 'GET', '/v1/customers')).toMatchObject({
    status: 400,
    body: { error: { type: 'invalid_request_error', message: 'Invalid Stripe API version: yesterday' } },
  });
});
