import 'server-only';
import { unstable_cache } from 'next/cache';
import { now } from '../clock';
import { env } from '../env';
import { FRESH_SECONDS } from '../page-cache/ages.mjs';
import { catalogueTags } from '../page-cache/forget';
import { recentPlanPrices } from '../stripe/catalog';
import { findPromotionCode } from '../stripe/promotion-codes';
import type { Choice } from './choice';
import { rememberCode } from './known-codes';
import { pricingView } from './page-view';
import { structuredData } from './structured-data';
import type { PricingView } from './types';

/** `structuredData` is JSON for a script element. */
export type PublicPricing = Readonly<{ view: PricingView; structuredData: string }>;

/**
 * The pricing page for everybody who is not signed in. Throws a StripeUnavailableError when Stripe does not answer: a
 * page with an error is not kept.
 */
export async function getPublicPricingView(choice: Choice): Promise<PublicPricing> {
  const { promo, ...rest } = choice;
  const read = unstable_cache(() => readFacts(promo), ['pricing', promo ?? ''], {
    tags: catalogueTags(),
    revalidate: FRESH_SECONDS,
  });
  const { prices, code } = await read();
  const view = pricingView(
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
  return { view, structuredData: structuredData(prices, new URL('/pricing', env().APP_URL).href) };
}

async function readFacts(promo: string | null) {
  const [prices, code] = await Promise.all([
    recentPlanPrices(),
    promo ? findPromotionCode(promo, null) : null,
  ]);
  if (code) rememberCode(code);
  return { prices, code };
}
