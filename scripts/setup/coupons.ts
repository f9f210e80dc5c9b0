import type Stripe from 'stripe';
import { type CatalogPromotion, CURRENCIES, PROMOTIONS, RETENTION } from '@/lib/billing/catalogue';
import { productId } from './products';
import { blocked, doing, findOrNull, isOurs, MARK, type Plan, together } from './step';

type CatalogCoupon = CatalogPromotion['coupon'];

/**
 * Coupons as the catalogue has them. Stripe changes nothing of a coupon but its name, so other terms need another id.
 * One that the catalogue no longer names stays: only its codes are switched off, and nobody loses a discount.
 */
export async function planCoupons(stripe: Stripe): Promise<Plan> {
  const coupons = [RETENTION.coupon, ...PROMOTIONS.map(({ coupon }) => coupon)];
  const byId = new Map(coupons.map((coupon) => [coupon.id, coupon]));
  return together(...(await Promise.all([...byId.values()].map((coupon) => planCoupon(stripe, coupon)))));
}

async function planCoupon(stripe: Stripe, coupon: CatalogCoupon): Promise<Plan> {
  const { id } = coupon;
  const found = await findOrNull(stripe.coupons.retrieve(id, { expand: ['applies_to', 'currency_options'] }));
  if (!found) {
    const take = () => stripe.coupons.create(couponParams(coupon));
    return doing({ what: `create coupon ${id}: ${coupon.name}`, take });
  }
  if (!isOurs(found))
    return blocked(`Coupon ${id} exists and was not made by this tool.`, 'Give the catalogue’s another id.');
  if (!sameTerms(found, couponParams(coupon)))
    return blocked(
      `Coupon ${id} has other terms than the catalogue’s, and Stripe cannot change a coupon.`,
      `Give the catalogue’s another id, such as ${id}-2: its code then moves to the new coupon.`,
    );
  if (found.name === coupon.name) return doing();
  const take = () => stripe.coupons.update(id, { name: coupon.name });
  return doing({ what: `change coupon ${id}: name`, take });
}

function couponParams(coupon: CatalogCoupon): Stripe.CouponCreateParams {
  return {
    id: coupon.id,
    name: coupon.name,
    duration: coupon.duration,
    ...(coupon.durationInMonths !== undefined && { duration_in_months: coupon.durationInMonths }),
    ...amountOf(coupon),
    ...(coupon.appliesTo && { applies_to: { products: coupon.appliesTo.map(productId) } }),
    metadata: { [MARK]: coupon.id },
  };
}

function amountOf({ id, percentOff, amountOff }: CatalogCoupon): Stripe.CouponCreateParams {
  if (percentOff !== undefined) return { percent_off: percentOff };
  const [first, ...others] = CURRENCIES.flatMap((currency) => {
    const amount = amountOff?.[currency];
    return amount === undefined ? [] : [{ currency, amount_off: amount }];
  });
  if (!first)
    throw new Error(`Coupon "${id}" in the catalogue takes nothing off. Give it percentOff or amountOff.`);
  return {
    ...first,
    currency_options: Object.fromEntries(
      others.map(({ currency, amount_off }) => [currency, { amount_off }]),
    ),
  };
}

function sameTerms(found: Stripe.Coupon, wanted: Stripe.CouponCreateParams): boolean {
  const amounts = (own: string | null | undefined, off: unknown, options: object | undefined) => {
    if (!own) return null;
    const others = Object.entries(options ?? {}).map(([currency, { amount_off }]) => [currency, amount_off]);
    return Object.entries(Object.fromEntries([...others, [own, off]])).sort(([a], [b]) => (a < b ? -1 : 1));
  };
  const terms = (coupon: Stripe.Coupon | Stripe.CouponCreateParams) => [
    coupon.percent_off ?? null,
    coupon.duration,
    coupon.duration_in_months ?? null,
    amounts(coupon.currency, coupon.amount_off, coupon.currency_options || undefined),
    [...(coupon.applies_to?.products ?? [])].sort(),
  ];
  return JSON.stringify(terms(found)) === JSON.stringify(terms(wanted));
}
