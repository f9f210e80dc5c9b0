import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { aCustomer } from '../factories';
import { anAccount, onFrozenClock } from './stripe-under-test';

const { stripe } = anAccount();

type Tiers = Stripe.PriceCreateParams.Tier[];

/** $5.00 each up to 10, $4.00 each up to 20 with $10.00 once, $3.00 each from there. */
const TIERS: Tiers = [
  { up_to: 10, unit_amount: 500 },
  { up_to: 20, unit_amount: 400, flat_amount: 1000 },
  { up_to: 'inf', unit_amount: 300 },
];

const aTieredPrice = (tiers_mode: 'graduated' | 'volume', tiers = TIERS) =>
  stripe.prices.create({
    currency: 'usd',
    billing_scheme: 'tiered',
    tiers_mode,
    tiers,
    recurring: { interval: 'month' },
    product_data: { name: 'Seats' },
  });

/** What the first invoice of a subscription to `quantity` of a price comes to. */
async function firstInvoice(price: string, quantity: number, currency = 'usd') {
  const { customer } = await aCustomer(stripe);
  const { latest_invoice } = await stripe.subscriptions.create({
    customer,
    currency,
    items: [{ price, quantity }],
    expand: ['latest_invoice'],
  });
  if (!latest_invoice || typeof latest_invoice === 'string') throw new Error('The invoice was not expanded');
  return latest_invoice;
}

test('a tiered price has no unit amount, and shows its tiers when expanded', async () => {
  const price = await aTieredPrice('graduated');
  expect(price).toMatchObject({
    billing_scheme: 'tiered',
    tiers_mode: 'graduated',
    unit_amount: null,
    unit_amount_decimal: null,
  });
  expect(price).not.toHaveProperty('tiers');
  const { tiers } = await stripe.prices.retrieve(price.id, { expand: ['tiers'] });
  expect(JSON.parse(JSON.stringify(tiers))).toEqual([
    { flat_amount: null, flat_amount_decimal: null, unit_amount: 500, unit_amount_decimal: '500', up_to: 10 },
    {
      flat_amount: 1000,
      flat_amount_decimal: '1000',
      unit_amount: 400,
      unit_amount_decimal: '400',
      up_to: 20,
    },
    {
      flat_amount: null,
      flat_amount_decimal: null,
      unit_amount: 300,
      unit_amount_decimal: '300',
      up_to: null,
    },
  ]);
});

onFrozenClock.each([
  // 5 × 500
  [5, 2500],
  // 10 × 500
  [10, 5000],
  // 10 × 500 + 1000 + 1 × 400
  [11, 6400],
  // 10 × 500 + 1000 + 10 × 400 + 5 × 300
  [25, 11_500],
])('graduated: each tier prices what falls in it, %i cost %i', async (quantity, total) => {
  const { id } = await aTieredPrice('graduated');
  expect(await firstInvoice(id, quantity)).toMatchObject({ subtotal: total, amount_paid: total });
});

onFrozenClock.each([
  [10, 5000],
  // 1000 + 11 × 400
  [11, 5400],
  // 25 × 300
  [25, 7500],
])('volume: the tier that the quantity falls in prices all of it, %i cost %i', async (quantity, total) => {
  const { id } = await aTieredPrice('volume');
  expect(await firstInvoice(id, quantity)).toMatchObject({ subtotal: total, amount_paid: total });
});

onFrozenClock(
  'a change of quantity on a tiered price is prorated from what each quantity costs',
  async () => {
    const { id: price } = await aTieredPrice('graduated');
    const { customer } = await aCustomer(stripe);
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price, quantity: 10 }],
      backdate_start_date: 1793491200,
      billing_cycle_anchor: 1796083200,
    });
    const { latest_invoice } = await stripe.subscriptions.update(subscription.id, {
      items: [{ id: subscription.items.data[0]?.id ?? '', quantity: 11 }],
      proration_behavior: 'always_invoice',
      expand: ['latest_invoice'],
    });
    // half of 5000 comes back, half of 6400 is charged
    expect(latest_invoice).toMatchObject({ total: 700 });
  },
);

test.each<[string, object, string]>([
  ['without tiers', { tiers_mode: 'volume' }, 'tiers'],
  ['without a mode', { tiers: TIERS }, 'tiers_mode'],
  ['with a unit amount', { tiers_mode: 'volume', tiers: TIERS, unit_amount: 5 }, 'unit_amount'],
  ['whose last tier ends', { tiers_mode: 'volume', tiers: [{ up_to: 5, unit_amount: 1 }] }, 'tiers'],
  [
    'whose tiers are out of order',
    { tiers_mode: 'volume', tiers: [{ up_to: 5, unit_amount: 1 }, { up_to: 5, unit_amount: 2 }, TIERS[2]] },
    'tiers',
  ],
  [
    'with an amount twice',
    { tiers_mode: 'volume', tiers: [{ up_to: 'inf', unit_amount: 1, unit_amount_decimal: '1.5' }] },
    'tiers[0][unit_amount]',
  ],
  [
    'with divided quantities',
    { tiers_mode: 'volume', tiers: TIERS, transform_quantity: { divide_by: 5, round: 'up' } },
    'transform_quantity',
  ],
])('a tiered price %s is refused', async (_what, params, param) => {
  await expect(
    stripe.rawRequest('POST', '/v1/prices', {
      currency: 'usd',
      billing_scheme: 'tiered',
      product_data: { name: 'Seats' },
      ...params,
    }),
  ).rejects.toMatchObject({ statusCode: 400, param });
});

test('tiers without the tiered scheme are refused', async () => {
  await expect(
    stripe.prices.create({ currency: 'usd', tiers: TIERS, product_data: { name: 'Seats' } }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'tiers' });
});

