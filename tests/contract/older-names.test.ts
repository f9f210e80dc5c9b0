import { expect, test } from 'vitest';
import { aCustomer, aPlan } from '../factories';
import { anAccount, localOnly, setClock } from './stripe-under-test';
import { postWithoutVersion as post } from './without-version';

const INTENT = { amount: '2000', currency: 'usd', 'payment_method_types[0]': 'card' };

localOnly('a request without a version may name payment_method_types', async () => {
  const { key } = anAccount();
  expect(await post(key, '/v1/payment_intents', INTENT)).toMatchObject({
    status: 200,
    body: { allowed_payment_method_types: ['card'], payment_method_types: ['card'] },
  });
});

localOnly('a request without a version may name the coupon of a promotion code directly', async () => {
  const { key, stripe } = anAccount();
  const coupon = await stripe.coupons.create({ percent_off: 20 });
  expect(await post(key, '/v1/promotion_codes', { coupon: coupon.id })).toMatchObject({
    status: 200,
    body: { promotion: { type: 'coupon', coupon: coupon.id } },
  });
});

test('a request of this version may not', async () => {
  const { key } = anAccount();
  expect(await post(key, '/v1/payment_intents', INTENT, '2026-10-28.endive')).toMatchObject({
    status: 400,
    body: { error: { code: 'parameter_unknown', param: 'payment_method_types' } },
  });
});

localOnly('a request without a version that confirms at once is for cards', async () => {
  const { key } = anAccount();
  const confirmed = { amount: '2000', currency: 'usd', payment_method: 'pm_card_visa', confirm: 'true' };
  expect(await post(key, '/v1/payment_intents', confirmed)).toMatchObject({
    status: 200,
    body: { status: 'succeeded', automatic_payment_methods: null },
  });
});

localOnly('a request without a version may count the iterations of a phase', async () => {
  const account = anAccount();
  const { key, stripe } = account;
  await setClock(account, 1793491200); // 1 November 2026
  const { month } = await aPlan(stripe);
  const { customer } = await aCustomer(stripe);
  const phase = { 'phases[0][items][0][price]': month, 'phases[0][iterations]': '3' };
  const params = { customer, start_date: 'now', ...phase };
  expect(await post(key, '/v1/subscription_schedules', params)).toMatchObject({
    status: 200,
    body: { phases: [{ start_date: 1793491200, end_date: 1801440000 }] }, // until 1 February 2027
  });
  expect(await post(key, '/v1/subscription_schedules', params, '2026-10-28.endive')).toMatchObject({
    status: 400,
    body: { error: { code: 'parameter_unknown', param: 'phases[0][iterations]' } },
  });
});

localOnly('a request without a version may name the coupon or code of a subscription directly', async () => {
  const { key, stripe } = anAccount();
  const { month } = await aPlan(stripe);
  const { customer } = await aCustomer(stripe);
  const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'forever' });
  const code = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id } });
  const order = { customer, 'items[0][price]': month };
  const { status, body } = await post(key, '/v1/subscriptions', { ...order, promotion_code: code.id });
  expect(status).toBe(200);
  const path = `/v1/subscriptions/${body.id}`;
  expect((await post(key, path, { coupon: '' })).body).toMatchObject({ discounts: [] });
  await post(key, path, { coupon: coupon.id });
  expect(await stripe.subscriptions.retrieve(String(body.id), { expand: ['discounts'] })).toMatchObject({
    discounts: [{ source: { coupon: coupon.id }, promotion_code: null }],
  });
});
