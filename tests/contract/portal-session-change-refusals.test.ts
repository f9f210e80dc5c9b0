import type Stripe from 'stripe';
import { beforeAll, expect, test } from 'vitest';
import type { Catalogue, Subscriber } from '../factories';
import { aCatalogue, aPlan, aPortalConfiguration, aPromotionCode, aSubscriber } from '../factories';
import { anAccount, localOnly } from './stripe-under-test';

const { stripe } = anAccount();
let catalogue: Catalogue;
let configuration: string;
let ada: Subscriber;
beforeAll(async () => {
  catalogue = await aCatalogue(stripe);
  configuration = await aPortalConfiguration(stripe, { plans: [catalogue.starter, catalogue.pro] });
  ada = await aSubscriber(stripe, { price: catalogue.starter.month });
});

const refusal = { statusCode: 400, rawType: 'invalid_request_error' };

type Confirm = { items?: object[]; discounts?: object[] };

/** Asks for a confirm session that moves `who` to Pro unless `change` says otherwise. */
const confirm = (change: Confirm = {}, { who = ada, under = configuration } = {}) =>
  stripe.rawRequest('POST', '/v1/billing_portal/sessions', {
    customer: who.customer,
    configuration: under,
    flow_data: {
      type: 'subscription_update_confirm',
      subscription_update_confirm: {
        subscription: who.subscription,
        items: [{ id: who.item, price: catalogue.pro.month }],
        ...change,
      },
    },
  });

const update = (who: Subscriber, under: string) =>
  stripe.rawRequest('POST', '/v1/billing_portal/sessions', {
    customer: who.customer,
    configuration: under,
    flow_data: { type: 'subscription_update', subscription_update: { subscription: who.subscription } },
  });

test('neither update flow opens while the feature is off', async () => {
  const off = await stripe.billingPortal.configurations.create({
    features: { payment_method_update: { enabled: true } },
  });
  const message =
    'This subscription cannot be updated because the subscription update feature in the portal configuration is disabled.';
  await expect(confirm({}, { under: off.id })).rejects.toMatchObject({ ...refusal, message });
  await expect(update(ada, off.id)).rejects.toMatchObject({ ...refusal, message });
});

test('a plan whose invoices are sent can be ended only', async () => {
  const sent = await aSubscriber(stripe, {
    price: catalogue.starter.month,
    terms: { collection_method: 'send_invoice', days_until_due: 30 } as Stripe.SubscriptionCreateParams,
  });
  const message = `This PortalSession cannot update subscription \`${sent.subscription}\` because its collection method is send_invoice.`;
  const items = [{ id: sent.item, price: catalogue.pro.month }];
  await expect(confirm({ items }, { who: sent })).rejects.toMatchObject({ ...refusal, message });
  await expect(update(sent, configuration)).rejects.toMatchObject({ ...refusal, message });
});

test('a price that is not listed is refused by item, price and configuration', async () => {
  const { month } = await aPlan(stripe, { name: 'Scale' });
  await expect(confirm({ items: [{ id: ada.item, price: month }] })).rejects.toMatchObject({
    ...refusal,
    message: `The item \`${ada.item}\` cannot be updated to price \`${month}\` because the configuration \`${configuration}\` does not include the price in its \`features[subscription_update][products]\`.`,
  });
});

test('a change that changes nothing is refused', async () => {
  const message = 'Cannot update the subscription because there are no changes to confirm.';
  const price = catalogue.starter.month;
  await expect(confirm({ items: [{ id: ada.item, price }] })).rejects.toMatchObject({ ...refusal, message });
  await expect(confirm({ items: [{ id: ada.item, price, quantity: 1 }] })).rejects.toMatchObject({
    ...refusal,
    message,
  });
});

test('a discount alone is a change', async () => {
  const promotionCode = await aPromotionCode(stripe, { code: 'ALONE' });
  await expect(
    confirm({
      items: [{ id: ada.item, price: catalogue.starter.month }],
      discounts: [{ promotion_code: promotionCode.id }],
    }),
  ).resolves.toMatchObject({ object: 'billing_portal.session' });
});

test('a subscription with several items is refused', async () => {
  const addOn = await aPlan(stripe, { name: 'Status pages' });
  const who = await aSubscriber(stripe, { price: catalogue.starter.month });
  await stripe.subscriptionItems.create({ subscription: who.subscription, price: addOn.month });
  const several = { ...refusal, message: expect.stringContaining('because it has multiple items') };
  await expect(confirm({}, { who })).rejects.toMatchObject(several);
  await expect(update(who, configuration)).rejects.toMatchObject(several);
});

test('an update flow with nowhere to go is refused', async () => {
  const own = await aPlan(stripe, { name: 'Only' });
  const price = await stripe.billingPortal.configurations.create({
    features: {
      payment_method_update: { enabled: true },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ['price'],
        products: [{ product: own.product, prices: [own.month] }],
      },
    },
  });
  const who = await aSubscriber(stripe, { price: own.month });
  await expect(update(who, price.id)).rejects.toMatchObject({
    ...refusal,
    message: expect.stringContaining('no price in the portal configuration available to change to'),
  });
});

