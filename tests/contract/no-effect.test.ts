import { beforeAll, expect, test } from 'vitest';
import type { Catalogue, Subscriber } from '../factories';
import { aCatalogue, aPortalConfiguration, aSubscriber } from '../factories';
import { anAccount, localOnly } from './stripe-under-test';

/*
 * What a request asks for is done or refused by name: nothing that is sent is left out of account. Where it is not
 * known what Stripe answers, the case is for the local Stripe alone.
 */

const account = anAccount();
const { stripe } = account;
let catalogue: Catalogue;
let ada: Subscriber;
let configuration: string;
let coupon: string;
beforeAll(async () => {
  catalogue = await aCatalogue(stripe);
  ada = await aSubscriber(stripe, { price: catalogue.starter.month });
  configuration = await aPortalConfiguration(stripe, { plans: [catalogue.starter, catalogue.pro] });
  coupon = (await stripe.coupons.create({ percent_off: 10, duration: 'forever' })).id;
});

const post = (path: string, params: object) => stripe.rawRequest('POST', `/v1/${path}`, params);
const refusal = (param: string) => ({ statusCode: 400, rawType: 'invalid_request_error', param });

localOnly('a coupon of a percentage has no amounts in other currencies', async () => {
  const currency_options = { usd: { amount_off: 500 } };
  await expect(post('coupons', { percent_off: 10, currency_options })).rejects.toMatchObject(
    refusal('currency_options'),
  );
});

test('a coupon of a percentage may name a currency, and has none', async () => {
  expect(await stripe.coupons.create({ percent_off: 10, currency: 'USD' })).toMatchObject({ currency: null });
  await expect(post('coupons', { percent_off: 10, currency: 'xxx' })).rejects.toMatchObject(
    refusal('currency'),
  );
});

localOnly.each([
  ['a currency', { minimum_amount_currency: 'usd' }],
  ['amounts in other currencies', { currency_options: { eur: { minimum_amount: 500 } } }],
])('a promotion code has %s for its minimum only with a minimum', async (_what, restrictions) => {
  await expect(
    post('promotion_codes', { promotion: { type: 'coupon', coupon }, restrictions }),
  ).rejects.toMatchObject({ ...refusal('restrictions[minimum_amount]'), code: 'parameter_missing' });
});

localOnly('a minimum in another currency is not added to a code without one', async () => {
  const { id } = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon } });
  const restrictions = { currency_options: { eur: { minimum_amount: 500 } } };
  await expect(post(`promotion_codes/${id}`, { restrictions })).rejects.toMatchObject(
    refusal('restrictions[currency_options]'),
  );
});

localOnly('a flow takes the parameters of its own type and of no other', async () => {
  await expect(
    post('billing_portal/sessions', {
      customer: ada.customer,
      configuration,
      flow_data: { type: 'payment_method_update', subscription_cancel: { subscription: ada.subscription } },
    }),
  ).rejects.toMatchObject(refusal('flow_data[subscription_cancel]'));
});

localOnly.each([
  ['redirect', { type: 'portal_homepage', redirect: { return_url: 'https://example.com/done' } }],
  [
    'hosted_confirmation',
    {
      type: 'redirect',
      redirect: { return_url: 'https://example.com/done' },
      hosted_confirmation: { custom_message: 'Thank you.' },
    },
  ],
])('the end of a flow takes no %s of another type', async (name, after_completion) => {
  await expect(
    post('billing_portal/sessions', {
      customer: ada.customer,
      configuration,
      flow_data: { type: 'payment_method_update', after_completion },
    }),
  ).rejects.toMatchObject(refusal(`flow_data[after_completion][${name}]`));
});

test('an item of a subscription has a price or the data of one', async () => {
  const price_data = {
    currency: 'usd',
    product: catalogue.pro.product,
    unit_amount: 100,
    recurring: { interval: 'month' },
  };
  await expect(
    post('subscriptions', { customer: ada.customer, items: [{ price: catalogue.pro.month, price_data }] }),
  ).rejects.toMatchObject(refusal('items[0][price]'));
});

test.each(['id', 'deleted'])('the items of a new subscription take no %s', async (name) => {
  const items = [{ price: catalogue.pro.month, [name]: name === 'id' ? ada.item : true }];
  await expect(post('subscriptions', { customer: ada.customer, items })).rejects.toMatchObject({
    ...refusal(`items[0][${name}]`),
    code: 'parameter_unknown',
  });
});

test('an item that is not there yet is not deleted', async () => {
  await expect(
    post(`subscriptions/${ada.subscription}`, { items: [{ price: catalogue.pro.month, deleted: true }] }),
  ).rejects.toMatchObject(refusal('items[0][deleted]'));
});

test.each(['error_on_requires_action', 'off_session'])(
  'a payment intent takes %s only when it is confirmed',
  async (name) => {
    await expect(
      post('payment_intents', { amount: 500, currency: 'usd', [name]: true }),
    ).rejects.toMatchObject(refusal(name));
  },
);

test('a Checkout Session has one discount, a coupon or a code', async () => {
  const { id } = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon } });
  await expect(
    post('checkout/sessions', {
      mode: 'subscription',
      success_url: 'https://example.com/done',
      line_items: [{ price: catalogue.pro.month, quantity: 1 }],
      discounts: [{ coupon, promotion_code: id }],
    }),
  ).rejects.toMatchObject(refusal('discounts[0]'));
});

test('the currency of a Checkout Session that only saves a card is one that exists', async () => {
  await expect(
    post('checkout/sessions', { mode: 'setup', currency: 'zzz', success_url: 'https://example.com/done' }),
  ).rejects.toMatchObject(refusal('currency'));
});

localOnly.each([
  ['another currency', { currency: 'eur' }, 'currency'],
  [
    'two ends',
    { subscription_details: { cancel_at: 4102444800, cancel_at_period_end: true } },
    'subscription_details[cancel_at_period_end]',
  ],
  ['an end in the past', { subscription_details: { cancel_at: 5 } }, 'subscription_details[cancel_at]'],
])('a preview of a subscription takes not %s', async (_what, params, param) => {
  await expect(
    post('invoices/create_preview', { subscription: ada.subscription, ...params }),
  ).rejects.toMatchObject(refusal(param));
});

localOnly.each([
  ['trial_end', 5],
  ['cancel_at', 4102444800],
  ['cancel_at_period_end', true],
  ['proration_date', 4102444800],
])('the preview of a new subscription refuses a %s that it would not show', async (name, value) => {
  const { id: customer } = await stripe.customers.create();
  const subscription_details = { items: [{ price: catalogue.pro.month }], [name]: value };
  await expect(post('invoices/create_preview', { customer, subscription_details })).rejects.toMatchObject(
    refusal(`subscription_details[${name}]`),
  );
});

localOnly('the preview of a schedule is of its own customer, with the discounts that are given', async () => {
  const { customer, subscription } = await aSubscriber(stripe, { price: catalogue.starter.month });
  const { id: schedule } = await stripe.subscriptionSchedules.create({ from_subscription: subscription });
  // 10 % off 1500
  expect(await stripe.invoices.createPreview({ schedule, discounts: [{ coupon }] })).toMatchObject({
    customer,
    total: 1350,
  });
  await expect(post('invoices/create_preview', { schedule, customer: ada.customer })).rejects.toMatchObject(
    refusal('schedule'),
  );
});
