import {
  COMPANY,
  CURRENCIES,
  type Currency,
  catalogPlan,
  DEFAULT_CURRENCY,
  type Interval,
  PLAN_KEYS,
  type PlanKey,
} from '../billing/catalogue';
import { currentSubscription, hasPaidBefore } from '../billing/customer-state';
import { findPrice, type PlanPrice, priceIn, yearlySavingPercent } from '../billing/plan';
import { applyPromotion, type PromotionCode, type PromotionResult } from '../billing/promotion';
import { couponInWords, promotionRefusalInWords } from '../billing/promotion-words';
import { chosenQuantity } from '../billing/quantity';
import { type Refusal, refusalNotice } from '../billing/refusal';
import { discountTermsInWords } from '../billing/subscription-words';
import { times } from '../money';
import { oneOf } from '../search';
import { shortened } from '../shortened';
import { isPlanned, laterStart } from './buttons';
import { planCard } from './cards';
import { isCurrent, type Offer, type Visitor } from './offer';
import type { PricingView, PromotionBanner } from './types';

export type PricingFacts = Readonly<{
  email: string | null;
  visitor: Visitor;
  prices: readonly PlanPrice[];
  interval: Interval;
  /** The currency asked for; a customer's own goes before it. */
  currency: Currency | null;
  /** What was asked for by ?promo=, and what it means at Stripe. */
  promo: Readonly<{ text: string; code: PromotionCode | null }> | null;
  plan: PlanKey | null;
  /** How many were asked for, as it was typed. */
  quantity: string | null;
  refused: Refusal | null;
  todayAtOnce?: boolean;
}>;

/** The pricing page for one visitor at `now` (Unix seconds), in finished words. */
export function pricingView(facts: PricingFacts, now: number): PricingView {
  const { visitor, prices, interval, promo } = facts;
  const fixed = oneOf(CURRENCIES, visitor.state?.currency);
  const currency = fixed ?? facts.currency ?? DEFAULT_CURRENCY;
  const code = promo?.code ?? null;
  const subscription = visitor.state && currentSubscription(visitor.state);
  const offers = offersOf(facts, now);
  const promotion = promo
    ? banner(promo, offers, visitor, { interval, currency })
    : ({ state: 'none' } as const);
  // a code that counts nowhere is explained once, above the plans
  const shown = promotion.state === 'applied' ? code : null;
  return {
    company: COMPANY.name,
    interval,
    currency,
    currencyFixed: fixed !== undefined,
    signedInAs: facts.email,
    yearlySavingPercent: yearlySavingPercent(prices, currency),
    promotion,
    standingDiscount: subscription && discountTermsInWords(subscription),
    refusal: refusalAbove(facts.refused, offers),
    quantity: facts.quantity,
    isOwing: subscription?.status === 'past_due' || subscription?.status === 'unpaid',
    todayAtOnce: facts.todayAtOnce ?? false,
    plans: offers.map((offer) => planCard(shown ? offer : { ...offer, promotion: null }, visitor, shown)),
    highlightedPlan: facts.plan,
  };
}

/** A number that cannot be had is explained beside its field. */
function refusalAbove(refused: Refusal | null, offers: readonly Offer[]): PricingView['refusal'] {
  const isToldBelow =
    refused === 'quantity-not-offered' && offers.some(({ quantityProblem }) => quantityProblem !== null);
  return refused && !isToldBelow ? refusalNotice(refused) : null;
}

/** Every plan as the visitor sees it at `now` (Unix seconds), in the catalogue's order. */
export function offersOf(facts: PricingFacts, now: number): Offer[] {
  const currency = oneOf(CURRENCIES, facts.visitor.state?.currency) ?? facts.currency ?? DEFAULT_CURRENCY;
  return PLAN_KEYS.map((key) => offerOf(key, currency, facts, now));
}

function offerOf(key: PlanKey, currency: Currency, facts: PricingFacts, now: number): Offer {
  const plan = catalogPlan(key);
  const { interval, visitor, promo } = facts;
  const planPrice = findPrice(facts.prices, key, interval) ?? null;
  const unit = planPrice ? priceIn(planPrice, currency) : null;
  const { state } = visitor;
  // a number goes with the plan that it was typed for
  const quantityTyped = facts.plan === null || facts.plan === key ? facts.quantity : null;
  const subscription = state && currentSubscription(state);
  const planned = subscription && isPlanned(subscription, key, interval) ? subscription.upcoming : null;
  const { quantity, problem: quantityProblem } = chosenQuantity(plan, planned ?? subscription, quantityTyped);
  const price = unit && times(unit, quantity);
  const promotion: PromotionResult | null =
    promo?.code && planPrice && unit && price
      ? applyPromotion(
          promo.code,
          {
            price,
            productId: planPrice.productId,
            customer: state?.customerId ?? null,
            hasPaidBefore: state !== null && hasPaidBefore(state),
            isUpdate: subscription !== null,
            startsAt: subscription && laterStart({ unit, interval, quantity }, key, subscription),
          },
          now,
        )
      : null;
  const promotionCode = promo?.code?.id ?? null;
  const counted = { unit, quantity, quantityTyped, quantityProblem, price };
  return { plan, interval, currency, planPrice, ...counted, promotion, promotionCode };
}

/** What is said about the code above the plans: it counts when it counts for a paid plan that can be chosen. */
function banner(
  promo: NonNullable<PricingFacts['promo']>,
  offers: readonly Offer[],
  visitor: Visitor,
  { interval, currency }: { interval: Interval; currency: Currency },
): PromotionBanner {
  const { text, code } = promo;
  if (!code) {
    const shown = shortened(text);
    return {
      state: 'refused',
      code: shown,
      reason: 'unknown',
      message: promotionRefusalInWords(shown, 'unknown'),
    };
  }
  const results = offers
    .filter((offer) => offer.price && offer.price.amount > 0 && !isCurrent(offer, visitor))
    .flatMap(({ promotion }) => promotion ?? []);
  if (results.some((result) => result.applies)) {
    return { state: 'applied', code: code.code, summary: couponInWords(code.coupon, interval, currency) };
  }
  const [first] = results;
  const reason = first && !first.applies ? first.reason : 'other-currency';
  return { state: 'refused', code: code.code, reason, message: promotionRefusalInWords(code.code, reason) };
}
