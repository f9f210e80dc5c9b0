import type Stripe from 'stripe';
import {
  type CatalogPlan,
  type CatalogPromotion,
  INTERVALS,
  type Interval,
  lookupKey,
  PLANS,
  type PlanKey,
  PROMOTIONS,
  RETENTION,
} from '../../lib/billing/catalogue';
import { type Account, findOrNull, MARK } from './account';

const productId = (plan: PlanKey) => `sidedoor_${plan}`;

/** Creates the products, prices, coupons and promotion codes of lib/billing/catalogue.ts that are missing. */
export async function seedCatalogue(account: Account): Promise<void> {
  for (const plan of PLANS) {
    await seedProduct(account, plan);
    for (const interval of INTERVALS) await seedPrice(account, plan, interval);
  }
  await seedCoupon(account, RETENTION.coupon);
  for (const promotion of PROMOTIONS) {
    await seedCoupon(account, promotion.coupon);
    await seedPromotionCode(account, promotion);
  }
}

async function seedProduct(account: Account, plan: CatalogPlan): Promise<void> {
  const { products } = account.stripe;
  if (await findOrNull(products.retrieve(productId(plan.key)))) return;
  await products.create({
    id: productId(plan.key),
    name: plan.name,
    description: plan.tagline,
    marketing_features: plan.features.map((name) => ({ name })),
    metadata: { [MARK]: plan.key },
  });
  account.created += 1;
}

async function seedPrice(account: Account, plan: CatalogPlan, interval: Interval): Promise<void> {
  const { prices } = account.stripe;
  const key = lookupKey(plan.key, interval);
  const found = await prices.list({ lookup_keys: [key], limit: 1 });
  if (found.data.length > 0) return;
  const { usd, eur, jpy } = plan.prices[interval];
  await prices.create({
    product: productId(plan.key),
    lookup_key: key,
    nickname: `${plan.name}, per ${interval}`,
    currency: 'usd',
    unit_amount: usd,
    currency_options: { eur: { unit_amount: eur }, jpy: { unit_amount: jpy } },
    recurring: { interval },
    metadata: { [MARK]: key },
  });
  account.created += 1;
}

async function seedCoupon(account: Account, coupon: CatalogPromotion['coupon']): Promise<void> {
  const { coupons } = account.stripe;
  if (await findOrNull(coupons.retrieve(coupon.id))) return;
  await coupons.create({
    id: coupon.id,
    name: coupon.name,
    duration: coupon.duration,
    ...(coupon.durationInMonths !== undefined && { duration_in_months: coupon.durationInMonths }),
    ...amountOf(coupon),
    ...(coupon.appliesTo && { applies_to: { products: coupon.appliesTo.map(productId) } }),
    metadata: { [MARK]: coupon.id },
  });
  account.created += 1;
}

function amountOf({ id, percentOff, amountOff }: CatalogPromotion['coupon']): Stripe.CouponCreateParams {
  if (percentOff !== undefined) return { percent_off: percentOff };
  if (!amountOff)
    throw new Error(`Coupon "${id}" in the catalogue takes nothing off. Give it percentOff or amountOff.`);
  const { usd, eur, jpy } = amountOff;
  return {
    amount_off: usd,
    currency: 'usd',
    currency_options: { eur: { amount_off: eur }, jpy: { amount_off: jpy } },
  };
}

async function seedPromotionCode(account: Account, promotion: CatalogPromotion): Promise<void> {
  const { promotionCodes } = account.stripe;
  const found = await promotionCodes.list({ code: promotion.code, limit: 1 });
  if (found.data.length > 0) return;
  const params: Stripe.PromotionCodeCreateParams = {
    code: promotion.code,
    promotion: { type: 'coupon', coupon: promotion.coupon.id },
    ...(promotion.firstTimeTransaction && { restrictions: { first_time_transaction: true } }),
    metadata: { [MARK]: promotion.code },
  };
  if (promotion.expired) await createExpired(account, params);
  else await promotionCodes.create(params);
  account.created += 1;
}

/** Stripe takes no expiry in the past: the local clock goes back an hour for it; at Stripe it runs out in a minute. */
async function createExpired(account: Account, params: Stripe.PromotionCodeCreateParams): Promise<void> {
  const { stripe, now, moveClock } = account;
  if (!moveClock) {
    await stripe.promotionCodes.create({ ...params, expires_at: now + 60 });
    return;
  }
  await moveClock(now - 3_600);
  try {
    await stripe.promotionCodes.create({ ...params, expires_at: now - 1_800 });
  } finally {
    await moveClock(null);
  }
}
