import { expect, test } from 'vitest';
import { anAccount, base, localOnly } from './stripe-under-test';

/** Posts as Stripe's command line does: with no `Stripe-Version`, unless one is given. */
async function post(key: string, path: string, params: Record<string, string>, version?: string) {
  const answer = await fetch(`${base}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...(version && { 'stripe-version': version }) },
    body: new URLSearchParams(params),
  });
  return { status: answer.status, body: await answer.json() };
}

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
