import { expect } from 'vitest';
import { aPlan, aSubscriber, DECEMBER_1, NOVEMBER_1, NOVEMBER_16, onlyItem } from '../factories';
import { anAccount, localOnly, setClock } from './stripe-under-test';

type Units = readonly [price: number, quantity: number];

type Case = readonly [
  name: string,
  start: number,
  end: number,
  at: number,
  from: Units,
  to: Units,
  credit: number,
  debit: number,
  net: number,
];

// Unix seconds, minor units. Stripe's "half-period text" (1000 to 2000 at half) names no dates: "half of November" is it.
const CASES: readonly Case[] = [
  ['Stripe’s published sample', 1596749288, 1599427688, 1598982148, [1000, 1], [3252, 1], -166, 541, 375],
  ['10 of April’s 30 days left', 1775001600, 1777593600, 1776729600, [2000, 1], [1000, 1], -667, 333, -334],
  ['half of November', NOVEMBER_1, DECEMBER_1, NOVEMBER_16, [1000, 1], [2000, 1], -500, 1000, 500],
  ['10 of November’s days left', NOVEMBER_1, DECEMBER_1, 1795219200, [1500, 1], [5000, 1], -500, 1667, 1167],
  ['quantity 1 to 3', NOVEMBER_1, DECEMBER_1, NOVEMBER_16, [1500, 1], [1500, 3], -750, 2250, 1500],
  ['quantity 5 to 2', NOVEMBER_1, DECEMBER_1, 1795219200, [800, 5], [800, 2], -1333, 533, -800],
  ['an odd second', NOVEMBER_1, DECEMBER_1, 1794381209, [999, 1], [2999, 1], -656, 1969, 1313],
  ['half a year', 1767225600, 1798761600, 1782993600, [12000, 1], [24000, 1], -6000, 12000, 6000],
  ['7 of February’s 28 days left', 1769904000, 1772323200, 1771718400, [1999, 1], [4999, 1], -500, 1250, 750],
];

const LONGEST_MONTH = 31 * 86_400;

/** A subscriber since `start` on an account whose clock is then moved to `at`, and the item to change to. */
async function aChange(start: number, end: number, at: number, from: Units, to: Units) {
  const account = anAccount();
  const { stripe } = account;
  await setClock(account, start);
  const every = end - start > LONGEST_MONTH ? 'year' : 'month';
  const plan = (name: string, amount: number) => aPlan(stripe, { name, month: amount, year: amount });
  const old = await plan('Old', from[0]);
  const price = from[0] === to[0] ? old[every] : (await plan('New', to[0]))[every];
  const subscriber = await aSubscriber(stripe, { price: old[every], quantity: from[1] });
  expect(onlyItem(subscriber.created)).toMatchObject({
    current_period_start: start,
    current_period_end: end,
  });
  await setClock(account, at);
  return { stripe, ...subscriber, old, items: [{ id: subscriber.item, price, quantity: to[1] }] };
}

/** One unit of one price to one unit of another, half-way through November. */
const aChangeAtHalf = (from: number, to: number) =>
  aChange(NOVEMBER_1, DECEMBER_1, NOVEMBER_16, [from, 1], [to, 1]);

const sorted = (lines: readonly { amount: number }[]) =>
  lines.map(({ amount }) => amount).sort((a, b) => a - b);

localOnly.each(CASES)('%s', async (_case, start, end, at, from, to, credit, debit, net) => {
  const { stripe, subscription, items } = await aChange(start, end, at, from, to);
  const preview = await stripe.invoices.createPreview({
    subscription,
    subscription_details: { items, proration_behavior: 'always_invoice' },
  });
  expect(sorted(preview.lines.data)).toEqual([credit, debit]);
  expect(preview).toMatchObject({ total: net, amount_due: Math.max(net, 0) });

  const { latest_invoice } = await stripe.subscriptions.update(subscription, {
    items,
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  });
  expect(latest_invoice).toMatchObject({
    billing_reason: 'subscription_update',
    status: 'paid',
    total: net,
  });
});

localOnly('Stripe’s sample with the renewal on it is 3627', async () => {
  const { stripe, subscription, items } = await aChange(
    1596749288,
    1599427688,
    1598982148,
    [1000, 1],
    [3252, 1],
  );
  const preview = await stripe.invoices.createPreview({ subscription, subscription_details: { items } });
  expect(sorted(preview.lines.data)).toEqual([-166, 541, 3252]);
  expect(preview.total).toBe(3627);
});

localOnly('monthly to yearly at half with the anchor moved to now pays the year in full', async () => {
  const { stripe, subscription, item, old } = await aChangeAtHalf(1500, 1500);
  const yearly = await stripe.prices.create({
    product: old.product,
    currency: 'usd',
    unit_amount: 15000,
    recurring: { interval: 'year' },
  });
  const items = [{ id: item, price: yearly.id }];
  const billing_cycle_anchor = { type: 'now' } as const;
  const preview = await stripe.invoices.createPreview({
    subscription,
    subscription_details: { items, billing_cycle_anchor, proration_behavior: 'always_invoice' },
  });
  expect(sorted(preview.lines.data)).toEqual([-750, 15000]);
  expect(preview.total).toBe(14250);
  const updated = await stripe.subscriptions.update(subscription, {
    items,
    billing_cycle_anchor,
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  });
  expect(updated).toMatchObject({
    billing_cycle_anchor: NOVEMBER_16,
    latest_invoice: { total: 14250, status: 'paid' },
  });
  expect(onlyItem(updated)).toMatchObject({
    current_period_start: NOVEMBER_16,
    current_period_end: 1826323200,
  });
});

localOnly('20 % off in the same change lowers the debit, not the credit', async () => {
  const { stripe, subscription, items } = await aChangeAtHalf(1000, 2000);
  const { id: coupon } = await stripe.coupons.create({ percent_off: 20, duration: 'forever' });
  const preview = await stripe.invoices.createPreview({
    subscription,
    discounts: [{ coupon }],
    subscription_details: { items, proration_behavior: 'always_invoice' },
  });
  expect(preview.total).toBe(300);
  const { latest_invoice } = await stripe.subscriptions.update(subscription, {
    items,
    discounts: [{ coupon }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  });
  expect(latest_invoice).toMatchObject({ total: 300, amount_paid: 300, status: 'paid' });
});

// Published: 10 a month from 1 April, 20 without proration on the 11th, 10 again with always_invoice on the 21st.
localOnly.each([
  ['flexible', 0],
  ['classic', -334],
] as const)(
  '%s billing credits what it goes by: a change not prorated and then undone makes %i',
  async (type, total) => {
    const account = anAccount();
    const { stripe } = account;
    const [april1, april11, april21] = [1775001600, 1775865600, 1776729600] as const;
    await setClock(account, april1);
    const low = await aPlan(stripe, { name: 'Low', month: 1000 });
    const high = await aPlan(stripe, { name: 'High', month: 2000 });
    const { subscription, item } = await aSubscriber(stripe, {
      price: low.month,
      terms: { billing_mode: { type } },
    });
    await setClock(account, april11);
    await stripe.subscriptions.update(subscription, {
      items: [{ id: item, price: high.month }],
      proration_behavior: 'none',
    });
    await setClock(account, april21);
    const preview = await stripe.invoices.createPreview({
      subscription,
      subscription_details: { items: [{ id: item, price: low.month }], proration_behavior: 'always_invoice' },
    });
    expect(preview.total).toBe(total);
  },
);
