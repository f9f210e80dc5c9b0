import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { aCatalogue, aPlan, aPortalConfiguration } from '../factories';
import { anAccount } from './stripe-under-test';

test('invoice history alone leaves every other feature at its default', async () => {
  const { stripe } = anAccount();
  const configuration = await stripe.billingPortal.configurations.create({
    features: { invoice_history: { enabled: true } },
  });
  expect(configuration).toMatchObject({
    id: expect.stringMatching(/^bpc_/),
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    default_return_url: null,
    features: {
      customer_update: { enabled: false, allowed_updates: [] },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: false },
      subscription_cancel: {
        enabled: false,
        mode: 'at_period_end',
        proration_behavior: 'none',
        cancellation_reason: {
          enabled: false,
          options: ['too_expensive', 'missing_features', 'switched_service', 'unused', 'other'],
        },
      },
      subscription_update: { enabled: false, default_allowed_updates: [], proration_behavior: 'none' },
    },
    is_default: false,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: {},
    name: null,
  });
  expect(configuration.updated).toBe(configuration.created);
});

test('a configuration keeps what it was given', async () => {
  const { stripe } = anAccount();
  const configuration = await stripe.billingPortal.configurations.create({
    name: 'Upgrade to Pro',
    default_return_url: 'https://example.com/account',
    business_profile: {
      headline: 'Northlight keeps an eye on your sites',
      privacy_policy_url: 'https://example.com/privacy',
      terms_of_service_url: 'https://example.com/terms',
    },
    features: {
      customer_update: { enabled: true, allowed_updates: ['email', 'address'] },
      payment_method_update: { enabled: true },
      subscription_cancel: {
        enabled: true,
        mode: 'immediately',
        proration_behavior: 'create_prorations',
        cancellation_reason: { enabled: true, options: ['too_expensive', 'other'] },
      },
    },
    metadata: { fingerprint: 'abc' },
  });
  expect(await stripe.billingPortal.configurations.retrieve(configuration.id)).toMatchObject({
    name: 'Upgrade to Pro',
    default_return_url: 'https://example.com/account',
    business_profile: {
      headline: 'Northlight keeps an eye on your sites',
      privacy_policy_url: 'https://example.com/privacy',
      terms_of_service_url: 'https://example.com/terms',
    },
    features: {
      customer_update: { enabled: true, allowed_updates: ['email', 'address'] },
      payment_method_update: { enabled: true },
      subscription_cancel: {
        enabled: true,
        mode: 'immediately',
        proration_behavior: 'create_prorations',
        cancellation_reason: { enabled: true, options: ['too_expensive', 'other'] },
      },
    },
    metadata: { fingerprint: 'abc' },
  });
});

test('subscription updates end trials, keep the anchor and defer nothing unless told otherwise', async () => {
  const { stripe } = anAccount();
  const { starter } = await aCatalogue(stripe);
  const { features } = await stripe.billingPortal.configurations.create({
    features: {
      payment_method_update: { enabled: true },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ['price'],
        products: [{ product: starter.product, prices: [starter.month] }],
      },
    },
  });
  expect(features.subscription_update).toMatchObject({
    enabled: true,
    default_allowed_updates: ['price'],
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  });
  expect(['unchanged', null]).toContain(features.subscription_update.billing_cycle_anchor);
});

test('products are shown only when expanded', async () => {
  const { stripe } = anAccount();
  const { starter, pro } = await aCatalogue(stripe);
  const id = await aPortalConfiguration(stripe, { plans: [starter, pro] });
  const plain = await stripe.billingPortal.configurations.retrieve(id);
  expect(plain.features.subscription_update.products).toBeUndefined();
  const expanded = await stripe.billingPortal.configurations.retrieve(id, {
    expand: ['features.subscription_update.products'],
  });
  expect(expanded.features.subscription_update.products).toMatchObject([
    { product: starter.product, prices: [starter.month, starter.year] },
    { product: pro.product, prices: [pro.month, pro.year] },
  ]);
});