test('a metered price is refused by name', async () => {
  await expect(
    stripe.prices.create({
      currency: 'usd',
      unit_amount: 5,
      recurring: { interval: 'month', usage_type: 'metered' },
      product_data: { name: 'Calls' },
    }),
  ).rejects.toMatchObject({ statusCode: 400, param: 'recurring[usage_type]' });
});

test('the portal offers no tiered price', async () => {
  const price = await aTieredPrice('volume');
  await expect(
    stripe.billingPortal.configurations.create({
      features: {
        payment_method_update: { enabled: true },
        subscription_update: {
          enabled: true,
          default_allowed_updates: ['price'],
          products: [{ product: String(price.product), prices: [price.id] }],
        },
      },
    }),
  ).rejects.toMatchObject({
    statusCode: 400,
    message: 'Only active, per unit licensed prices are supported.',
  });
});

onFrozenClock.each([
  ['up', 11, 3000],
  ['down', 11, 2000],
  ['up', 10, 2000],
] as const)('quantities divided by 5 and rounded %s: %i cost %i', async (round, quantity, total) => {
  const { id } = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 1000,
    transform_quantity: { divide_by: 5, round },
    recurring: { interval: 'month' },
    product_data: { name: 'Seats' },
  });
  expect(await firstInvoice(id, quantity)).toMatchObject({ total });
});

onFrozenClock('a price of part of a cent is multiplied first and rounded once a line', async () => {
  const price = await stripe.rawRequest('POST', '/v1/prices', {
    currency: 'usd',
    unit_amount_decimal: '0.55',
    recurring: { interval: 'month' },
    product_data: { name: 'Calls' },
  });
  expect(price).toMatchObject({ unit_amount: null, unit_amount_decimal: '0.55' });
  const { id } = price as unknown as { id: string }; // rawRequest knows no types
  // 0.55 × 333 = 183.15
  const invoice = await firstInvoice(id, 333);
  expect(invoice).toMatchObject({ total: 183 });
  expect(invoice.lines.data[0]?.description).toBe('333 × Calls (at $0.0055 / month)');
  expect(String(invoice.lines.data[0]?.pricing?.unit_amount_decimal)).toBe('0.55');
  // 0.55 × 110 = 60.5: halves are rounded up
  expect(await firstInvoice(id, 110)).toMatchObject({ total: 61 });
});

test.each([
  ['1500.00', 1500, '1500'],
  ['0.123456789012', null, '0.123456789012'],
])('unit_amount_decimal=%s is kept exactly', async (given, unit_amount, unit_amount_decimal) => {
  expect(
    await stripe.rawRequest('POST', '/v1/prices', {
      currency: 'usd',
      unit_amount_decimal: given,
      product_data: { name: 'Calls' },
    }),
  ).toMatchObject({ unit_amount, unit_amount_decimal });
});

test.each([
  ['13 decimal places', { unit_amount_decimal: '0.1234567890123' }, 'unit_amount_decimal'],
  ['a negative decimal', { unit_amount_decimal: '-0.5' }, 'unit_amount_decimal'],
  ['a whole amount and a decimal', { unit_amount: 5, unit_amount_decimal: '5.5' }, 'unit_amount'],
])('a price with %s is refused', async (_what, params, param) => {
  await expect(
    stripe.rawRequest('POST', '/v1/prices', { currency: 'usd', product_data: { name: 'Calls' }, ...params }),
  ).rejects.toMatchObject({ statusCode: 400, param });
});

onFrozenClock('a zero-decimal currency is charged in whole units', async () => {
  const { id } = await stripe.prices.create({
    currency: 'jpy',
    unit_amount: 1500,
    recurring: { interval: 'month' },
    product_data: { name: 'Pro' },
  });
  const invoice = await firstInvoice(id, 2, 'jpy');
  expect(invoice).toMatchObject({ currency: 'jpy', total: 3000 });
  expect(invoice.lines.data[0]?.description).toBe('2 × Pro (at ¥1,500 / month)');
});

onFrozenClock('a three-decimal currency is charged in thousandths', async () => {
  const { id } = await stripe.prices.create({
    currency: 'kwd',
    unit_amount: 5120,
    recurring: { interval: 'month' },
    product_data: { name: 'Pro' },
  });
  const invoice = await firstInvoice(id, 1, 'kwd');
  expect(invoice).toMatchObject({ currency: 'kwd', total: 5120 });
  expect(invoice.lines.data[0]?.description).toMatch(/^1 × Pro \(at KWD\s5\.120 \/ month\)$/);
});

test.each<[string, string, object, string]>([
  ['a coupon', '/v1/coupons', { amount_off: 5, currency: 'kwd' }, 'amount_off'],
  [
    'a coupon’s further currency',
    '/v1/coupons',
    { amount_off: 5, currency: 'usd', currency_options: { omr: { amount_off: 5 } } },
    'currency_options[omr][amount_off]',
  ],
  ['a payment', '/v1/payment_intents', { amount: 5125, currency: 'tnd' }, 'amount'],
])('%s of an amount whose third decimal is not 0 is refused', async (_what, path, params, param) => {
  await expect(stripe.rawRequest('POST', path, params)).rejects.toMatchObject({ statusCode: 400, param });
});

test.each([
  ['an amount', { currency: 'kwd', unit_amount: 5124 }, 'unit_amount'],
  [
    'an amount in another currency',
    { currency: 'usd', unit_amount: 5, currency_options: { bhd: { unit_amount: 1 } } },
    'currency_options[bhd][unit_amount]',
  ],
])('%s whose third decimal is not 0 is refused', async (_what, params, param) => {
  await expect(
    stripe.rawRequest('POST', '/v1/prices', { product_data: { name: 'Pro' }, ...params }),
  ).rejects.toMatchObject({ statusCode: 400, param });
});
