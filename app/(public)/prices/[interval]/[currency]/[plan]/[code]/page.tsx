import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PricingSections } from '@/components/pricing-sections';
import { StructuredData } from '@/components/structured-data';
import { type Choice, pricingPath, readChoice } from '@/lib/pricing/choice';
import { NO_CODE } from '@/lib/pricing/kept-path';
import { pricingMetadata } from '@/lib/pricing/metadata';
import { getPublicPricingView } from '@/lib/pricing/public-view';
import { changePlan } from '../../../../../../(personal)/pricing/actions';
import { unlessStripeIsDown } from '../../../../../../unless-stripe-is-down';

/** Seconds; an event about the catalogue renews the page at once. */
export const revalidate = 60;

/** None at build time, which knows no prices; each is made when it is first asked for. */
export const generateStaticParams = () => [];

type Props = PageProps<'/prices/[interval]/[currency]/[plan]/[code]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const choice = choiceOf(await params);
  return pricingMetadata(choice, choice.promo);
}

/** /pricing for everybody who is not signed in: next.config.mjs and proxy.ts lead here, and nothing else does. */
export default async function PublicPricingPage({ params }: Props) {
  const choice = choiceOf(await params);
  const pricing = await unlessStripeIsDown(() => getPublicPricingView(choice));
  // the other page says so, and is not kept
  if (pricing === 'down') redirect(pricingPath(choice, 'down'));
  return (
    <>
      {/* the address that search engines know has no code and no plan */}
      {choice.promo === null && choice.plan === null ? (
        <StructuredData json={pricing.structuredData} />
      ) : null}
      <PricingSections view={pricing.view} actions={{ changePlan, resumePlan: null }} />
    </>
  );
}

function choiceOf({ code, ...fields }: Awaited<Props['params']>): Choice {
  const given: Record<string, string | null> = { ...fields, promo: code === NO_CODE ? null : code };
  return readChoice((name) => given[name]);
}
