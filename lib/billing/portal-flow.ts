import type Stripe from 'stripe';

/** The doors of Stripe's portal this app opens. */
export type PortalIntent =
  | Readonly<{ kind: 'home' }>
  | Readonly<{ kind: 'payment_method_update' }>
  | Readonly<{ kind: 'customer_update' }>
  | Readonly<{
      kind: 'subscription_cancel';
      subscription: string;
      /** The id of a coupon that the portal offers first. */
      retentionCoupon: string | null;
    }>
  | Readonly<{ kind: 'subscription_update'; subscription: string }>
  | Readonly<{ kind: 'subscription_pause'; subscription: string }>
  | Readonly<{
      kind: 'subscription_update_confirm';
      subscription: string;
      item: string;
      price: string;
      quantity: number;
      /** The id of a promotion code (`promo_…`), not its text. */
      promotionCode: string | null;
    }>;

export type FlowData = Stripe.BillingPortal.SessionCreateParams.FlowData;

/**
 * The `flow_data` of a portal session; undefined for the portal's own front page. `returnUrl` is where the portal
 * redirects after success only; backing out leads to the session's return_url.
 */
export function flowData(intent: PortalIntent, returnUrl: string): FlowData | undefined {
  const after_completion = { type: 'redirect', redirect: { return_url: returnUrl } } as const;
  switch (intent.kind) {
    case 'home':
      return undefined;
    case 'payment_method_update':
    case 'customer_update':
      return { type: intent.kind, after_completion };
    case 'subscription_cancel': {
      const { subscription, retentionCoupon: coupon } = intent;
      return {
        type: intent.kind,
        subscription_cancel: {
          subscription,
          ...(coupon !== null && { retention: { type: 'coupon_offer', coupon_offer: { coupon } } }),
        },
        after_completion,
      };
    }
    case 'subscription_update':
      return {
        type: intent.kind,
        subscription_update: { subscription: intent.subscription },
        after_completion,
      };
    case 'subscription_pause':
      return {
        type: intent.kind,
        subscription_pause: { subscription: intent.subscription },
        after_completion,
      };
    case 'subscription_update_confirm': {
      const { subscription, item: id, price, quantity, promotionCode } = intent;
      return {
        type: intent.kind,
        subscription_update_confirm: {
          subscription,
          items: [{ id, price, quantity }],
          ...(promotionCode !== null && { discounts: [{ promotion_code: promotionCode }] }),
        },
        after_completion,
      };
    }
  }
}
