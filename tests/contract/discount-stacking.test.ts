import type Stripe from 'stripe';
import { expect } from 'vitest';
import { aCustomer, aPlan } from '../factories';
import { day } from './moments';
import { anAccount, localOnly, setClock } from './stripe-under-test';

const NOVEMBER_1 = day('2026-11-01');

/** Low at $10.00 and High at $20.00 a month, and a customer with a card, on the 1st of November. */
async function aStage() {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, NOVEMBER_1);
  const low = await aPlan(stripe, { name: 'Low', month: 1000, year: 10000 });
  const high = await aPlan(stripe, { name: 'High', month: 2000 });
  const { customer } = await aCustomer(stripe);
  const coupon = async (params: Stripe.CouponCreateParams) =>
    (await stripe.coupons.create({ duration: 'forever', ...params })).id;
  const subscribe = (params: Partial<Stripe.SubscriptionCreateParams>) =>
    stripe.subscriptions.create({
      customer,
      items: [{ price: low.month }, { price: high.month }],
      expand: ['latest_invoice'],
      ...params,
    });
  return { account, stripe, low, high, customer, coupon, subscribe };
}

const invoiceOf = (subscription: Stripe.Subscription) => subscription.latest_invoice as Stripe.Invoice;

const offs = (subscription: Stripe.Subscription) =>
  invoiceOf(subscription).lines.data.map((line) => (line.discount_amounts ?? []).map(({ amount }) => amount));

const totals = async (stripe: Stripe, subscription: string) =>
  (await stripe.invoices.list({ subscription, limit: 100 })).data.map(({ total }) => total).reverse();

localOnly('10 % and then $5 off', async () => {
  const { coupon, subscribe } = await aStage();
  const [percent, amount] = [
    await coupon({ percent_off: 10 }),
    await coupon({ amount_off: 500, currency: 'usd' }),
  ];
  // 3000 - 300 = 2700; 500 over 900 and 1800
  const subscription = await subscribe({ discounts: [{ coupon: percent }, { coupon: amount }] });
  expect(invoiceOf(subscription).total).toBe(2200);
  expect(offs(subscription)).toEqual([
    [100, 166],
    [200, 334],
  ]);
});

localOnly('$5 off and then 10 %', async () => {
  const { coupon, subscribe } = await aStage();
  const [percent, amount] = [
    await coupon({ percent_off: 10 }),
    await coupon({ amount_off: 500, currency: 'usd' }),
  ];
  // 3000 - 500 = 2500; 10 % of 834 is 83.4, of 1666 is 166.6
  const subscription = await subscribe({ discounts: [{ coupon: amount }, { coupon: percent }] });
  expect(invoiceOf(subscription).total).toBe(2250);
  expect(offs(subscription)).toEqual([
    [166, 83],
    [334, 167],
  ]);
});

localOnly('an item’s own discount comes before those of all', async () => {
  const { low, high, coupon, subscribe } = await aStage();
  const [half, tenth] = [await coupon({ percent_off: 50 }), await coupon({ percent_off: 10 })];
  const subscription = await subscribe({
    items: [{ price: low.month, discounts: [{ coupon: half }] }, { price: high.month }],
    discounts: [{ coupon: tenth }],
  });
  // 1000 - 500 - 50, 2000 - 200
  expect(offs(subscription)).toEqual([[500, 50], [200]]);
  expect(invoiceOf(subscription).total).toBe(2250);
});

localOnly('an item’s discount is shown on the item and can be cleared', async () => {
  const { stripe, low, coupon, subscribe } = await aStage();
  const half = await coupon({ percent_off: 50 });
  const created = await subscribe({ items: [{ price: low.month, discounts: [{ coupon: half }] }] });
  const [item] = created.items.data;
  expect(item?.discounts).toEqual([expect.stringMatching(/^di_/)]);
  expect(created.discounts).toEqual([]);
  const read = await stripe.subscriptions.retrieve(created.id, { expand: ['items.data.discounts'] });
  expect(read.items.data[0]?.discounts).toMatchObject([
    { subscription_item: item?.id, subscription: created.id, source: { coupon: half } },
  ]);
  const cleared = await stripe.subscriptions.update(created.id, {
    items: [{ id: String(item?.id), discounts: '' }],
  });
  expect(cleared.items.data[0]?.discounts).toEqual([]);
  expect((await stripe.invoices.createPreview({ subscription: created.id })).total).toBe(1000);
});