test('an update changes only what it names; empty values clear', async () => {
  const { stripe } = anAccount();
  const plan = await aPlan(stripe);
  const id = await aPortalConfiguration(stripe, { plans: [plan] });
  await stripe.billingPortal.configurations.update(id, {
    name: 'Pro',
    default_return_url: 'https://example.com/account',
    business_profile: { privacy_policy_url: 'https://example.com/privacy' },
  });
  const updated = await stripe.billingPortal.configurations.update(id, {
    name: '',
    default_return_url: '',
    business_profile: { privacy_policy_url: '' },
    features: { subscription_cancel: { mode: 'immediately' } },
  });
  expect(updated).toMatchObject({
    name: null,
    default_return_url: null,
    business_profile: { privacy_policy_url: null },
    features: {
      invoice_history: { enabled: true },
      subscription_cancel: { enabled: true, mode: 'immediately' },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ['price', 'quantity', 'promotion_code'],
      },
    },
  });
});

test('the allowed updates can be cleared', async () => {
  const { stripe } = anAccount();
  const id = await aPortalConfiguration(stripe, { plans: [await aPlan(stripe)] });
  const { features } = await stripe.billingPortal.configurations.update(id, {
    features: { subscription_update: { default_allowed_updates: '' } },
  });
  expect(features.subscription_update.default_allowed_updates).toEqual([]);
});

test('a configuration is never deleted, only deactivated', async () => {
  const { stripe } = anAccount();
  const id = await aPortalConfiguration(stripe, { plans: [await aPlan(stripe)] });
  const path = `/v1/billing_portal/configurations/${id}`;
  await expect(stripe.rawRequest('DELETE', path)).rejects.toMatchObject({ statusCode: 404 });
  expect(await stripe.billingPortal.configurations.update(id, { active: false })).toMatchObject({
    id,
    active: false,
  });
});

test('the list is newest first and can be narrowed to active ones', async () => {
  const { stripe } = anAccount();
  const plans = [await aPlan(stripe)];
  const kept = await aPortalConfiguration(stripe, { plans });
  const retired = await aPortalConfiguration(stripe, { plans });
  await stripe.billingPortal.configurations.update(retired, { active: false });
  const list = async (params: { active?: boolean; is_default?: boolean } = {}) =>
    (await stripe.billingPortal.configurations.list(params)).data.map(({ id }) => id);
  expect((await list()).slice(0, 2)).toEqual([retired, kept]);
  expect((await list({ active: true }))[0]).toBe(kept);
  expect((await list({ active: false }))[0]).toBe(retired);
});

test('an unknown configuration is not found', async () => {
  const { stripe } = anAccount();
  await expect(stripe.billingPortal.configurations.retrieve('bpc_none')).rejects.toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
  });
});

test('a login page keeps its address as long as it is on', async () => {
  const { stripe } = anAccount();
  const { id, login_page } = await stripe.billingPortal.configurations.create({
    features: { invoice_history: { enabled: true } },
    login_page: { enabled: true },
  });
  expect(login_page.url).toMatch(/\/p\/login\/test_/);
  const again = await stripe.billingPortal.configurations.update(id, { login_page: { enabled: true } });
  expect(again.login_page).toEqual(login_page);
  const off = await stripe.billingPortal.configurations.update(id, { login_page: { enabled: false } });
  expect(off.login_page).toEqual({ enabled: false, url: null });
});

test('a pause may last three years, or as long as the customer likes', async () => {
  const { stripe } = anAccount();
  const subscription_pause: Stripe.BillingPortal.ConfigurationCreateParams.Features.SubscriptionPause = {
    enabled: true,
    duration: { type: 'interval_options', interval_options: [{ interval: 'year', interval_count: 3 }] },
  };
  const { id, features } = await stripe.billingPortal.configurations.create({
    features: { subscription_pause },
  });
  expect(features.subscription_pause).toEqual(subscription_pause);
  const open = await stripe.billingPortal.configurations.update(id, {
    features: { subscription_pause: { duration: { type: 'indefinite', interval_options: '' } } },
  });
  expect(open.features.subscription_pause).toEqual({
    enabled: true,
    duration: { type: 'indefinite', interval_options: [] },
  });
});
