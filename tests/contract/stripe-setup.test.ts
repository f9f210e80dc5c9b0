import type Stripe from 'stripe';
import { expect } from 'vitest';
import { planAccount, type Target } from '../../scripts/setup/account-plan';
import { offeredPrices, planPortalConfiguration } from '../../scripts/setup/portal-configuration';
import { aSubscriber } from '../factories';
import { anAccount, localOnly } from './stripe-under-test';

const APP = 'https://northlight.example';

type Given = Target & { secrets: string[] };

function anEmptyAccount(): Given {
  const secrets: string[] = [];
  const tellSecret = (secret: string) => void secrets.push(secret);
  return { stripe: anAccount().stripe, appUrl: APP, atStripe: true, tellSecret, secrets };
}

/** Takes the steps, all or the first few, and answers what they were. */
async function setUp(target: Target, most = Number.POSITIVE_INFINITY): Promise<string[]> {
  const { steps, obstacles } = await planAccount(target);
  expect(obstacles).toEqual([]);
  const taken = steps.slice(0, most);
  for (const step of taken) await step.take();
  return taken.map(({ what }) => what);
}

const whatIsLeft = async (target: Target) => (await planAccount(target)).steps.map(({ what }) => what);

const obstaclesOf = async (target: Target) =>
  (await planAccount(target)).obstacles.map(({ what, mend }) => `${what} ${mend}`);

async function priceOf({ stripe }: Given, key: string): Promise<Stripe.Price> {
  const { data } = await stripe.prices.list({ lookup_keys: [key] });
  if (!data[0]) throw new Error(`There is no price ${key}.`);
  return data[0];
}

/** What a customer could tell apart: no ids, no times. */
async function summary({ stripe }: Given) {
  const products = await stripe.products.list({ limit: 100 });
  const prices = await stripe.prices.list({ active: true, limit: 100 });
  const codes = await stripe.promotionCodes.list({ active: true, limit: 100 });
  const portals = await stripe.billingPortal.configurations.list({ active: true });
  const webhooks = await stripe.webhookEndpoints.list();
  return {
    products: products.data.map(({ id, active }) => `${id} ${active}`).sort(),
    prices: prices.data.map(({ lookup_key, unit_amount }) => `${lookup_key} ${unit_amount}`).sort(),
    codes: codes.data.map(({ code, promotion }) => `${code} ${promotion.coupon}`).sort(),
    portals: portals.data.length,
    webhooks: webhooks.data.map(({ url }) => url),
  };
}

localOnly(
  'an empty account gets everything that the catalogue names, and a second run changes nothing',
  async () => {
    const target = anEmptyAccount();
    await setUp(target);
    const made = await summary(target);
    expect(made.products).toContain('sidedoor_pro true');
    expect(made.prices).toEqual(
      expect.arrayContaining(['pro_month 4900', 'pro_year 49000', 'starter_month 1500']),
    );
    expect(made.codes).toEqual(expect.arrayContaining(['SPRING25 spring-25', 'FIRST50 first-50']));
    expect(made.codes).not.toContain('WINTER24 winter-24');
    expect(made.portals).toBe(1);
    expect(made.webhooks).toEqual(['https://northlight.example/api/stripe/webhook']);
    expect(target.secrets).toEqual([expect.stringMatching(/^whsec_/)]);
    expect(await whatIsLeft(target)).toEqual([]);
  },
);

localOnly(
  'a run that stops after any step is finished by the next one',
  async () => {
    const whole = anEmptyAccount();
    const steps = (await setUp(whole)).length;
    const end = await summary(whole);
    for (let stopped = 1; stopped < steps; stopped += 1) {
      const target = anEmptyAccount();
      await setUp(target, stopped);
      await setUp(target);
      expect(await summary(target), `stopped after ${stopped}`).toEqual(end);
      expect(await whatIsLeft(target)).toEqual([]);
    }
  },
  240_000,
);

localOnly(
  'a changed amount is a new price that takes the key over; who pays the old one keeps it',
  async () => {
    const target = anEmptyAccount();
    const { stripe } = target;
    await setUp(target);
    const right = await priceOf(target, 'pro_month');
    const { currency_options, ...old } = {
      product: 'sidedoor_pro',
      currency: 'usd',
      currency_options: { eur: { unit_amount: 3500 }, jpy: { unit_amount: 5800 } },
      metadata: right.metadata,
    };
    const cheaper = await stripe.prices.create({
      ...old,
      currency_options,
      unit_amount: 3900,
      recurring: { interval: 'month' },
      lookup_key: 'pro_month',
      transfer_lookup_key: true,
    });
    await stripe.prices.update(right.id, { active: false });
    const ada = await aSubscriber(stripe, { price: cheaper.id });

    const taken = await setUp(target);

    expect(taken).toEqual([
      'create price pro_month: $49.00, €45.00, ¥7,200 per month',
      `archive price ${cheaper.id}: its amount changed; who pays it keeps it`,
      'bring the portal configuration to these products and prices',
    ]);
    expect(await priceOf(target, 'pro_month')).toMatchObject({ active: true, unit_amount: 4900 });
    expect(await stripe.prices.retrieve(cheaper.id)).toMatchObject({ active: false, lookup_key: null });
    const subscription = await stripe.subscriptions.retrieve(ada.subscription);
    expect(subscription.items.data[0]?.price.id).toBe(cheaper.id);
    expect(await whatIsLeft(target)).toEqual([]);
  },
);

