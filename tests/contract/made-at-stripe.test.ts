import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { expect } from 'vitest';
import { noteMade, removeMade } from '../rig/made-at-stripe';
import { API_VERSION, anAccount, base, localOnly } from './stripe-under-test';

/** An account whose POSTs are noted in a list of its own, as those to real Stripe are. */
function aNotedAccount() {
  const list = join(mkdtempSync(join(tmpdir(), 'made-')), 'list.txt');
  const { hostname, port } = new URL(base);
  const stripe = new Stripe(anAccount().key, {
    apiVersion: API_VERSION,
    host: hostname,
    port,
    protocol: 'http',
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient(async (input, init) => {
      const answer = await fetch(input, init);
      const { pathname } = new URL(String(input));
      if (init?.method === 'POST' && answer.ok) noteMade(pathname, await answer.clone().json(), list);
      return answer;
    }),
  });
  return { stripe, list };
}

localOnly('what a run has made at Stripe is taken away again, or switched off', async () => {
  const { stripe, list } = aNotedAccount();
  const { id: customer } = await stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const price = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 4900,
    recurring: { interval: 'month' },
    product_data: { name: 'Pro' },
  });
  const empty = await stripe.products.create({ name: 'Empty' });
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
  const coupon = await stripe.coupons.create({ id: 'spring-25', percent_off: 25 });
  const code = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id } });
  const portal = await stripe.billingPortal.configurations.create({
    features: { invoice_history: { enabled: true } },
  });
  await stripe.webhookEndpoints.create({ url: 'https://example.com/hook', enabled_events: ['*'] });
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: 1794787200 });
  const checkout = await stripe.checkout.sessions.create({
    mode: 'subscription',
    success_url: 'https://example.com/done',
    line_items: [{ price: price.id, quantity: 1 }],
  });

  await removeMade(stripe, list);

  expect(await stripe.customers.retrieve(customer)).toMatchObject({ deleted: true });
  expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('canceled');
  expect((await stripe.prices.retrieve(price.id)).active).toBe(false);
  expect((await stripe.products.retrieve(String(price.product))).active).toBe(false);
  await expect(stripe.products.retrieve(empty.id)).rejects.toMatchObject({ statusCode: 404 });
  await expect(stripe.coupons.retrieve(coupon.id)).rejects.toMatchObject({ statusCode: 404 });
  expect((await stripe.promotionCodes.retrieve(code.id)).active).toBe(false);
  expect((await stripe.billingPortal.configurations.retrieve(portal.id)).active).toBe(false);
  expect((await stripe.webhookEndpoints.list()).data).toEqual([]);
  await expect(stripe.testHelpers.testClocks.retrieve(clock.id)).rejects.toMatchObject({ statusCode: 404 });
  expect((await stripe.checkout.sessions.retrieve(checkout.id)).status).toBe('expired');
});

localOnly('taking away is done once, and nothing to take away is no failure', async () => {
  const { stripe, list } = aNotedAccount();
  await removeMade(stripe, list);
  const { id } = await stripe.customers.create();
  await stripe.customers.del(id);
  await removeMade(stripe, list);
  await removeMade(stripe, list);
  expect((await stripe.customers.list()).data).toEqual([]);
});
