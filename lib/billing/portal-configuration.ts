import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { COMPANY, catalogPlan } from './catalogue';
import type { PlanPrice } from './plan';

export type ConfigurationParams = Stripe.BillingPortal.ConfigurationCreateParams;

/** A price as far as a configuration names it. */
export type ListedPrice = Pick<PlanPrice, 'productId' | 'priceId' | 'plan'>;

/** What a configuration is for; kept in its metadata, since Stripe has no look-up by content. */
export const PORTAL_PURPOSE = 'account';

/**
 * The portal configuration as code: every door this app opens, every price it sells. The fingerprint covers all of it,
 * so a changed catalogue or rule leads to a new configuration, and an unchanged one is found again.
 * `appUrl` is this app's origin; Stripe takes the legal links only from https.
 */
export function portalConfiguration(
  prices: readonly ListedPrice[],
  appUrl: string,
): { params: ConfigurationParams; fingerprint: string } {
  const isCounted = prices.some(({ plan }) => catalogPlan(plan).quantity !== undefined);
  const params = {
    name: `${COMPANY.name} ${PORTAL_PURPOSE}`,
    default_return_url: new URL('/account', appUrl).href,
    business_profile: {
      headline: `${COMPANY.name}: your plan and payments`,
      ...(appUrl.startsWith('https:') && {
        privacy_policy_url: new URL('/privacy', appUrl).href,
        terms_of_service_url: new URL('/terms', appUrl).href,
      }),
    },
    features: {
      // The e-mail is the sign-in name here, so the portal does not change it.
      customer_update: { enabled: true, allowed_updates: ['name', 'address', 'phone', 'tax_id'] },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true }, // Stripe refuses subscription_update without it
      subscription_cancel: {
        enabled: true,
        mode: 'at_period_end',
        cancellation_reason: {
          enabled: true,
          options: [
            'too_expensive',
            'missing_features',
            'switched_service',
            'unused',
            'too_complex',
            'other',
          ],
        },
      },
      subscription_pause: {
        enabled: true,
        duration: {
          type: 'interval_options',
          interval_options: [
            { interval: 'month', interval_count: 1 },
            { interval: 'month', interval_count: 3 },
          ],
        },
      },
      subscription_update: {
        enabled: true,
        default_allowed_updates: isCounted
          ? ['price', 'quantity', 'promotion_code']
          : ['price', 'promotion_code'],
        products: productsOf(prices, isCounted),
        proration_behavior: 'always_invoice',
        // Upgrades are paid and given at once; what was paid for is not taken away before its time.
        schedule_at_period_end: {
          conditions: [{ type: 'decreasing_item_amount' }, { type: 'shortening_interval' }],
        },
      },
    },
  } satisfies ConfigurationParams;
  const fingerprint = createHash('sha256').update(JSON.stringify(params)).digest('hex');
  return {
    params: {
      ...params,
      metadata: { sidedoor_purpose: PORTAL_PURPOSE, sidedoor_fingerprint: fingerprint },
    },
    fingerprint,
  };
}

type Listed = Stripe.BillingPortal.ConfigurationCreateParams.Features.SubscriptionUpdate.Product;

/** Products with their prices and limits, in an order that does not depend on how Stripe listed them. */
function productsOf(prices: readonly ListedPrice[], isCounted: boolean): Listed[] {
  const byProduct = new Map<string, Listed>();
  for (const { productId: product, priceId, plan } of prices) {
    const known = byProduct.get(product)?.prices ?? [];
    const limits = isCounted ? { adjustable_quantity: limitsOf(plan) } : {};
    byProduct.set(product, { product, prices: [...known, priceId].sort(), ...limits });
  }
  return [...byProduct.values()].sort((a, b) => (a.product < b.product ? -1 : 1));
}

/**
 * How many of a plan customers may choose. A plan that is not counted is 1 to 1 beside one that is: with the field
 * closed, whoever has three of the other would have to take three of this.
 */
function limitsOf(plan: PlanPrice['plan']): NonNullable<Listed['adjustable_quantity']> {
  const { minimum, maximum } = catalogPlan(plan).quantity ?? { minimum: 1, maximum: 1 };
  return { enabled: true, minimum, maximum };
}