localOnly(
  'a product that was made earlier and is no longer named is archived with its prices; others stay',
  async () => {
    const target = anEmptyAccount();
    const { stripe } = target;
    await setUp(target);
    await stripe.products.create({ id: 'sidedoor_team', name: 'Team', metadata: { sidedoor: 'team' } });
    const price = await stripe.prices.create({
      product: 'sidedoor_team',
      currency: 'usd',
      unit_amount: 900,
      recurring: { interval: 'month' },
      metadata: { sidedoor: 'team_month' },
    });
    const foreign = await stripe.products.create({ name: 'Stickers' });
    await setUp(target);
    expect(await stripe.products.retrieve('sidedoor_team')).toMatchObject({ active: false });
    expect(await stripe.prices.retrieve(price.id)).toMatchObject({ active: false });
    expect(await stripe.products.retrieve(foreign.id)).toMatchObject({ active: true });
  },
);

localOnly('a product that drifted is set right', async () => {
  const target = anEmptyAccount();
  await setUp(target);
  await target.stripe.products.update('sidedoor_pro', { name: 'Professional', active: false });
  expect(await setUp(target)).toEqual([
    'change product sidedoor_pro: active, name',
    'bring the portal configuration to these products and prices',
  ]);
  expect(await target.stripe.products.retrieve('sidedoor_pro')).toMatchObject({ name: 'Pro', active: true });
});

localOnly(
  'a lookup key held by a price of somebody else stops the set-up, and nothing is touched',
  async () => {
    const target = anEmptyAccount();
    const product = await target.stripe.products.create({ name: 'Pro of ours' });
    const { id } = await target.stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 100,
      recurring: { interval: 'month' },
      lookup_key: 'pro_month',
    });
    expect(await obstaclesOf(target)).toEqual([
      `Price ${id} holds the lookup key "pro_month" and was not made by this tool. Take the key from it in the Dashboard, then run: npm run stripe:setup`,
    ]);
  },
);

localOnly('a coupon with other terms cannot be changed at Stripe, and is explained', async () => {
  const target = anEmptyAccount();
  await target.stripe.coupons.create({
    id: 'spring-25',
    percent_off: 20,
    duration: 'once',
    metadata: { sidedoor: 'spring-25' },
  });
  expect(await obstaclesOf(target)).toEqual([
    'Coupon spring-25 has other terms than the catalogue’s, and Stripe cannot change a coupon. Give the catalogue’s another id, such as spring-25-2: its code then moves to the new coupon.',
  ]);
});

localOnly(
  'a code of ours moves to the coupon that the catalogue gives it; a code of others is explained',
  async () => {
    const target = anEmptyAccount();
    const { stripe } = target;
    const other = await stripe.coupons.create({ percent_off: 5, duration: 'once' });
    const promotion = { type: 'coupon', coupon: other.id } as const;
    const ours = await stripe.promotionCodes.create({
      code: 'SPRING25',
      promotion,
      metadata: { sidedoor: 'x' },
    });
    const theirs = await stripe.promotionCodes.create({ code: 'HELLO20', promotion });
    expect(await obstaclesOf(target)).toEqual([
      `Promotion code HELLO20 (${theirs.id}) is active and was not made by this tool. Switch it off in the Dashboard, or give the catalogue’s another name.`,
    ]);
    await stripe.promotionCodes.update(theirs.id, { active: false });
    await setUp(target);
    expect(await stripe.promotionCodes.retrieve(ours.id)).toMatchObject({ active: false });
    expect((await summary(target)).codes).toContain('SPRING25 spring-25');
  },
);

localOnly('a code that the catalogue no longer names is switched off, and its coupon stays', async () => {
  const target = anEmptyAccount();
  const { stripe } = target;
  await setUp(target);
  const old = await stripe.coupons.create({
    id: 'autumn',
    percent_off: 5,
    duration: 'once',
    metadata: { sidedoor: 'autumn' },
  });
  const code = await stripe.promotionCodes.create({
    code: 'AUTUMN',
    promotion: { type: 'coupon', coupon: old.id },
    metadata: { sidedoor: 'AUTUMN' },
  });
  await setUp(target);
  expect(await stripe.promotionCodes.retrieve(code.id)).toMatchObject({ active: false });
  expect(await stripe.coupons.retrieve('autumn')).toMatchObject({ valid: true });
});

