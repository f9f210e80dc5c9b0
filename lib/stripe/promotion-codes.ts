import 'server-only';
import type Stripe from 'stripe';
import { type Coupon, choosePromotionCode, isPossibleCode, type PromotionCode } from '../billing/promotion';
import { processWide } from '../process-wide';
import { oneOf } from '../search';
import { idOf, stripe } from './client';
import { reading } from './errors';

/**
 * The promotion code that `text` means for a customer (null: nobody yet), usable or not; null when there is none.
 * Upper and lower case are the same to Stripe. Text that cannot be a code is answered without asking.
 */
export async function findPromotionCode(
  text: string,
  customer: string | null,
): Promise<PromotionCode | null> {
  return choosePromotionCode(await listCodes(text), customer);
}

const FRESH_FOR_MS = 60_000;
const MOST_KEPT = 200;

type Found = Readonly<{ codes: readonly PromotionCode[]; readAt: number }>;
// real time, not lib/clock: a frozen clock would keep old codes for good
const recent = () => processWide('recent-promotion-codes', () => new Map<string, Found>());

/** The same, at most a minute old: for pages, and for a press that Stripe checks once more. */
export async function recentPromotionCode(
  text: string,
  customer: string | null,
): Promise<PromotionCode | null> {
  const kept = recent();
  const key = text.toUpperCase();
  let found = kept.get(key);
  if (!found || found.readAt + FRESH_FOR_MS < Date.now()) {
    found = { codes: await listCodes(text), readAt: Date.now() };
    const [oldest] = kept.keys();
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, found);
  }
  return choosePromotionCode(found.codes, customer);
}

/** Makes the next look ask Stripe. */
export const forgetPromotionCodes = (): void => recent().clear();

async function listCodes(text: string): Promise<readonly PromotionCode[]> {
  if (!isPossibleCode(text)) return [];
  const { data } = await reading('the promotion code', () =>
    stripe().promotionCodes.list({
      code: text,
      limit: 100,
      expand: [
        'data.promotion.coupon',
        'data.promotion.coupon.applies_to',
        'data.promotion.coupon.currency_options',
        'data.restrictions.currency_options',
      ],
    }),
  );
  return data.map(toPromotionCode).filter((code) => code !== null);
}

function toPromotionCode(code: Stripe.PromotionCode): PromotionCode | null {
  const { coupon } = code.promotion;
  if (coupon === null || typeof coupon === 'string') return null; // a code whose coupon was deleted means nothing
  return {
    id: code.id,
    code: code.code,
    active: code.active,
    expiresAt: code.expires_at,
    maxRedemptions: code.max_redemptions,
    timesRedeemed: code.times_redeemed,
    customer: idOf(code.customer),
    firstTimeTransaction: code.restrictions.first_time_transaction,
    minimumAmount: minimumOf(code.restrictions),
    coupon: toCoupon(coupon),
  };
}

/** A coupon in the app's terms; `applies_to` and `currency_options` are there only when they were expanded. */
export function toCoupon(coupon: Stripe.Coupon): Coupon {
  return {
    id: coupon.id,
    name: coupon.name,
    valid: coupon.valid,
    redeemBy: coupon.redeem_by,
    percentOff: coupon.percent_off,
    amountOff: amountOffOf(coupon),
    duration: oneOf(['once', 'repeating', 'forever'], coupon.duration) ?? 'once',
    durationInMonths: coupon.duration_in_months,
    appliesToProducts: coupon.applies_to?.products ?? null,
  };
}

function amountOffOf(coupon: Stripe.Coupon): Coupon['amountOff'] {
  if (coupon.amount_off === null || coupon.currency === null) return null;
  const options = Object.entries(coupon.currency_options ?? {}).map(([currency, { amount_off }]) => [
    currency,
    amount_off,
  ]);
  return Object.fromEntries([...options, [coupon.currency, coupon.amount_off]]);
}

function minimumOf(restrictions: Stripe.PromotionCode.Restrictions): PromotionCode['minimumAmount'] {
  const { minimum_amount, minimum_amount_currency, currency_options } = restrictions;
  if (minimum_amount === null || minimum_amount_currency === null) return null;
  const options = Object.entries(currency_options ?? {}).map(([currency, option]) => [
    currency,
    option.minimum_amount,
  ]);
  return Object.fromEntries([...options, [minimum_amount_currency, minimum_amount]]);
}
