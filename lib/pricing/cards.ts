import type { PromotionCode, PromotionResult } from '../billing/promotion';
import { durationInWords, promotionNoteInWords } from '../billing/promotion-words';
import { formatMoney } from '../money';
import { planButton } from './buttons';
import { isCurrent, type Offer, type Visitor } from './offer';
import type { PlanCard } from './types';

/** The card of one plan. */
export function planCard(offer: Offer, visitor: Visitor, code: PromotionCode | null): PlanCard {
  const { plan, interval, price } = offer;
  const button = planButton(offer, visitor);
  const { promotion } = offer;
  const counts = promotion?.applies && promotion.off.amount > 0;
  return {
    plan: plan.key,
    name: plan.name,
    tagline: plan.tagline,
    features: plan.features,
    highlighted: plan.highlighted,
    price: price && formatMoney(price),
    discounted:
      counts && !isCurrent(offer, visitor)
        ? { price: formatMoney(promotion.discounted), words: durationInWords(interval, promotion) }
        : null,
    promotionNote:
      code && price && price.amount > 0 ? promotionNote(code, promotion, isCurrent(offer, visitor)) : null,
    button,
  };
}

function promotionNote(
  code: PromotionCode,
  promotion: PromotionResult | null,
  isTheirs: boolean,
): string | null {
  if (!promotion) return null;
  if (!promotion.applies) return promotionNoteInWords(code.code, promotion.reason);
  return isTheirs ? `${code.code} counts when you change your plan.` : null;
}
