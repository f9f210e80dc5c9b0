import { beforeAll, expect, test } from 'vitest';
import { aCustomer, aPlan, aPromotionCode, aSubscriber, onlyItem } from '../factories';
import { anAccount, localOnly, setClock } from './stripe-under-test';

const { stripe } = anAccount();
let price: string;
beforeAll(async () => {
  price = (await aPlan(stripe, { month: 4900 })).month;
});

const aCode = (code: string, params: Parameters<typeof aPromotionCode>[1] = {}) =>
  aPromotionCode(stripe, { code: `${code}${Date.now()}`, ...params });

async function subscribeWith(promotion_code: string, customer?: string) {
  const buyer = customer ?? (await aCustomer(stripe)).customer;
  return stripe.subscriptions.create({
    customer: buyer,
    items: [{ price }],
    discounts: [{ promotion_code }],
    expand: ['discounts', 'latest_invoice'],
  });
}

test('a code discounts a new subscription’s first invoice', async () => {
  const promotionCode = await aCode('SPRING');
  const subscription = await subscribeWith(promotionCode.id);
  expect(subscription.latest_invoice).toMatchObject({ subtotal: 4900, total: 3675, amount_paid: 3675 });
  expect(subscription.discounts).toMatchObject([
    {
      id: expect.stringMatching(/^di_/),
      object: 'discount',
      customer: subscription.customer,
      subscription: subscription.id,
      promotion_code: promotionCode.id,
      source: { type: 'coupon', coupon: promotionCode.promotion.coupon },
    },
  ]);
});

test('redemptions are counted on the code and on its coupon', async () => {
  const promotionCode = await aCode('COUNTED', { max_redemptions: 2 });
  await subscribeWith(promotionCode.id);
  expect(await stripe.promotionCodes.retrieve(promotionCode.id)).toMatchObject({
    times_redeemed: 1,
    active: true,
  });
  await subscribeWith(promotionCode.id);
  expect(await stripe.promotionCodes.retrieve(promotionCode.id)).toMatchObject({
    times_redeemed: 2,
    active: false,
  });
  expect(await stripe.coupons.retrieve(String(promotionCode.promotion.coupon))).toMatchObject({
    times_redeemed: 2,
  });
  await expect(subscribeWith(promotionCode.id)).rejects.toMatchObject({ statusCode: 400 });
});

test('an inactive code is refused', async () => {
  const { id } = await aCode('OFF', { active: false });
  await expect(subscribeWith(id)).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
});

test('an unknown code is refused by name', async () => {
  await expect(subscribeWith('promo_none')).rejects.toMatchObject({
    statusCode: 400,
    code: 'resource_missing',
    message: `No such promotion code: 'promo_none'`,
  });
});

test('another customer’s code is refused', async () => {
  const { customer } = await aCustomer(stripe);
  const { id } = await aCode('HERS', { customer });
  await expect(subscribeWith(id)).rejects.toMatchObject({
    statusCode: 400,
    rawType: 'invalid_request_error',
  });
  expect((await subscribeWith(id, customer)).discounts).toHaveLength(1);
});

test('a first-time code is refused to a customer who has paid', async () => {
  const { id } = await aCode('FIRST', { restrictions: { first_time_transaction: true } });
  const { customer } = await aSubscriber(stripe, { price });
  await expect(subscribeWith(id, customer)).rejects.toMatchObject({
    statusCode: 400,
    code: 'promotion_code_customer_not_first_time',
    message: 'This promotion code cannot be redeemed because the associated customer has prior transactions.',
  });
  expect((await subscribeWith(id)).discounts).toHaveLength(1);
});

test('a code with a minimum amount is refused on an existing subscription', async () => {
  const { id } = await aCode('MINIMUM', {
    restrictions: { minimum_amount: 1000, minimum_amount_currency: 'usd' },
  });
  const { subscription } = await aSubscriber(stripe, { price });
  await expect(
    stripe.subscriptions.update(subscription, { discounts: [{ promotion_code: id }] }),
  ).rejects.toMatchObject({
    statusCode: 400,
    message:
      'This promotion code cannot be redeemed on a subscription update because it uses the `minimum_amount` restriction and the amount may change.',
  });
});

test('a purchase of exactly the minimum amount is enough for a code, and of less is not', async () => {
  const least = (minimum_amount: number) =>
    aCode('LEAST', { restrictions: { minimum_amount, minimum_amount_currency: 'usd' } });
  expect((await subscribeWith((await least(4900)).id)).discounts).toHaveLength(1);
  await expect(subscribeWith((await least(4901)).id)).rejects.toMatchObject({
    statusCode: 400,
    message:
      'This promotion code cannot be redeemed because the associated purchase does not meet the minimum amount requirement',
  });
});

