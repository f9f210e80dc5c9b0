import type { ReactNode } from 'react';
import type { PlanKey } from '@/lib/billing/catalogue';
import type { PricingView } from '@/lib/pricing/types';
import { CHOICES, ChoiceForm } from './choice-form';
import { ChoiceLinks } from './choice-links';
import { CustomPlan } from './custom-plan';
import { PageHeading } from './page';
import type { PlanActions } from './plan-button';
import { PlanComparison } from './plan-comparison';
import { PlanGrid } from './plan-grid';
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
        <ChoiceForm view={view} />
        <PromotionEntry view={view} />
      </div>
      <div className="space-y-4">
        <PlanGrid view={view} actions={actions} today={today} />
        {/* the form above is all there is to choose for whom the currency is fixed */}
        {view.currencyFixed ? null : <ChoiceLinks view={view} />}
      </div>
      <CustomPlan />
      <div className="space-y-12 pt-8">
        <PlanComparison />
        <PricingQuestions />
      </div>
    </div>
  );
}