test('a code is refused where the configuration does not allow codes', async () => {
  const strict = await aPortalConfiguration(stripe, {
    plans: [catalogue.starter, catalogue.pro],
    update: { default_allowed_updates: ['price'] },
  });
  const promotionCode = await aPromotionCode(stripe, { code: 'STRICT' });
  await expect(
    confirm({ discounts: [{ promotion_code: promotionCode.id }] }, { under: strict }),
  ).rejects.toMatchObject({
    ...refusal,
    message: expect.stringContaining('does not include `promotion_code`'),
  });
});

test('a first-time code is refused to a customer who has paid', async () => {
  const { id } = await aPromotionCode(stripe, {
    code: 'FIRST50',
    restrictions: { first_time_transaction: true },
  });
  await expect(confirm({ discounts: [{ promotion_code: id }] })).rejects.toMatchObject({
    ...refusal,
    code: 'promotion_code_customer_not_first_time',
    message: 'This promotion code cannot be redeemed because the associated customer has prior transactions.',
  });
});

test('a code with a minimum amount is refused', async () => {
  const { id } = await aPromotionCode(stripe, {
    code: 'MINIMUM',
    restrictions: { minimum_amount: 100, minimum_amount_currency: 'usd' },
  });
  await expect(confirm({ discounts: [{ promotion_code: id }] })).rejects.toMatchObject({
    ...refusal,
    message:
      'This promotion code cannot be redeemed on a subscription update because it uses the `minimum_amount` restriction and the amount may change.',
  });
});

test.each([
  ['an inactive code', () => aPromotionCode(stripe, { code: 'OFF', active: false })],
  [
    'a code for another customer',
    async () => aPromotionCode(stripe, { code: 'HERS', customer: (await stripe.customers.create()).id }),
  ],
])('%s is refused', async (_what, make) => {
  const { id } = await make();
  await expect(confirm({ discounts: [{ promotion_code: id }] })).rejects.toMatchObject(refusal);
});

test.each([
  [
    'an unknown price',
    (item: string) => ({ items: [{ id: item, price: 'price_none' }] }),
    `No such price: 'price_none'`,
  ],
  [
    'an unknown code',
    () => ({ discounts: [{ promotion_code: 'promo_none' }] }),
    `No such promotion code: 'promo_none'`,
  ],
  ['an unknown coupon', () => ({ discounts: [{ coupon: 'NONE' }] }), `No such coupon: 'NONE'`],
])('%s is refused by name', async (_what, change, message) => {
  await expect(confirm(change(ada.item))).rejects.toMatchObject({
    ...refusal,
    code: 'resource_missing',
    message,
  });
});

test.each([
  ['no items', () => ({ items: [] })],
  [
    'two items',
    (item: string) => ({
      items: [
        { id: item, quantity: 2 },
        { id: item, quantity: 3 },
      ],
    }),
  ],
  ['an item without id', () => ({ items: [{ quantity: 2 }] })],
  ['an unknown item', () => ({ items: [{ id: 'si_none', quantity: 2 }] })],
  ['a negative quantity', (item: string) => ({ items: [{ id: item, quantity: -1 }] })],
  ['a quantity that is no number', (item: string) => ({ items: [{ id: item, quantity: 'two' }] })],
  ['coupon and code in one discount', () => ({ discounts: [{ coupon: 'A', promotion_code: 'B' }] })],
])('%s is refused', async (_what, change) => {
  await expect(confirm(change(ada.item))).rejects.toMatchObject(refusal);
});

test('an item of another customer’s subscription is refused', async () => {
  const other = await aSubscriber(stripe, { price: catalogue.starter.month });
  await expect(confirm({ items: [{ id: other.item, quantity: 2 }] })).rejects.toMatchObject(refusal);
  await expect(confirm({}, { who: { ...other, customer: ada.customer } })).rejects.toMatchObject(refusal);
});

test('a canceled subscription cannot be changed', async () => {
  const who = await aSubscriber(stripe, { price: catalogue.starter.month });
  await stripe.subscriptions.cancel(who.subscription);
  await expect(confirm({}, { who })).rejects.toMatchObject(refusal);
});

localOnly('a quantity outside the limits of the product is refused, as on the page', async () => {
  const limits = (adjustable_quantity: { enabled: boolean; minimum?: number; maximum?: number }) =>
    aPortalConfiguration(stripe, {
      plans: [],
      update: {
        products: [catalogue.starter, catalogue.pro].map(({ product, month }) => ({
          product,
          prices: [month],
          adjustable_quantity,
        })),
      },
    });
  const ask = (under: string, quantity: number) =>
    confirm({ items: [{ id: ada.item, price: catalogue.pro.month, quantity }] }, { under });
  const within = await limits({ enabled: true, minimum: 2, maximum: 5 });
  for (const quantity of [6, 500])
    await expect(ask(within, quantity)).rejects.toMatchObject({
      ...refusal,
      param: 'flow_data[subscription_update_confirm][items][0][quantity]',
      message: `The item \`${ada.item}\` cannot be updated to quantity ${quantity} because the configuration \`${within}\` limits the quantity of this product to 2 to 5.`,
    });
  for (const quantity of [2, 5]) expect(await ask(within, quantity)).toMatchObject({ locale: null });
  const fixed = await limits({ enabled: false });
  await expect(ask(fixed, 2)).rejects.toMatchObject({
    ...refusal,
    message: `The item \`${ada.item}\` cannot be updated to quantity 2 because the configuration \`${fixed}\` does not let customers adjust the quantity of this product.`,
  });
});
