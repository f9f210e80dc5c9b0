import type { Metadata } from 'next';
import { connection } from 'next/server';
import { PricingSections } from '@/components/pricing-sections';
import { ProviderDown } from '@/components/provider-down';
import { RefusalNotice } from '@/components/refusal-notice';
import { pricingPath, readChoice } from '@/lib/pricing/choice';
import { pricingMetadata } from '@/lib/pricing/metadata';
import { getPricingView } from '@/lib/pricing/view';
import { firstValue } from '@/lib/search';
import { unlessStripeIsDown } from '../../unless-stripe-is-down';
import { openPortalHome, updateSubscription } from '../account/actions';
import { changePlan } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  await connection(); // a build has no environment to read
  return pricingMetadata();
}

/** Prices for whoever is signed in, and for every choice that is not kept for all: see app/(public)/prices. */
export default async function PricingPage({ searchParams }: PageProps<'/pricing'>) {
  const search = await searchParams;
  const view = await unlessStripeIsDown(() => getPricingView(search));
  if (view === 'down') {
    return <ProviderDown again={pricingPath(readChoice((name) => firstValue(search, name)))} />;
  }
  return (
    <>
      {view.refusal ? (
        <div className="mb-6 sm:mb-8">
          <RefusalNotice
            refusal={view.refusal}
            updateSubscription={updateSubscription}
            openPortalHome={openPortalHome}
          />
        </div>
      ) : null}
      <PricingSections view={view} changePlan={changePlan} />
    </>
  );
}
