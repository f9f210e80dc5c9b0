import { catalogPlan, DEFAULT_CURRENCY, PLAN_KEYS, type PlanKey } from '../billing/catalogue';
import { findPrice, type PlanPrice, priceIn } from '../billing/plan';
import {
  applyPromotion,
  type PromotionCode,
  type PromotionRefusal,
  type PromotionTarget,
} from '../billing/promotion';
import { couponInWords, durationInWords } from '../billing/promotion-words';
import { chosenQuantity, unitsInWords } from '../billing/quantity';
import { formatMoney, times } from '../money';
import type { CampaignLink } from './link';
import { endsInWords, portalRefusalInWords, refusalInWords } from './verdict-words';

/** What will come of a link, before anybody has pressed it. */
export type Verdict = Readonly<{
  /** `refused`: visitors pay the full price although the link names a code. */
  state: 'accepted' | 'partly' | 'refused' | 'no-code';
  title: string;
  findings: readonly string[];
  prices: readonly PlanVerdict[];
}>;

/**
 * What one plan costs by the link: `newcomer` and `subscriber` are whole phrases, `units` is "3 workspaces" for a plan
 * that is sold by number.
 */
export type PlanVerdict = Readonly<{
  plan: PlanKey;
  name: string;
  units: string | null;
  newcomer: string;
  subscriber: string;
}>;

export type VerdictFacts = Readonly<{
  link: CampaignLink;
  /** The link's code as Stripe has it; null when there is none such. */
  code: PromotionCode | null;
  prices: readonly PlanPrice[];
}>;

/** Says whether Stripe will take a link's code and for whom, at `now` (Unix seconds). */
export function verdict({ link, code, prices }: VerdictFacts, now: number): Verdict {
  const interval = link.interval ?? 'month';
  const currency = link.currency ?? DEFAULT_CURRENCY;
  const plans = PLAN_KEYS.flatMap((plan) => planVerdict(plan, link, code, prices, now));
  const shown = plans.map(({ refusals: _, ...rest }) => rest);
  if (link.code === null) {
    return { state: 'no-code', title: 'No code: visitors see the full prices', findings: [], prices: shown };
  }
  if (code === null) {
    return {
      state: 'refused',
      title: `Stripe has no code ${link.code}`,
      findings: [
        'Check the spelling, or create the code in Stripe first. Visitors are told that we do not know it.',
      ],
      prices: shown,
    };
  }
  const judged = link.plan ? plans.filter(({ plan }) => plan === link.plan) : plans;
  const forNewcomers = judged.filter(({ refusals }) => refusals.newcomer === null);
  const forSubscribers = judged.filter(({ refusals }) => refusals.subscriber === null);
  const terms = couponInWords(code.coupon, interval, currency);
  const reason = judged.find(({ refusals }) => refusals.newcomer !== null)?.refusals.newcomer ?? null;
  if (forNewcomers.length === 0) {
    const what = link.plan ? `${code.code} for ${catalogPlan(link.plan).name}` : code.code;
    return {
      state: 'refused',
      title: `Stripe will refuse ${what}`,
      findings: [
        reason ? refusalInWords(code, reason) : nothingToReduce(link, prices),
        ...endsInWords(code, now),
      ],
      prices: shown,
    };
  }
  const subscribersOut =
    judged.find(({ refusals }) => refusals.subscriber !== null)?.refusals.subscriber ?? null;
  const partly = forSubscribers.length === 0 || forNewcomers.length < judged.length;
  return {
    state: partly ? 'partly' : 'accepted',
    title: partly ? `Stripe accepts ${code.code}, but not for everybody` : `Stripe accepts ${code.code}`,
    findings: [
      `${code.code} takes ${terms}.`,
      ...(subscribersOut && forSubscribers.length === 0 ? [portalRefusalInWords(subscribersOut)] : []),
      ...(reason && forNewcomers.length < judged.length
        ? [`Not for every plan: ${refusalInWords(code, reason)}`]
        : []),
      ...endsInWords(code, now),
    ],
    prices: shown,
  };
}

/** Why a plan has no price that a code could reduce. */
function nothingToReduce({ plan, interval, currency }: CampaignLink, prices: readonly PlanPrice[]): string {
  const [name, code] = [plan ? catalogPlan(plan).name : 'Any plan', currency ?? DEFAULT_CURRENCY];
  const price = plan && findPrice(prices, plan, interval ?? 'month');
  const isSold = price && priceIn(price, code) !== null;
  return isSold
    ? `${name} costs nothing, so nothing can be taken off.`
    : `${name} is not sold in ${code.toUpperCase()}.`;
}

type Judged = PlanVerdict & {
  refusals: Readonly<Record<'newcomer' | 'subscriber', PromotionRefusal | null>>;
};

/** One paid plan in the currency of the link; nothing for a plan that costs nothing or is not sold there. */
function planVerdict(
  plan: PlanKey,
  link: CampaignLink,
  code: PromotionCode | null,
  prices: readonly PlanPrice[],
  now: number,
): Judged[] {
  const interval = link.interval ?? 'month';
  const planPrice = findPrice(prices, plan, interval);
  const unit = planPrice && priceIn(planPrice, link.currency ?? DEFAULT_CURRENCY);
  if (!planPrice || !unit || unit.amount === 0) return [];
  const typed = link.plan === plan ? link.quantity : null;
  const { quantity } = chosenQuantity(catalogPlan(plan), null, typed);
  const price = times(unit, quantity);
  const per = interval === 'year' ? 'per year' : 'per month';
  const full = `${formatMoney(price)} ${per}`;
  const target = { price, productId: planPrice.productId, customer: null };
  const seenBy = (who: Pick<PromotionTarget, 'hasPaidBefore' | 'isUpdate'>) => {
    if (!code) return { words: full, refusal: null };
    const result = applyPromotion(code, { ...target, ...who }, now);
    if (!result.applies) return { words: full, refusal: result.reason };
    const reduced = `${formatMoney(result.discounted)} ${per} ${durationInWords(interval, result)}`;
    return { words: result.off.amount > 0 ? reduced.trim() : full, refusal: null };
  };
  const newcomer = seenBy({ hasPaidBefore: false, isUpdate: false });
  const subscriber = seenBy({ hasPaidBefore: true, isUpdate: true });
  return [
    {
      plan,
      name: catalogPlan(plan).name,
      units: unitsInWords(plan, quantity),
      newcomer: newcomer.words,
      subscriber: subscriber.words,
      refusals: { newcomer: newcomer.refusal, subscriber: subscriber.refusal },
    },
  ];
}
