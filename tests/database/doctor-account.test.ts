import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { allInOrder, diagnose, expectFound, type Fault, realNow } from './patient';

async function endpointOf(stripe: Stripe): Promise<string> {
  const { data } = await stripe.webhookEndpoints.list();
  return data[0]?.id ?? '';
}

async function priceOf(stripe: Stripe, key: string): Promise<string> {
  const { data } = await stripe.prices.list({ lookup_keys: [key] });
  return data[0]?.id ?? '';
}

const aCode = async (
  stripe: Stripe,
  code: Omit<Stripe.PromotionCodeCreateParams, 'promotion'>,
  coupon = {},
) => {
  const { id } = await stripe.coupons.create({ percent_off: 10, duration: 'once', ...coupon });
  await stripe.promotionCodes.create({ ...code, promotion: { type: 'coupon', coupon: id } });
};

test('where everything is in order there is nothing to say but what a code of the catalogue asks for', async () => {
  expect((await diagnose(await allInOrder())).map(({ what }) => what)).toEqual([
    'The code FIRST50 is for first purchases only.',
  ]);
});

const FAULTS: readonly Fault[] = [
  [
    'a price that was archived',
    async ({ stripe }) => stripe.prices.update(await priceOf(stripe, 'pro_month'), { active: false }),
    /No active price has the lookup key "pro_month"/,
    /stripe:setup/,
  ],
  [
    'a product that was renamed',
    ({ stripe }) => stripe.products.update('sidedoor_pro', { name: 'Professional' }),
    /change product sidedoor_pro: name/,
    /stripe:setup/,
  ],
  [
    'a price that the portal does not offer',
    async ({ stripe }) => {
      const [portal] = (await stripe.billingPortal.configurations.list()).data;
      const prices = [await priceOf(stripe, 'pro_month')];
      await stripe.billingPortal.configurations.update(portal?.id ?? '', {
        features: { subscription_update: { products: [{ product: 'sidedoor_pro', prices }] } },
      });
    },
    /The portal asks to create portal configuration/,
    /stripe:setup/,
  ],
  [
    'a door that was switched off',
    async ({ stripe }) => {
      const [portal] = (await stripe.billingPortal.configurations.list()).data;
      await stripe.billingPortal.configurations.update(portal?.id ?? '', {
        features: { subscription_cancel: { enabled: false } },
      });
    },
    /The portal asks to create portal configuration/,
    /stripe:setup/,
  ],
  [
    'a limit of the portal that somebody moved',
    async ({ stripe }) => {
      const [portal] = (
        await stripe.billingPortal.configurations.list({
          active: true,
          expand: ['data.features.subscription_update.products'],
        })
      ).data;
      const products = (portal?.features.subscription_update.products ?? []).map(({ product, prices }) => ({
        product,
        prices,
        adjustable_quantity: { enabled: true, minimum: 1, maximum: 3 },
      }));
      await stripe.billingPortal.configurations.update(portal?.id ?? '', {
        features: { subscription_update: { products } },
      });
    },
    /The portal asks to create portal configuration/,
    /stripe:setup/,
  ],
  [
    'a plan counted in other words than the catalogue’s',
    ({ stripe }) => stripe.products.update('sidedoor_scale', { unit_label: 'seat' }),
    /change product sidedoor_scale: unit label/,
    /stripe:setup/,
  ],
  [
    'a lookup key that somebody else holds',
    async ({ stripe }) => {
      const product = await stripe.products.create({ name: 'Theirs' });
      await stripe.prices.create({
        product: product.id,
        currency: 'usd',
        unit_amount: 1,
        recurring: { interval: 'month' },
        lookup_key: 'pro_month',
        transfer_lookup_key: true,
      });
    },
    /holds the lookup key "pro_month"/,
    /Take the key/,
  ],
  [
    'a code with a minimum amount',
    ({ stripe }) =>
      aCode(stripe, { code: 'BIG', restrictions: { minimum_amount: 5000, minimum_amount_currency: 'usd' } }),
    /BIG asks for a minimum amount/,
    /Dashboard/,
  ],
  [
    'a code that ends tomorrow',
    ({ stripe }) => aCode(stripe, { code: 'SOON', expires_at: realNow() + 86_400 }),
    /SOON ends within a week/,
    /later end/,
  ],
  [
    'a code of one customer',
    async ({ stripe }) => aCode(stripe, { code: 'MINE', customer: (await stripe.customers.create()).id }),
    /MINE belongs to one customer/,
    /public links/,
  ],
  [
    'a code for other products',
    async ({ stripe }) =>
      aCode(
        stripe,
        { code: 'MUGS' },
        { applies_to: { products: [(await stripe.products.create({ name: 'Mug' })).id] } },
      ),
    /MUGS applies to products that are not sold here/,
    /catalogue/,
  ],
  [
    'a code without euros and yen',
    ({ stripe }) =>
      aCode(stripe, { code: 'FIVE' }, { percent_off: undefined, amount_off: 500, currency: 'usd' }),
    /FIVE takes nothing off in EUR, JPY/,
    /currency_options\[eur\]/,
  ],
  [
    'no webhook endpoint',
    async ({ stripe }) => stripe.webhookEndpoints.del(await endpointOf(stripe)),
    /No webhook endpoint sends to/,
    /stripe:setup/,
  ],
  [
    'an endpoint that was switched off',
    async ({ stripe }) => stripe.webhookEndpoints.update(await endpointOf(stripe), { disabled: true }),
    /is switched off/,
    /stripe:setup/,
  ],
  [
    'an endpoint that lacks an event',
    async ({ stripe }) =>
      stripe.webhookEndpoints.update(await endpointOf(stripe), {
        enabled_events: ['invoice.paid', 'charge.succeeded'],
      }),
    /does not send: customer\.updated/,
    /stripe:setup/,
  ],
  [
    'an endpoint that sends too much',
    async ({ stripe }) => stripe.webhookEndpoints.update(await endpointOf(stripe), { enabled_events: ['*'] }),
    /sends what nobody reads: \*/,
    /stripe:setup/,
  ],
  [
    'two endpoints for one address',
    ({ stripe, env }) =>
      stripe.webhookEndpoints.create({
        url: `${env.APP_URL}/api/stripe/webhook`,
        enabled_events: ['invoice.paid'],
      }),
    /2 webhook endpoints send to/,
    /remove all but/,
  ],
];

test.each(FAULTS)('the doctor finds %s, and names the mend', (_, plant, what, mend) =>
  expectFound(plant, what, mend),
);

test('the doctor finds an event that Stripe could not deliver', async () => {
  const healthy = await allInOrder();
  const { stripe, env } = healthy;
  const clock = (now: string) =>
    fetch(`${env.STRIPE_API_BASE}/_local/clock`, {
      method: 'POST',
      headers: { authorization: `Bearer ${env.STRIPE_SECRET_KEY}` },
      body: new URLSearchParams({ now }),
    });
  await stripe.webhookEndpoints.create({
    url: 'http://127.0.0.1:9/hook',
    enabled_events: ['customer.updated'],
  });
  await clock(String(realNow() - 3_600));
  const customer = await stripe.customers.create();
  await stripe.customers.update(customer.id, { name: 'Ada' });
  await clock('');
  expect(await diagnose(healthy)).toContainEqual(
    expect.objectContaining({
      what: expect.stringMatching(/^Event evt_\w+ \(customer\.updated\) is not delivered yet, 6[01] minutes/),
      mend: expect.stringMatching(/events -- replay/),
    }),
  );
});
