import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PricingSections } from '@/components/pricing-sections';
import { pricingPath, readChoice } from '@/lib/pricing/choice';
import { NO_CODE } from '@/lib/pricing/kept-path';
import { pricingMetadata } from '@/lib/pricing/metadata';
import { getPublicPricingView } from '@/lib/pricing/public-view';
import { changePlan } from '../../../../../../(personal)/pricing/actions';
import { unlessStripeIsDown } from '../../../../../../unless-stripe-is-down';

/** Seconds; an event about the catalogue renews the page at once. */
export const revalidate = 60;

/** None at build time, which knows no prices; each is made when it is first asked for. */
export const generateStaticParams = () => [];

export const generateMetadata = (): Metadata => pricingMetadata();

type Props = PageProps<'/prices/[interval]/[currency]/[plan]/[code]'>;

/** /pricing for everybody who is not signed in: next.config.mjs and proxy.ts lead here, and nothing else does. */
export default async function PublicPricingPage({ params }: Props) {
  const { interval, currency, plan, code } = await params;
  const fields = { interval, currency, plan, promo: code === NO_CODE ? null : code };
  const choice = readChoice((name) => fields[name as keyof typeof fields]);
  const view = await unlessStripeIsDown(() => getPublicPricingView(choice));
  // the other page says so, and is not kept
  if (view === 'down') redirect(pricingPath(choice, 'down'));
  return <PricingSections view={view} actions={{ changePlan, resumePlan: null }} />;
}
