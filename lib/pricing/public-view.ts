import 'server-only';
import { unstable_cache } from 'next/cache';
import { now } from '../clock';
import { catalogueTags } from '../page-cache/forget';
import { recentPlanPrices } from '../stripe/catalog';
import { findPromotionCode } from '../stripe/promotion-codes';
import type { Choice } from './choice';
import { rememberCode } from './known-codes';
import { pricingView } from './page-view';
import type { PricingView } from './types';

/** How old a kept page gets when no event tells of a change, in seconds. */
const KEPT_FOR = 60;

/**
 * The pricing page for everybody who is not signed in. Throws a StripeUnavailableError when Stripe does not answer: a
 * page with an error is not kept.
 */
export async function getPublicPricingView(choice: Choice): Promise<PricingView> {
  const { promo, ...rest } = choice;
  const read = unstable_cache(() => readFacts(promo), ['pricing', promo ?? ''], {
    tags: catalogueTags(),
    revalidate: KEPT_FOR,
  });
  const { prices, code } = await read();
  return pricingView(
    {
      ...rest,
      email: null,
      visitor: { signedIn: false, state: null },
      prices,
      promo: promo ? { text: promo, code } : null,
      refused: null,
    },
    now(),
  );
}

async function readFacts(promo: string | null) {
  const [prices, code] = await Promise.all([
    recentPlanPrices(),
    promo ? findPromotionCode(promo, null) : null,
  ]);
  if (code) rememberCode(code);
  return { prices, code };
}
