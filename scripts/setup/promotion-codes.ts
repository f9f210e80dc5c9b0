import type Stripe from 'stripe';
import { type CatalogPromotion, PROMOTIONS } from '@/lib/billing/catalogue';
import { blocked, doing, isOurs, MARK, type Plan, type Step, together } from './step';

/** Promotion codes as the catalogue has them; one of ours that it no longer names, or names as expired, is switched off. */
export async function planPromotionCodes(stripe: Stripe): Promise<Plan> {
  const current = PROMOTIONS.filter(({ expired }) => !expired);
  const plans = await Promise.all(current.map((promotion) => planCode(stripe, promotion)));
  const named = new Set(current.map(({ code }) => code.toLowerCase()));
  const steps: Step[] = [];
  for await (const found of stripe.promotionCodes.list({ active: true, limit: 100 })) {
    if (isOurs(found) && !named.has(found.code.toLowerCase()))
      steps.push(switchOff(stripe, found, 'the catalogue no longer names it'));
  }
  return together(...plans, doing(...steps));
}

async function planCode(stripe: Stripe, promotion: CatalogPromotion): Promise<Plan> {
  const { code } = promotion;
  const { data } = await stripe.promotionCodes.list({ code, active: true, limit: 100 });
  const found = data.filter(({ customer }) => customer === null);
  const foreign = found.find((each) => !isOurs(each));
  if (foreign)
    return blocked(
      `Promotion code ${code} (${foreign.id}) is active and was not made by this tool.`,
      'Switch it off in the Dashboard, or give the catalogue’s another name.',
    );
  const fitting = found.find((each) => sameTerms(each, promotion));
  const others = found.filter((each) => each !== fitting);
  // first off, then on: two active codes of one spelling cannot be
  const steps = others.map((each) => switchOff(stripe, each, 'its terms changed'));
  if (fitting) return doing(...steps);
  const take = () => stripe.promotionCodes.create(codeParams(promotion));
  return doing(...steps, { what: `create promotion code ${code}`, take });
}

const switchOff = (stripe: Stripe, { id, code }: Stripe.PromotionCode, why: string): Step => ({
  what: `switch off promotion code ${code} (${id}): ${why}`,
  take: () => stripe.promotionCodes.update(id, { active: false }),
});

/** What creates a catalogue's code. */
export const codeParams = (promotion: CatalogPromotion): Stripe.PromotionCodeCreateParams => ({
  code: promotion.code,
  promotion: { type: 'coupon', coupon: promotion.coupon.id },
  ...(promotion.firstTimeTransaction && { restrictions: { first_time_transaction: true } }),
  metadata: { [MARK]: promotion.code },
});

function sameTerms(found: Stripe.PromotionCode, { coupon, firstTimeTransaction }: CatalogPromotion): boolean {
  const its = found.promotion.coupon;
  return (
    (typeof its === 'string' ? its : its?.id) === coupon.id &&
    found.restrictions.first_time_transaction === (firstTimeTransaction ?? false)
  );
}