localOnly('an item’s coupon for two months lowers two invoices', async () => {
  const { account, stripe, low, coupon, subscribe } = await aStage();
  const two = await coupon({ percent_off: 50, duration: 'repeating', duration_in_months: 2 });
  const { id } = await subscribe({ items: [{ price: low.month, discounts: [{ coupon: two }] }] });
  await setClock(account, day('2027-02-01'));
  expect(await totals(stripe, id)).toEqual([500, 500, 1000, 1000]);
});

localOnly('an item’s coupon for once lowers one invoice', async () => {
  const { account, stripe, low, coupon, subscribe } = await aStage();
  const once = await coupon({ percent_off: 50, duration: 'once' });
  const { id } = await subscribe({ items: [{ price: low.month, discounts: [{ coupon: once }] }] });
  await setClock(account, day('2026-12-01'));
  expect(await totals(stripe, id)).toEqual([500, 1000]);
});

localOnly('a coupon for three months lowers a year’s invoice whole, and not the next', async () => {
  const { account, stripe, low, coupon, subscribe } = await aStage();
  const three = await coupon({ percent_off: 25, duration: 'repeating', duration_in_months: 3 });
  const { id } = await subscribe({ items: [{ price: low.year }], discounts: [{ coupon: three }] });
  await setClock(account, day('2027-11-01'));
  expect(await totals(stripe, id)).toEqual([7500, 10000]);
});

localOnly('once and forever together: the first is gone with the first invoice', async () => {
  const { account, stripe, low, coupon, subscribe } = await aStage();
  const [once, forever] = [
    await coupon({ percent_off: 50, duration: 'once' }),
    await coupon({ percent_off: 10 }),
  ];
  const { id, discounts } = await subscribe({
    items: [{ price: low.month }],
    discounts: [{ coupon: once }, { coupon: forever }],
  });
  expect(discounts).toHaveLength(1);
  await setClock(account, day('2026-12-01'));
  expect(await totals(stripe, id)).toEqual([450, 900]);
});

localOnly('a coupon for one product leaves the other alone', async () => {
  const { low, coupon, subscribe } = await aStage();
  const only = await coupon({ percent_off: 50, applies_to: { products: [low.product] } });
  expect(offs(await subscribe({ discounts: [{ coupon: only }] }))).toEqual([[500], []]);
});

localOnly('more off than there is makes nothing, never less', async () => {
  const { coupon, subscribe } = await aStage();
  const much = await coupon({ amount_off: 20000, currency: 'usd' });
  const subscription = await subscribe({ discounts: [{ coupon: much }] });
  expect(invoiceOf(subscription)).toMatchObject({ total: 0, status: 'paid' });
  expect(offs(subscription)).toEqual([[1000], [2000]]);
});

localOnly('deleting the discount leaves the next invoice whole', async () => {
  const { stripe, coupon, subscribe } = await aStage();
  const { id } = await subscribe({ discounts: [{ coupon: await coupon({ percent_off: 50 }) }] });
  expect(await stripe.subscriptions.deleteDiscount(id)).toMatchObject({ object: 'discount', deleted: true });
  expect((await stripe.subscriptions.retrieve(id)).discounts).toEqual([]);
  expect((await stripe.invoices.createPreview({ subscription: id })).total).toBe(3000);
  await expect(stripe.subscriptions.deleteDiscount(id)).rejects.toMatchObject({ statusCode: 404 });
});

localOnly("an item's own coupon for another product takes nothing off it", async () => {
  const { coupon, subscribe, low, high } = await aStage();
  const forHigh = await coupon({ percent_off: 50, applies_to: { products: [high.product] } });
  const items = [low, high].map(({ month }) => ({ price: month, discounts: [{ coupon: forHigh }] }));
  expect(offs(await subscribe({ items }))).toEqual([[], [1000]]);
});

localOnly("an item takes no discount of another subscription's", async () => {
  const { stripe, coupon, subscribe, low } = await aStage();
  const discounts = [{ coupon: await coupon({ percent_off: 50 }) }];
  const other = await subscribe({ discounts });
  const { id, items } = await subscribe({ items: [{ price: low.month }] });
  const discount = String(other.discounts[0]);
  await expect(
    stripe.subscriptions.update(id, { items: [{ id: items.data[0]?.id ?? '', discounts: [{ discount }] }] }),
  ).rejects.toMatchObject({ code: 'resource_missing', message: `No such discount: '${discount}'` });
});
