import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { aPlan } from '../factories';
import { anAccount, onFrozenClock } from './stripe-under-test';

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

type Given = Partial<Stripe.Checkout.SessionCreateParams>;

test.each<[string, Given, object]>([
  ['no mode', { mode: undefined }, { code: 'parameter_missing', param: 'mode' }],
  [
    'a plan in a single payment',
    { mode: 'payment' },
    {
      param: 'line_items',
      message:
        'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
    },
  ],
  ['an embedded page', { ui_mode: 'embedded_page' }, { param: 'ui_mode' }],
  ['no way on', { success_url: undefined }, { code: 'parameter_missing', param: 'success_url' }],
  ['a way on that is no address', { success_url: 'welcome' }, { code: 'url_invalid', param: 'success_url' }],
  ['no lines', { line_items: undefined }, { code: 'parameter_missing', param: 'line_items' }],
  [
    'an unknown price',
    { line_items: [{ price: 'price_none', quantity: 1 }] },
    { code: 'resource_missing', param: 'line_items[0][price]', message: "No such price: 'price_none'" },
  ],
  ['an unknown customer', { customer: 'cus_none' }, { code: 'resource_missing', param: 'customer' }],
  [
    'a customer and an address',
    { customer: 'cus_none', customer_email: 'ada@example.com' },
    { message: 'You may only specify one of these parameters: customer, customer_email.' },
  ],
  [
    'codes and a discount',
    { allow_promotion_codes: true, discounts: [{ coupon: 'X' }] },
    { message: 'You may only specify one of these parameters: allow_promotion_codes, discounts.' },
  ],
  ['two discounts', { discounts: [{ coupon: 'X' }, { coupon: 'Y' }] }, { param: 'discounts' }],
  ['an unknown coupon', { discounts: [{ coupon: 'X' }] }, { code: 'resource_missing' }],
  ['the creation of a customer', { customer_creation: 'always' }, { param: 'customer_creation' }],
  ['a long reference', { client_reference_id: 'x'.repeat(201) }, { param: 'client_reference_id' }],
  ['no e-mail address', { customer_email: 'ada' }, { code: 'email_invalid' }],
  [
    'two ends of a trial',
    { subscription_data: { trial_end: 4000000000, trial_period_days: 7 } },
    { param: 'subscription_data[trial_end]' },
  ],
  ['what is not supported', { consent_collection: { promotions: 'auto' } }, { code: 'parameter_unknown' }],
  [
    'the payment method types of old',
    { payment_method_types: ['card'] } as Given,
    { code: 'parameter_unknown', param: 'payment_method_types' },
  ],
])('%s is refused', async (_what, given, error) => {
  const { stripe, params } = await aShop();
  await expect(stripe.checkout.sessions.create({ ...params, ...given })).rejects.toMatchObject({
    statusCode: 400,
    ...error,
  });
});

test('a line without a quantity, and an order that never recurs, are refused', async () => {
  const { stripe, plan, params } = await aShop();
  await expect(
    stripe.checkout.sessions.create({ ...params, line_items: [{ price: plan.month }] }),
  ).rejects.toMatchObject({ param: 'line_items[0][quantity]' });
  const { id } = await stripe.prices.create({ product: plan.product, currency: 'usd', unit_amount: 500 });
  await expect(
    stripe.checkout.sessions.create({ ...params, line_items: [{ price: id, quantity: 1 }] }),
  ).rejects.toMatchObject({
    param: 'line_items',
    message: 'You must provide at least one recurring price in `subscription` mode when using prices.',
  });
});

test('the same price twice, and more than can be charged at once, are refused', async () => {
  const { stripe, plan, params } = await aShop();
  const line = { price: plan.month, quantity: 1 };
  await expect(
    stripe.checkout.sessions.create({ ...params, line_items: [line, line] }),
  ).rejects.toMatchObject({
    message: `Cannot add multiple subscription items with the same plan: ${plan.month}`,
  });
  await expect(
    stripe.checkout.sessions.create({ ...params, line_items: [{ ...line, quantity: 20409 }] }),
  ).rejects.toMatchObject({ code: 'amount_too_large' }); // 20,409 times $49.00 is $1,000,041.00
});

onFrozenClock('an anchor after the first whole month is refused', async () => {
  const { stripe, params } = await aShop();
  const DECEMBER_16 = 1797379200;
  const anchored = (billing_cycle_anchor: number) =>
    stripe.checkout.sessions.create({ ...params, subscription_data: { billing_cycle_anchor } });
  expect((await anchored(DECEMBER_16)).amount_total).toBe(4900);
  await expect(anchored(DECEMBER_16 + 1)).rejects.toMatchObject({
    param: 'subscription_data[billing_cycle_anchor]',
  });
});

test('what belongs to a subscription is refused in setup mode', async () => {
  const { stripe, plan } = await aShop();
  await expect(
    stripe.checkout.sessions.create({
      mode: 'setup',
      success_url: SUCCESS,
      line_items: [{ price: plan.month, quantity: 1 }],
    }),
  ).rejects.toMatchObject({ message: 'You can not pass `line_items` in `setup` mode.' });
});

onFrozenClock.each([
  [30 * 60 - 1, false],
  [30 * 60, true],
  [24 * HOUR, true],
  [24 * HOUR + 1, false],
])('a session that lives %d seconds is made: %s', async (seconds, made) => {
  const { stripe, params } = await aShop();
  const expires_at = 1794787200 + seconds;
  const session = stripe.checkout.sessions.create({ ...params, expires_at });
  if (made) expect((await session).expires_at).toBe(expires_at);
  else await expect(session).rejects.toMatchObject({ param: 'expires_at' });
});
