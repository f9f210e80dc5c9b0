import 'server-only';
import type { Metadata } from 'next';
import { env } from '../env';

/** One canonical address, without code and choices, so that a campaign's links do not compete in search results. */
export function pricingMetadata(): Metadata {
  return {
    title: 'Pricing',
    description:
      'Four plans, by the month or by the year. You see the exact amount before you confirm anything.',
    alternates: { canonical: new URL('/pricing', env().APP_URL).href },
  };
}
