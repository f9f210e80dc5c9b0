import type { Choice } from '@/lib/pricing/choice';
import type { PricingView } from '@/lib/pricing/types';

/** What the visitor has chosen so far, for links that change one choice and keep the others. */
export function choiceOf(view: PricingView): Choice {
  return {
    plan: view.highlightedPlan,
    interval: view.interval,
    currency: view.currency,
    promo: view.promotion.state === 'none' ? null : view.promotion.code,
    quantity: view.quantity,
  };
}
