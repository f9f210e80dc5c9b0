import 'server-only';
import type { Metadata } from 'next';
import { COMPANY, catalogPlan, DEFAULT_CURRENCY } from '../billing/catalogue';
import { env } from '../env';
import type { Choice } from './choice';
import { ANY_PLAN, NO_CODE } from './kept-path';

export const PICTURE_SIZE = { width: 1200, height: 630 };

const DESCRIPTION =
  'Four plans, by the month or by the year. You see the exact amount before you confirm anything.';

/**
 * One canonical address, without code and choices, so that a campaign's links do not compete in search results; pages
 * with a code are for whoever has the link. `pictureCode` is a code that Stripe knows, in capitals, or null.
 */
export function pricingMetadata(choice: Choice, pictureCode: string | null): Metadata {
  const url = new URL('/pricing', env().APP_URL).href;
  const title = choice.plan ? `${catalogPlan(choice.plan).name}, and all prices` : 'Pricing';
  const images = [
    { url: pictureUrl(choice, pictureCode), ...PICTURE_SIZE, alt: 'The plans and what they cost' },
  ];
  return {
    title,
    description: DESCRIPTION,
    alternates: { canonical: url },
    ...(choice.promo !== null && { robots: { index: false, follow: true } }),
    openGraph: { type: 'website', siteName: COMPANY.name, title, description: DESCRIPTION, url, images },
    twitter: { card: 'summary_large_image', title, description: DESCRIPTION, images },
  };
}

function pictureUrl({ interval, currency, plan }: Choice, code: string | null): string {
  const path = [
    '/pricing/picture',
    interval,
    currency ?? DEFAULT_CURRENCY,
    plan ?? ANY_PLAN,
    code ?? NO_CODE,
  ].join('/');
  return new URL(path, env().APP_URL).href;
}
