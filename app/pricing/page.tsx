import type { Metadata } from 'next';
import { connection } from 'next/server';
import { ChoiceLinks } from '@/components/choice-links';
import { PageHeading } from '@/components/page';
import { PlanGrid } from '@/components/plan-grid';
import { choiceOf } from '@/components/pricing-choice';
import { PricingQuestions } from '@/components/pricing-questions';
import { PromotionBar, PromotionEntry } from '@/components/promotion-bar';
import { ProviderDown } from '@/components/provider-down';
import { RefusalNotice } from '@/components/refusal-notice';
import { CURRENCIES, INTERVALS } from '@/lib/billing/catalogue';
import { env } from '@/lib/env';
import { pricingPath, readChoice } from '@/lib/pricing/choice';
import { getPricingView, type PricingView } from '@/lib/pricing/view';
import { firstValue } from '@/lib/search';
import { openPortalHome, updateSubscription } from '../account/actions';
import { unlessStripeIsDown } from '../unless-stripe-is-down';
import { changePlan } from './actions';

/** One canonical address, without code and choices, so that a campaign's links do not compete in search results. */
export async function generateMetadata(): Promise<Metadata> {
  await connection(); // a build has no environment to read
  return {
    title: 'Pricing',
    description:
      'Four plans, by the month or by the year. You see the exact amount before you confirm anything.',
    alternates: { canonical: new URL('/pricing', env().APP_URL).href },
  };
}

export default async function PricingPage({ searchParams }: PageProps<'/pricing'>) {
  const search = await searchParams;
  const view = await unlessStripeIsDown(() => getPricingView(search));
  if (view === 'down') {
    return <ProviderDown again={pricingPath(readChoice((name) => firstValue(search, name)))} />;
  }
  return (
    <div className="space-y-6 sm:space-y-8">
      {view.refusal ? (
        <RefusalNotice
          refusal={view.refusal}
          updateSubscription={updateSubscription}
          openPortalHome={openPortalHome}
        />
      ) : null}
      <PromotionBar view={view} />
      <PageHeading title="Plans that grow with you">
        <p>You see the exact amount before you confirm. Change or cancel whenever you like.</p>
      </PageHeading>
      <div className="space-y-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <IntervalSwitch view={view} />
          {view.currencyFixed ? null : <CurrencySwitch view={view} />}
        </div>
        <PromotionEntry view={view} />
      </div>
      <PlanGrid view={view} changePlan={changePlan} />
      <div className="pt-8">
        <PricingQuestions />
      </div>
    </div>
  );
}

function IntervalSwitch({ view }: { view: PricingView }) {
  const choice = choiceOf(view);
  const saving = view.yearlySavingPercent;
  return (
    <ChoiceLinks
      label="Billing interval"
      choices={INTERVALS.map((interval) => ({
        label: interval === 'year' ? 'Yearly' : 'Monthly',
        hint: interval === 'year' && saving > 0 ? `save ${saving}%` : null,
        href: pricingPath({ ...choice, interval }),
        current: view.interval === interval,
      }))}
    />
  );
}

function CurrencySwitch({ view }: { view: PricingView }) {
  const choice = choiceOf(view);
  return (
    <ChoiceLinks
      label="Currency"
      choices={CURRENCIES.map((currency) => ({
        label: currency.toUpperCase(),
        hint: null,
        href: pricingPath({ ...choice, currency }),
        current: view.currency === currency,
      }))}
    />
  );
}
