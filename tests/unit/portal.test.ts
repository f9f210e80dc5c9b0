import { expect, it, test } from 'vitest';
import { portalConfiguration } from '@/lib/billing/portal-configuration';
import { flowData, type PortalIntent } from '@/lib/billing/portal-flow';
import { PRICES } from './given';

const RETURN_URL = 'https://app.test/account/return/i1';
const after_completion = { type: 'redirect', redirect: { return_url: RETURN_URL } };
const confirm = {
  kind: 'subscription_update_confirm',
  subscription: 'sub_1',
  item: 'si_1',
  price: 'price_pro',
  quantity: 2,
} as const;

test.each<[PortalIntent, object | undefined]>([
  [{ kind: 'home' }, undefined],
  [{ kind: 'payment_method_update' }, { type: 'payment_method_update', after_completion }],
  [
    { kind: 'subscription_cancel', subscription: 'sub_1', retentionCoupon: null },
    { type: 'subscription_cancel', subscription_cancel: { subscription: 'sub_1' }, after_completion },
  ],
  [
    { kind: 'subscription_cancel', subscription: 'sub_1', retentionCoupon: 'stay-30' },
    {
      type: 'subscription_cancel',
      subscription_cancel: {
        subscription: 'sub_1',
        retention: { type: 'coupon_offer', coupon_offer: { coupon: 'stay-30' } },
      },
      after_completion,
    },
  ],
  [
    { kind: 'subscription_update', subscription: 'sub_1' },
    { type: 'subscription_update', subscription_update: { subscription: 'sub_1' }, after_completion },
  ],
  [{ kind: 'customer_update' }, { type: 'customer_update', after_completion }],
  [
    { kind: 'subscription_pause', subscription: 'sub_1' },
    { type: 'subscription_pause', subscription_pause: { subscription: 'sub_1' }, after_completion },
  ],
  [
    { ...confirm, promotionCode: null },
    {
      type: 'subscription_update_confirm',
      subscription_update_confirm: {
        subscription: 'sub_1',
        items: [{ id: 'si_1', price: 'price_pro', quantity: 2 }],
      },
      after_completion,
    },
  ],
  [
    { ...confirm, promotionCode: 'promo_1' },
    {
      type: 'subscription_update_confirm',
      subscription_update_confirm: {
        subscription: 'sub_1',
        items: [{ id: 'si_1', price: 'price_pro', quantity: 2 }],
        discounts: [{ promotion_code: 'promo_1' }],
      },
      after_completion,
    },
  ],
])('%o opens its own door', (intent, expected) => {
  expect(flowData(intent, RETURN_URL)).toEqual(expected);
});

it('offers every price of the catalogue, two for each product, in the numbers that the plans are sold in', () => {
  const { params } = portalConfiguration(PRICES, 'https://app.test');
  const once = { adjustable_quantity: { enabled: true, minimum: 1, maximum: 1 } };
  expect(params.features.subscription_update?.products).toEqual([
    { product: 'prod_free', prices: ['price_free_month', 'price_free_year'], ...once },
    { product: 'prod_pro', prices: ['price_pro_month', 'price_pro_year'], ...once },
    {
      product: 'prod_scale',
      prices: ['price_scale_month', 'price_scale_year'],
      adjustable_quantity: { enabled: true, minimum: 1, maximum: 10 },
    },
    { product: 'prod_starter', prices: ['price_starter_month', 'price_starter_year'], ...once },
  ]);
});

it('asks nobody for a number where no plan is sold by one', () => {
  const prices = PRICES.filter(({ plan }) => plan !== 'scale');
  const update = portalConfiguration(prices, 'https://app.test').params.features.subscription_update;
  expect(update?.default_allowed_updates).toEqual(['price', 'promotion_code']);
  expect(update?.products).toContainEqual({
    product: 'prod_free',
    prices: ['price_free_month', 'price_free_year'],
  });
});

it('lets customers switch with a code and in another quantity, and keeps what they paid for', () => {
  const { params } = portalConfiguration(PRICES, 'https://app.test');
  expect(params.features.subscription_update).toMatchObject({
    enabled: true,
    default_allowed_updates: ['price', 'quantity', 'promotion_code'],
    proration_behavior: 'always_invoice',
    schedule_at_period_end: {
      conditions: [{ type: 'decreasing_item_amount' }, { type: 'shortening_interval' }],
    },
  });
  expect(params.features.subscription_cancel).toMatchObject({ enabled: true, mode: 'at_period_end' });
  expect(params.features.payment_method_update).toEqual({ enabled: true });
  expect(params.features.invoice_history).toEqual({ enabled: true });
  expect(params.features.customer_update).toMatchObject({ enabled: true });
  expect(params.features.subscription_pause).toMatchObject({ enabled: true });
  expect(params.features.subscription_cancel?.cancellation_reason).toMatchObject({ enabled: true });
});

it('has the same fingerprint however Stripe lists the prices, and another for other prices', () => {
  const { fingerprint, params } = portalConfiguration(PRICES, 'https://app.test');
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(params.metadata).toEqual({ sidedoor_purpose: 'account', sidedoor_fingerprint: fingerprint });
  expect(portalConfiguration([...PRICES].reverse(), 'https://app.test').fingerprint).toBe(fingerprint);
  expect(portalConfiguration(PRICES.slice(1), 'https://app.test').fingerprint).not.toBe(fingerprint);
});

it('links to the legal pages only over https, as Stripe demands', () => {
  expect(portalConfiguration(PRICES, 'https://app.test').params.business_profile).toMatchObject({
    privacy_policy_url: 'https://app.test/privacy',
    terms_of_service_url: 'https://app.test/terms',
  });
  expect(portalConfiguration(PRICES, 'http://localhost:3000').params.business_profile).not.toHaveProperty(
    'privacy_policy_url',
  );
});

it('keeps within the limits of a headline and a name', () => {
  const { params } = portalConfiguration(PRICES, 'https://app.test');
  expect(params.business_profile?.headline?.length).toBeLessThanOrEqual(60);
  expect(params.name?.length).toBeLessThanOrEqual(256);
});