test('a code with a minimum amount is for a whole purchase, not for one item of it', async () => {
  const { id: promotion_code } = await aCode('LARGE', {
    restrictions: { minimum_amount: 100, minimum_amount_currency: 'usd' },
  });
  const { customer } = await aCustomer(stripe);
  const refusal = { statusCode: 400, message: expect.stringContaining('`minimum_amount` restriction') };
  await expect(
    stripe.subscriptions.create({ customer, items: [{ price, discounts: [{ promotion_code }] }] }),
  ).rejects.toMatchObject(refusal);
  await expect(
    stripe.invoiceItems.create({
      customer,
      amount: 5000,
      currency: 'usd',
      discounts: [{ promotion_code }],
    }),
  ).rejects.toMatchObject(refusal);
});

test('a coupon for another product takes nothing off and is no error', async () => {
  const other = await aPlan(stripe, { name: 'Other' });
  const { id } = await aCode('OTHER', {
    coupon: { percent_off: 30, applies_to: { products: [other.product] } },
  });
  expect((await subscribeWith(id)).latest_invoice).toMatchObject({ subtotal: 4900, total: 4900 });
});

test('an amount off never takes the total below 0', async () => {
  const { id } = await aCode('HUGE', { coupon: { amount_off: 20000, currency: 'usd' } });
  expect((await subscribeWith(id)).latest_invoice).toMatchObject({
    subtotal: 4900,
    total: 0,
    status: 'paid',
  });
});

test('one coupon counts once, of the discounts of one subscription', async () => {
  const { customer } = await aCustomer(stripe);
  const coupon = (await stripe.coupons.create({ percent_off: 10, duration: 'forever' })).id;
  await expect(
    stripe.subscriptions.create({ customer, items: [{ price }], discounts: [{ coupon }, { coupon }] }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'discounts' });
});

test('20 discounts are read, 21 are refused', async () => {
  const { customer } = await aCustomer(stripe);
  const withDiscounts = (count: number) =>
    stripe.subscriptions.create({
      customer,
      items: [{ price }],
      discounts: Array.from({ length: count }, (_, i) => ({ coupon: `none_${i}` })),
    });
  await expect(withDiscounts(20)).rejects.toMatchObject({ code: 'resource_missing' });
  await expect(withDiscounts(21)).rejects.toMatchObject({ statusCode: 400, param: 'discounts' });
});

test('a discount stays with its subscription: another one cannot keep it', async () => {
  const { discounts } = await subscribeWith((await aCode('MINE')).id);
  const [mine] = discounts;
  const discount = typeof mine === 'string' ? mine : (mine?.id ?? '');
  const other = await aSubscriber(stripe, { price });
  await expect(
    stripe.subscriptions.update(other.subscription, { discounts: [{ discount }] }),
  ).rejects.toMatchObject({ code: 'resource_missing', message: `No such discount: '${discount}'` });
});

localOnly('a discount that is replaced is told of as deleted', async () => {
  const { id: subscription } = await subscribeWith((await aCode('OLD')).id);
  const { id: promotion_code } = await aCode('NEW');
  await stripe.subscriptions.update(subscription, { discounts: [{ promotion_code }] });
  const { data } = await stripe.events.list({ type: 'customer.discount.deleted', limit: 1 });
  expect(data[0]?.data.object).toMatchObject({ subscription });
});

localOnly('a once coupon is told of as deleted when the invoice has used it', async () => {
  const { id } = await aCode('TOLD', { coupon: { percent_off: 20, duration: 'once' } });
  const { id: subscription } = await subscribeWith(id);
  const { data } = await stripe.events.list({ type: 'customer.discount.deleted', limit: 1 });
  expect(data[0]?.data.object).toMatchObject({ promotion_code: id, subscription });
});

test('a once coupon leaves with the invoice that used it', async () => {
  const { id } = await aCode('ONCE', { coupon: { percent_off: 20, duration: 'once' } });
  const subscription = await subscribeWith(id);
  expect(subscription.latest_invoice).toMatchObject({ total: 3920 });
  expect((await stripe.subscriptions.retrieve(subscription.id)).discounts).toEqual([]);
});

localOnly('a repeating coupon ends whole months after it began', async () => {
  const account = anAccount();
  const january31 = 1801353600; // 31 Jan 2027
  await setClock(account, january31);
  const plan = await aPlan(account.stripe);
  const { id } = await aPromotionCode(account.stripe, {
    coupon: { percent_off: 25, duration: 'repeating', duration_in_months: 3 },
  });
  const { subscription } = await aSubscriber(account.stripe, {
    price: plan.month,
    terms: { discounts: [{ promotion_code: id }] },
  });
  const { discounts } = await account.stripe.subscriptions.retrieve(subscription, { expand: ['discounts'] });
  expect(discounts).toMatchObject([{ start: january31, end: 1809043200 }]); // 30 Apr 2027
});

test('a discount alone makes no invoice and lowers the next one', async () => {
  const { id } = await aCode('LATER');
  const { subscription, created } = await aSubscriber(stripe, { price });
  const updated = await stripe.subscriptions.update(subscription, { discounts: [{ promotion_code: id }] });
  expect(updated.latest_invoice).toBe(created.latest_invoice);
  expect(onlyItem(updated).price.id).toBe(price);
  expect(await stripe.invoices.createPreview({ subscription })).toMatchObject({
    subtotal: 4900,
    total: 3675,
  });
});
