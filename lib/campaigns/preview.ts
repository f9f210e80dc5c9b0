import 'server-only';
import { catalogPlan } from '../billing/catalogue';
import { now } from '../clock';
import { pricingView } from '../pricing/page-view';
import type { PricingView } from '../pricing/types';
import { recentPlanPrices } from '../stripe/catalog';
import { StripeUnavailableError } from '../stripe/errors';
import { findPromotionCode } from '../stripe/promotion-codes';
import { type CampaignLink, landingPath } from './link';
import { type Verdict, verdict } from './verdict';

export type LinkPreview = Readonly<{
  verdict: Verdict;
  /** The pricing page as somebody new sees it. */
  view: PricingView;
  landing: string;
  planName: string | null;
}>;

/** What a link will do, asked of Stripe now; 'down' when Stripe does not answer. */
export async function previewLink(link: CampaignLink): Promise<LinkPreview | 'down'> {
  try {
    const [prices, code] = await Promise.all([
      recentPlanPrices(),
      link.code === null ? null : findPromotionCode(link.code, null),
    ]);
    const { plan, currency, quantity } = link;
    const view = pricingView(
      {
        email: null,
        visitor: { signedIn: false, state: null },
        prices,
        interval: link.interval ?? 'month',
        currency,
        promo: link.code === null ? null : { text: link.code, code },
        plan,
        quantity,
        refused: null,
      },
      now(),
    );
    return {
      verdict: verdict({ link, code, prices }, now()),
      view,
      landing: landingPath(link),
      planName: plan && catalogPlan(plan).name,
    };
  } catch (error) {
    if (error instanceof StripeUnavailableError) return 'down';
    throw error;
  }
}
