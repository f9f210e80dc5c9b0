import { currentSubscription } from '../billing/customer-state';
import type { PromotionCode, PromotionResult } from '../billing/promotion';
import { durationInWords, promotionNoteInWords } from '../billing/promotion-words';
import { unitsInWords } from '../billing/quantity';
import { formatMoney } from '../money';
import { planButton } from './buttons';
import { isCurrent, isOwnPrice, type Offer, type Visitor } from './offer';
import type { PlanButton, PlanCard, QuantityField } from './types';

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
    per: perInWords(offer, counts === true && !isCurrent(offer, visitor)),
    quantity: quantityField(offer, visitor, button),
    discounted:
      counts && !isCurrent(offer, visitor)
        ? { price: formatMoney(promotion.discounted), words: durationInWords(interval, promotion) }
        : null,
    promotionNote:
      code && price && price.amount > 0 ? promotionNote(code, promotion, isCurrent(offer, visitor)) : null,
    button,
  };
}

/** A reduced price is that of all: an amount off is not taken off each. What one costs stands there for several. */
function perInWords({ plan, interval, unit, quantity }: Offer, isReduced: boolean): string {
  const per = `per ${interval}`;
  if (quantity === 1 && !isReduced) return plan.quantity ? `per ${plan.quantity.unit} ${per}` : per;
  const units = unitsInWords(plan.key, quantity) ?? (quantity === 1 ? null : String(quantity));
  if (units === null) return per;
  return `for ${units}${unit && quantity !== 1 ? ` at ${formatMoney(unit)}` : ''}, ${per}`;
}

const NOTHING_TO_CHOOSE: readonly PlanButton['kind'][] = ['current', 'resume', 'unavailable'];

function quantityField(offer: Offer, visitor: Visitor, { kind }: PlanButton): QuantityField | null {
  const { plan, unit, quantity, quantityTyped, quantityProblem } = offer;
  if (!plan.quantity || !unit || NOTHING_TO_CHOOSE.includes(kind)) return null;
  const { units, minimum, maximum } = plan.quantity;
  const own =
    isOwnPrice(offer, visitor) && visitor.state ? currentSubscription(visitor.state)?.quantity : undefined;
  return {
    label: units.charAt(0).toUpperCase() + units.slice(1),
    value: quantityProblem === null ? String(quantity) : (quantityTyped ?? ''),
    // somebody may have more, or fewer, than can be chosen by now
    minimum: Math.min(minimum, own ?? minimum),
    maximum: Math.max(maximum, own ?? maximum),
    limits: `${minimum} to ${maximum}`,
    error: quantityProblem,
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
