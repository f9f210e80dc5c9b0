import type Stripe from 'stripe';
import { beforeAll, expect } from 'vitest';
import type { Catalogue } from '../factories';
import {
  aCatalogue,
  aCustomer,
  aPlan,
  aPromotionCode,
  aSubscriber,
  DECEMBER_1,
  NOVEMBER_1,
  onlyItem,
  replaceCard,
} from '../factories';
import { anAccount, onFrozenClock } from './stripe-under-test';

const { stripe } = anAccount();
let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await aCatalogue(stripe);
});

/** On Starter since the 1st of November: half the period is left on the suite's clock. */
const aStarterSubscriber = (terms = {}) =>
  aSubscriber(stripe, { price: catalogue.starter.month, since: NOVEMBER_1, renews: DECEMBER_1, ...terms });

onFrozenClock('a new price lands on the same item', async () => {
  const { subscription, item } = await aStarterSubscriber();
  const updated = await stripe.subscriptions.update(subscription, {
    items: [{ id: item, price: catalogue.pro.month }],
  });
  expect(onlyItem(updated)).toMatchObject({
    id: item,
    price: { id: catalogue.pro.month },
    quantity: 1,
    current_period_start: NOVEMBER_1,
    current_period_end: DECEMBER_1,
  });
});

onFrozenClock('a new quantity keeps the price', async () => {
  const { subscription, item } = await aStarterSubscriber();
  const updated = await stripe.subscriptions.update(subscription, { items: [{ id: item, quantity: 3 }] });
  expect(onlyItem(updated)).toMatchObject({ id: item, quantity: 3, price: { id: catalogue.starter.month } });
});

onFrozenClock('create_prorations, the default, waits for the next invoice', async () => {
  const { subscription, item, created } = await aStarterSubscriber();
  const updated = await stripe.subscriptions.update(subscription, {
    items: [{ id: item, price: catalogue.pro.month }],
  });
  expect(updated.latest_invoice).toBe(created.latest_invoice);
  // -1500/2 + 4900/2 for the rest of November, then Pro for December
  const next = await stripe.invoices.createPreview({ subscription });
  expect(next.lines.data.map(({ amount }) => amount).sort((a, b) => a - b)).toEqual([-750, 2450, 4900]);
  expect(next.total).toBe(6600);
});

onFrozenClock('from a plan that costs nothing, the rest of the period is charged at once', async () => {
  const { month: free } = await aPlan(stripe, { name: 'Free', month: 0, year: 0 });
  const { subscription, item, created } = await aStarterSubscriber({ price: free });
  const updated = await stripe.subscriptions.update(subscription, {
    items: [{ id: item, price: catalogue.pro.month }],
    expand: ['latest_invoice'],
  });
  expect(updated.latest_invoice).not.toMatchObject({ id: created.latest_invoice });
  expect(updated.latest_invoice).toMatchObject({ status: 'paid', amount_paid: 2450 });
});

onFrozenClock('none charges nothing for the rest of the period', async () => {
  const { subscription, item, created } = await aStarterSubscriber();
  const updated = await stripe.subscriptions.update(subscription, {
    items: [{ id: item, price: catalogue.pro.month }],
    proration_behavior: 'none',
  });
  expect(updated.latest_invoice).toBe(created.latest_invoice);
  expect(await stripe.invoices.createPreview({ subscription })).toMatchObject({ total: 4900 });
});

