import { beforeAll, expect, test } from 'vitest';
import type { Catalogue, Subscriber } from '../factories';
import { aCatalogue, aPortalConfiguration, aPromotionCode, aSubscriber } from '../factories';
import { anAccount, localOnly } from './stripe-under-test';

const { stripe } = anAccount();
let catalogue: Catalogue;
let configuration: string;
let ada: Subscriber;
let ordinary: { customer: string; configuration: string };
beforeAll(async () => {
  catalogue = await aCatalogue(stripe);
  configuration = await aPortalConfiguration(stripe, { plans: [catalogue.starter, catalogue.pro] });
  ada = await aSubscriber(stripe, { price: catalogue.starter.month });
  ordinary = { customer: ada.customer, configuration };
});

const sessions = stripe.billingPortal.sessions;
const NO_FLOW = {
  customer_update: null,
  subscription_cancel: null,
  subscription_pause: null,
  subscription_update: null,
  subscription_update_confirm: null,
};

test('a session without a flow opens the portal’s home', async () => {
  const session = await sessions.create({ ...ordinary, return_url: 'https://example.com/account' });
  expect(session).toMatchObject({
    id: expect.stringMatching(/^bps_/),
    object: 'billing_portal.session',
    configuration,
    customer: ada.customer,
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: 'https://example.com/account',
    url: expect.stringMatching(/^https?:\/\/[^/]+\/p\/session\/test_/),
  });
});

test('the return URL may be left out', async () => {
  expect((await sessions.create(ordinary)).return_url).toBeNull();
});

test('every session has its own URL', async () => {
  const [one, other] = await Promise.all([sessions.create(ordinary), sessions.create(ordinary)]);
  expect(one.url).not.toBe(other.url);
});

test('the configuration is expandable on create', async () => {
  const session = await sessions.create({ ...ordinary, expand: ['configuration'] });
  expect(session.configuration).toMatchObject({ id: configuration, object: 'billing_portal.configuration' });
});

test('the default completion of a flow is the hosted confirmation', async () => {
  const { flow } = await sessions.create({ ...ordinary, flow_data: { type: 'payment_method_update' } });
  expect(flow).toMatchObject({
    type: 'payment_method_update',
    ...NO_FLOW,
    after_completion: { type: 'hosted_confirmation', redirect: null },
  });
});

test('subscription_cancel names the subscription and no other flow', async () => {
  const { flow } = await sessions.create({
    ...ordinary,
    flow_data: { type: 'subscription_cancel', subscription_cancel: { subscription: ada.subscription } },
  });
  expect(flow).toMatchObject({
    type: 'subscription_cancel',
    ...NO_FLOW,
    subscription_cancel: { retention: null, subscription: ada.subscription },
  });
});

test('subscription_cancel can carry a retention coupon', async () => {
  const { id: coupon } = await stripe.coupons.create({ percent_off: 30 });
  const retention = { type: 'coupon_offer', coupon_offer: { coupon } } as const;
  const { flow } = await sessions.create({
    ...ordinary,
    flow_data: {
      type: 'subscription_cancel',
      subscription_cancel: { subscription: ada.subscription, retention },
    },
  });
  expect(flow?.subscription_cancel).toEqual({ subscription: ada.subscription, retention });
});

test('subscription_update names the subscription and no other flow', async () => {
  const { flow } = await sessions.create({
    ...ordinary,
    flow_data: { type: 'subscription_update', subscription_update: { subscription: ada.subscription } },
  });
  expect(flow).toMatchObject({
    type: 'subscription_update',
    ...NO_FLOW,
    subscription_update: { subscription: ada.subscription },
  });
});

test('a confirm flow carries item, price, quantity, code and the way on, every key present', async () => {
  const promotionCode = await aPromotionCode(stripe, { code: `SPRING${Date.now()}` });
  const return_url = 'https://example.com/done';
  const { flow } = await sessions.create({
    ...ordinary,
    flow_data: {
      type: 'subscription_update_confirm',
      subscription_update_confirm: {
        subscription: ada.subscription,
        items: [{ id: ada.item, price: catalogue.pro.month, quantity: 2 }],
        discounts: [{ promotion_code: promotionCode.id }],
      },
      after_completion: { type: 'redirect', redirect: { return_url } },
    },
  });
  expect(flow).toEqual({
    type: 'subscription_update_confirm',
    after_completion: { type: 'redirect', hosted_confirmation: null, redirect: { return_url } },
    customer_update: null,
    subscription_cancel: null,
    subscription_pause: null,
    subscription_update: null,
    subscription_update_confirm: {
      subscription: ada.subscription,
      items: [{ id: ada.item, price: catalogue.pro.month, quantity: 2 }],
      discounts: [{ coupon: null, promotion_code: promotionCode.id }],
    },
  });
});

test('a confirm flow takes a coupon as well as a code', async () => {
  const { id: coupon } = await stripe.coupons.create({ percent_off: 10 });
  const { flow } = await sessions.create({
    ...ordinary,
    flow_data: {
      type: 'subscription_update_confirm',
      subscription_update_confirm: {
        subscription: ada.subscription,
        items: [{ id: ada.item, price: catalogue.pro.month }],
        discounts: [{ coupon }],
      },
    },
  });
  expect(flow?.subscription_update_confirm?.discounts).toEqual([{ coupon, promotion_code: null }]);
});

test('a custom message of 500 characters is kept', async () => {
  const custom_message = 'm'.repeat(500);
  const { flow } = await sessions.create({
    ...ordinary,
    flow_data: {
      type: 'payment_method_update',
      after_completion: { type: 'hosted_confirmation', hosted_confirmation: { custom_message } },
    },
  });
  expect(flow?.after_completion).toMatchObject({
    type: 'hosted_confirmation',
    hosted_confirmation: { custom_message },
  });
});

test('a flow may end on the portal’s home', async () => {
  const { flow } = await sessions.create({
    ...ordinary,
    flow_data: { type: 'payment_method_update', after_completion: { type: 'portal_homepage' } },
  });
  expect(flow?.after_completion).toMatchObject({ type: 'portal_homepage', redirect: null });
});

test.each(['auto', 'en-GB', 'es-419', 'zh-TW'] as const)('locale %s is echoed', async (locale) => {
  expect((await sessions.create({ ...ordinary, locale })).locale).toBe(locale);
});

test('a session is announced by an event', async () => {
  const { id } = await sessions.create(ordinary);
  const [event] = (await stripe.events.list({ type: 'billing_portal.session.created', limit: 1 })).data;
  expect(event?.data.object).toMatchObject({ id, object: 'billing_portal.session' });
});

localOnly('without a named configuration the account’s first active one is taken', async () => {
  const own = anAccount();
  const { id: customer } = await own.stripe.customers.create();
  const plans = [(await aCatalogue(own.stripe)).pro];
  const [first, second] = [
    await aPortalConfiguration(own.stripe, { plans }),
    await aPortalConfiguration(own.stripe, { plans }),
  ];
  expect((await own.stripe.billingPortal.sessions.create({ customer })).configuration).toBe(first);
  await own.stripe.billingPortal.configurations.update(first, { active: false });
  expect((await own.stripe.billingPortal.sessions.create({ customer })).configuration).toBe(second);
});
