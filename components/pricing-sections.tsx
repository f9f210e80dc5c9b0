import type { ReactNode } from 'react';
import { CURRENCIES, INTERVALS, type PlanKey } from '@/lib/billing/catalogue';
import { pricingPath } from '@/lib/pricing/choice';
import type { PricingView } from '@/lib/pricing/types';
import { CHOICES, ChoiceLinks } from './choice-links';
import { CustomPlan } from './custom-plan';
import { PageHeading } from './page';
import type { PlanActions } from './plan-button';
import { PlanComparison } from './plan-comparison';
import { PlanGrid } from './plan-grid';
import { choiceOf } from './pricing-choice';
import { PricingQuestions } from './pricing-questions';
import { PromotionBar, PromotionEntry } from './promotion-bar';

/** The whole matter of the pricing page, whoever looks at it. */
export function PricingSections({
  view,
  actions,
  today = {},
}: {
  view: PricingView;
  actions: PlanActions;
  /** What a change to a plan costs at once, for whom that can be told. */
  today?: Partial<Record<PlanKey, ReactNode>>;
}) {
  return (
    <div className="space-y-6 sm:space-y-8">
      <PromotionBar view={view} />
      <PageHeading title="Plans that grow with you">
        <p>You see the exact amount before you confirm. Change or cancel whenever you like.</p>
      </PageHeading>
      <div id={CHOICES} className="space-y-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <IntervalSwitch view={view} />
          {view.currencyFixed ? null : <CurrencySwitch view={view} />}
        </div>
        <PromotionEntry view={view} />
      </div>
      <PlanGrid view={view} actions={actions} today={today} />
      <CustomPlan />
      <div className="space-y-12 pt-8">
        <PlanComparison />
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