onFrozenClock('always_invoice charges the difference now', async () => {
  const { subscription, item } = await aStarterSubscriber();
  const updated = await stripe.subscriptions.update(subscription, {
    items: [{ id: item, price: catalogue.pro.month }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  });
  expect(updated).toMatchObject({
    status: 'active',
    latest_invoice: { billing_reason: 'subscription_update', status: 'paid', total: 1700, amount_paid: 1700 },
  });
});

onFrozenClock(
  'allow_incomplete, the default, changes the plan and is past due when the charge fails',
  async () => {
    const { customer, subscription, item } = await aStarterSubscriber();
    await replaceCard(stripe, customer, 'pm_card_chargeCustomerFail');
    const updated = await stripe.subscriptions.update(subscription, {
      items: [{ id: item, price: catalogue.pro.month }],
      proration_behavior: 'always_invoice',
      expand: ['latest_invoice'],
    });
    expect(updated).toMatchObject({
      status: 'past_due',
      latest_invoice: { status: 'open', amount_due: 1700 },
    });
    expect(onlyItem(updated).price.id).toBe(catalogue.pro.month);
  },
);

onFrozenClock('error_if_incomplete changes nothing when the charge fails', async () => {
  const { customer, subscription, item, created } = await aStarterSubscriber();
  await replaceCard(stripe, customer, 'pm_card_chargeCustomerFail');
  await expect(
    stripe.subscriptions.update(subscription, {
      items: [{ id: item, price: catalogue.pro.month }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'error_if_incomplete',
    }),
  ).rejects.toMatchObject({ statusCode: 402, rawType: 'card_error', code: 'card_declined' });
  const after = await stripe.subscriptions.retrieve(subscription);
  expect(after).toMatchObject({ status: 'active', latest_invoice: created.latest_invoice });
  expect(onlyItem(after).price.id).toBe(catalogue.starter.month);
});

onFrozenClock('a discount is added by coupon or by code and cleared by an empty value', async () => {
  const { subscription } = await aStarterSubscriber();
  const code = await aPromotionCode(stripe, { code: `SPRING${Date.now()}` });
  const { discounts: byCode } = await stripe.subscriptions.update(subscription, {
    discounts: [{ promotion_code: code.id }],
  });
  expect(byCode).toEqual([expect.stringMatching(/^di_/)]);
  const { discounts: byCoupon } = await stripe.subscriptions.update(subscription, {
    discounts: [{ coupon: String(code.promotion.coupon) }],
    expand: ['discounts'],
  });
  expect(byCoupon).toMatchObject([{ source: { coupon: code.promotion.coupon }, promotion_code: null }]);
  expect((await stripe.subscriptions.update(subscription, { discounts: '' })).discounts).toEqual([]);
});

onFrozenClock('a discount to keep is passed again by its id', async () => {
  const { subscription } = await aStarterSubscriber();
  const { id: coupon } = await stripe.coupons.create({ percent_off: 10, duration: 'forever' });
  const { id: second } = await stripe.coupons.create({
    amount_off: 100,
    currency: 'usd',
    duration: 'forever',
  });
  const [kept] = (await stripe.subscriptions.update(subscription, { discounts: [{ coupon }] })).discounts;
  const both = await stripe.subscriptions.update(subscription, {
    discounts: [{ discount: String(kept) }, { coupon: second }],
  });
  expect(both.discounts).toEqual([kept, expect.stringMatching(/^di_/)]);
  // 1500 - 10 % = 1350, - 100 = 1250
  expect(await stripe.invoices.createPreview({ subscription })).toMatchObject({ total: 1250 });
});

onFrozenClock('metadata and the card of the subscription can be changed alone', async () => {
  const { subscription, customer, created } = await aStarterSubscriber();
  const card = await stripe.paymentMethods.attach('pm_card_mastercard', { customer });
  const updated = await stripe.subscriptions.update(subscription, {
    metadata: { team: '7' },
    default_payment_method: card.id,
  });
  expect(updated).toMatchObject({
    metadata: { team: '7' },
    default_payment_method: card.id,
    latest_invoice: created.latest_invoice,
  });
});

onFrozenClock('another customer’s card is refused', async () => {
  const { subscription } = await aStarterSubscriber();
  const stranger = await aStarterSubscriber();
  await expect(
    stripe.subscriptions.update(subscription, { default_payment_method: stranger.paymentMethod }),
  ).rejects.toMatchObject({ statusCode: 400, rawType: 'invalid_request_error' });
});

onFrozenClock('an item of another subscription is refused', async () => {
  const { subscription } = await aStarterSubscriber();
  const other = await aStarterSubscriber();
  await expect(
    stripe.subscriptions.update(subscription, { items: [{ id: other.item, price: catalogue.pro.month }] }),
  ).rejects.toMatchObject({ statusCode: 400, rawType: 'invalid_request_error' });
});

onFrozenClock('the anchor is an object since endive', async () => {
  const { subscription } = await aStarterSubscriber();
  const path = `/v1/subscriptions/${subscription}`;
  await expect(stripe.rawRequest('POST', path, { billing_cycle_anchor: 'now' })).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

onFrozenClock('a `once` discount that was used cannot be kept', async () => {
  const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: 'once' });
  const { customer } = await aCustomer(stripe);
  const { id, latest_invoice } = await stripe.subscriptions.create({
    customer,
    items: [{ price: catalogue.pro.month }],
    discounts: [{ coupon }],
    expand: ['latest_invoice'],
  });
  const [used] = (latest_invoice as Stripe.Invoice).discounts;
  await expect(
    stripe.subscriptions.update(id, { discounts: [{ discount: String(used) }] }),
  ).rejects.toMatchObject({ code: 'resource_missing', param: 'discounts[0][discount]' });
});