localOnly('a portal configuration that somebody took a price out of is replaced', async () => {
  const target = anEmptyAccount();
  const { stripe } = target;
  await setUp(target);
  const [portal] = (await stripe.billingPortal.configurations.list({ active: true })).data;
  const pro = await priceOf(target, 'pro_month');
  await stripe.billingPortal.configurations.update(portal?.id ?? '', {
    features: { subscription_update: { products: [{ product: 'sidedoor_pro', prices: [pro.id] }] } },
  });
  expect(await setUp(target)).toEqual([
    'create portal configuration "Northlight account" for 4 products',
    `switch off portal configuration ${portal?.id}: a newer one takes its place`,
  ]);
  expect(await whatIsLeft(target)).toEqual([]);
});

localOnly('a plan that is sold by number has its label and limits; what drifted is set right', async () => {
  const target = anEmptyAccount();
  const { stripe } = target;
  await setUp(target);
  const limits = async () => {
    const { data } = await stripe.billingPortal.configurations.list({
      active: true,
      expand: ['data.features.subscription_update.products'],
    });
    const [portal] = data;
    const products = portal?.features.subscription_update.products ?? [];
    return {
      portal: portal?.id ?? '',
      limits: Object.fromEntries(products.map(({ product, adjustable_quantity: q }) => [product, q])),
    };
  };
  const once = { enabled: true, minimum: 1, maximum: 1 };
  expect((await limits()).limits).toEqual({
    sidedoor_free: once,
    sidedoor_starter: once,
    sidedoor_pro: once,
    sidedoor_scale: { enabled: true, minimum: 1, maximum: 10 },
  });
  expect(await stripe.products.retrieve('sidedoor_scale')).toMatchObject({ unit_label: 'workspace' });
  expect(await stripe.products.retrieve('sidedoor_pro')).toMatchObject({ unit_label: null });
  await stripe.products.update('sidedoor_scale', { unit_label: 'seat' });
  await stripe.products.update('sidedoor_pro', { unit_label: 'seat' });
  expect(await setUp(target)).toEqual([
    'change product sidedoor_pro: unit label',
    'change product sidedoor_scale: unit label',
    'bring the portal configuration to these products and prices',
  ]);
  const { portal } = await limits();
  const scale = [await priceOf(target, 'scale_month'), await priceOf(target, 'scale_year')].map(
    ({ id }) => id,
  );
  await stripe.billingPortal.configurations.update(portal, {
    features: {
      subscription_update: {
        products: [
          {
            product: 'sidedoor_scale',
            prices: scale,
            adjustable_quantity: { enabled: true, minimum: 1, maximum: 99 },
          },
        ],
      },
    },
  });
  await setUp(target);
  expect((await limits()).limits.sidedoor_scale).toEqual({ enabled: true, minimum: 1, maximum: 10 });
  expect(await whatIsLeft(target)).toEqual([]);
});

localOnly('where no plan is sold by number, the limits that Stripe fills in are no difference', async () => {
  const target = anEmptyAccount();
  await setUp(target);
  const prices = (await offeredPrices(target.stripe)).filter(({ plan }) => plan !== 'scale');
  const plan = () => planPortalConfiguration(target.stripe, prices, 'https://small.example');
  for (const step of (await plan()).steps) await step.take();
  expect((await plan()).steps).toEqual([]);
});

localOnly('another address gets a portal configuration and a webhook endpoint of its own', async () => {
  const target = anEmptyAccount();
  await setUp(target);
  await setUp({ ...target, appUrl: 'https://staging.northlight.example' });
  const made = await summary(target);
  expect(made.portals).toBe(2);
  expect(made.webhooks).toHaveLength(2);
  expect(await whatIsLeft(target)).toEqual([]);
});

localOnly(
  'a webhook endpoint that lost events gets them back; one of somebody else is explained',
  async () => {
    const target = anEmptyAccount();
    const { stripe } = target;
    await setUp(target);
    const [endpoint] = (await stripe.webhookEndpoints.list()).data;
    await stripe.webhookEndpoints.update(endpoint?.id ?? '', { enabled_events: ['invoice.paid'] });
    expect(await setUp(target)).toEqual([`change webhook endpoint ${endpoint?.id}: its events`]);
    await stripe.webhookEndpoints.update(endpoint?.id ?? '', { metadata: { sidedoor: '' } });
    expect(await obstaclesOf(target)).toEqual([expect.stringContaining('was not made by this tool')]);
  },
);

localOnly('an app on this machine gets no endpoint at Stripe, which could not reach it', async () => {
  const target = { ...anEmptyAccount(), appUrl: 'http://localhost:3000' };
  await setUp(target);
  expect((await summary(target)).webhooks).toEqual([]);
});
