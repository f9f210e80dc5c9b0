import type { ReactNode } from 'react';
import type { PlanKey } from '@/lib/billing/catalogue';
import type { PlanCard as Plan, PricingView } from '@/lib/pricing/types';
import type { PlanActions } from './plan-button';
import { PlanCard } from './plan-card';

/** Each plan's place in the catalogue: classes, because a page's policy lets no inline style in. */
const RUNGS = ['sm:order-0', 'sm:order-1', 'sm:order-2', 'sm:order-3'];

/**
 * The plans in the catalogue's order. A plan named in the address comes first in a single column, so that it is in
 * view on a phone; wider screens put it back on its rung and let the keyboard follow what the eye sees.
 */
export function PlanGrid({
  view,
  actions,
  today,
}: {
  view: PricingView;
  actions: PlanActions;
  today: Partial<Record<PlanKey, ReactNode>>;
}) {
  const rungs = view.plans.map((plan, rung) => ({ plan, rung }));
  const picked = rungs.filter(({ plan }) => plan.plan === view.highlightedPlan);
  const others = rungs.filter(({ plan }) => plan.plan !== view.highlightedPlan);
  const primary = primaryPlan(view);
  return (
    <ul className="grid gap-4 [reading-flow:grid-order] sm:grid-cols-2 xl:grid-cols-4">
      {[...picked, ...others].map(({ plan, rung }) => (
        <li key={plan.plan} className={`row-span-4 grid grid-rows-subgrid ${RUNGS[rung] ?? ''}`}>
          <PlanCard
            plan={plan}
            view={view}
            primary={plan === primary}
            actions={actions}
            today={today[plan.plan]}
          />
        </li>
      ))}
    </ul>
  );
}

/** The one plan with the strong button: the visitor's pick, or else ours, unless it is theirs already. */
function primaryPlan(view: PricingView): Plan | undefined {
  if (view.isOwing) return undefined;
  const offered = view.plans.filter(
    ({ button }) => !['current', 'unavailable', 'resume'].includes(button.kind),
  );
  return (
    offered.find((plan) => plan.plan === view.highlightedPlan) ?? offered.find((plan) => plan.highlighted)
  );
}
