import type { Metadata } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { DueToday, DueTodayAtOnce } from '@/components/due-today';
import { choiceOf } from '@/components/pricing-choice';
import { PricingSections } from '@/components/pricing-sections';
import { ProviderDown } from '@/components/provider-down';
import { RefusalNotice } from '@/components/refusal-notice';
import { pricingPath, readChoice } from '@/lib/pricing/choice';
import { pricingMetadata } from '@/lib/pricing/metadata';
import { getPricingView } from '@/lib/pricing/view';
import { firstValue } from '@/lib/search';
import { unlessStripeIsDown } from '../../unless-stripe-is-down';
import { openPortalHome, updateSubscription } from '../account/actions';
import { changePlan, resumePlan } from './actions';

export async function generateMetadata({ searchParams }: PageProps<'/pricing'>): Promise<Metadata> {
  await connection(); // a build has no environment to read
  const search = await searchParams;
  // whether Stripe knows the code is not known yet, so the picture is without it
  return pricingMetadata(
    readChoice((name) => firstValue(search, name)),
    null,
  );
}

/** Prices for whoever is signed in, and for every choice that is not kept for all: see app/(public)/prices. */
export default async function PricingPage({ searchParams }: PageProps<'/pricing'>) {
  const search = await searchParams;
  const page = await unlessStripeIsDown(() => getPricingView(search));
  if (page === 'down') {
    return <ProviderDown again={pricingPath(readChoice((name) => firstValue(search, name)))} />;
  }
  const { view, dueToday } = page;
  const here = `${pricingPath(choiceOf(view))}&today=1`;
  const today = Object.fromEntries(
    Object.entries(dueToday).map(([plan, amount]): [string, ReactNode] => [
      plan,
      view.todayAtOnce ? (
        <DueTodayAtOnce key={plan} amount={amount} />
      ) : (
        <DueToday key={plan} amount={amount} href={here} />
      ),
    ]),
  );
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
      <PricingSections view={view} actions={{ changePlan, resumePlan }} today={today} />
    </>
  );
}
