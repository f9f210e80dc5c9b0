import { type Currency, catalogPlan, type Interval, PLAN_KEYS, type PlanKey } from '../billing/catalogue';
import { findPrice, type PlanPrice, priceIn } from '../billing/plan';
import {
  applyPromotion,
  type PromotionCode,
  type PromotionRefusal,
  type PromotionTarget,
} from '../billing/promotion';
import { couponInWords, durationInWords } from '../billing/promotion-words';
import { formatDate } from '../calendar';
import { formatMoney } from '../money';
import type { CampaignLink } from './link';

/** What will come of a link, before anybody has pressed it. */
export type Verdict = Readonly<{
  /** `refused`: visitors pay the full price although the link names a code. */
  state: 'accepted' | 'partly' | 'refused' | 'no-code';
  title: string;
  findings: readonly string[];
  prices: readonly PlanVerdict[];
}>;

/** What one plan costs by the link; `newcomer` and `subscriber` are whole phrases. */
export type PlanVerdict = Readonly<{ plan: PlanKey; name: string; newcomer: string; subscriber: string }>;

export type VerdictFacts = Readonly<{
  link: CampaignLink;
  /** The link's code as Stripe has it; null when there is none such. */
  code: PromotionCode | null;
  prices: readonly PlanPrice[];
}>;

/** Says whether Stripe will take a link's code and for whom, at `now` (Unix seconds). */
export function verdict({ link, code, prices }: VerdictFacts, now: number): Verdict {
  const interval = link.interval ?? 'month';
  const currency = link.currency ?? 'usd';
  const plans = PLAN_KEYS.flatMap((plan) => planVerdict(plan, interval, currency, code, prices, now));
  const shown = plans.map(({ refusals: _, ...rest }) => rest);
  if (link.code === null) {
    return { state: 'no-code', title: 'No code: visitors see the full prices', findings: [], prices: shown };
  }
  if (code === null) {
    return {
      state: 'refused',
      title: `Stripe has no code ${link.code}`,
      findings: [
        'Check the spelling, or create the code in Stripe first. Visitors are told that we do not know it, and are not counted.',
      ],
      prices: shown,
    };
  }
  const asked = plans.filter(({ plan }) => plan === link.plan);
  const judged = asked.length > 0 ? asked : plans;
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
        ...(reason
          ? [refusalInWords(code, reason)]
          : ['Nothing is to pay there, so nothing can be taken off.']),
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

type Judged = PlanVerdict & {
  refusals: Readonly<Record<'newcomer' | 'subscriber', PromotionRefusal | null>>;
};

/** One paid plan in the currency of the link; nothing for a plan that costs nothing or is not sold there. */
function planVerdict(
  plan: PlanKey,
  interval: Interval,
  currency: Currency,
  code: PromotionCode | null,
  prices: readonly PlanPrice[],
  now: number,
): Judged[] {
  const planPrice = findPrice(prices, plan, interval);
  const price = planPrice && priceIn(planPrice, currency);
  if (!planPrice || !price || price.amount === 0) return [];
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
      newcomer: newcomer.words,
      subscriber: subscriber.words,
      refusals: { newcomer: newcomer.refusal, subscriber: subscriber.refusal },
    },
  ];
}

/** Why a code counts for nobody, or not for a plan. */
function refusalInWords(code: PromotionCode, reason: PromotionRefusal): string {
  switch (reason) {
    case 'unknown':
      return `Stripe has no code ${code.code}.`;
    case 'inactive':
      return `${code.code} is switched off at Stripe. Switch it on there, or take another.`;
    case 'expired':
      return `${code.code} has ended${endOf(code)}. Take another, or create one that runs longer.`;
    case 'used-up':
      return `${code.code} has been used ${code.timesRedeemed} times, as often as it could be.`;
    case 'other-customer':
      return `${code.code} belongs to one customer and works for nobody else. A campaign needs a code for everybody.`;
    case 'not-first-time':
      return `${code.code} is for first payments only.`;
    case 'minimum-on-update':
    case 'minimum-amount':
      return `${code.code} asks for a larger amount.`;
    case 'other-product':
      return `The coupon of ${code.code} is for other plans.`;
    case 'other-currency':
      return `${code.code} takes nothing off in this currency.`;
  }
}

/** Why the portal will not take a code that Checkout does: subscribers see the full price before they press. */
function portalRefusalInWords(reason: PromotionRefusal): string {
  const because =
    reason === 'not-first-time'
      ? 'it is for a first payment'
      : reason === 'minimum-on-update'
        ? 'it asks for a minimum amount, which Stripe never takes on a change of a plan'
        : 'it does not count for a change of a plan';
  return `The portal will refuse this code for subscribers because ${because}. The pricing page tells them so and shows the full price.`;
}

function endsInWords(code: PromotionCode, now: number): string[] {
  const end = endAt(code);
  const left = code.maxRedemptions === null ? null : code.maxRedemptions - code.timesRedeemed;
  return [
    ...(end !== null && end > now ? [`It ends on ${formatDate(end)}.`] : []),
    ...(left !== null && left > 0 ? [`It can be used ${left} more ${left === 1 ? 'time' : 'times'}.`] : []),
  ];
}

function endOf(code: PromotionCode): string {
  const end = endAt(code);
  return end === null ? '' : ` on ${formatDate(end)}`;
}

function endAt({ expiresAt, coupon }: PromotionCode): number | null {
  const ends = [expiresAt, coupon.redeemBy].filter((end) => end !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}
