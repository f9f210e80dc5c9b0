import type { ReactNode } from 'react';
import type { PlanCard as Plan, PricingView } from '@/lib/pricing/types';
import { formOf, type PlanActions, PlanButton } from './plan-button';
import { Price } from './price';
import { QuantityEntry } from './quantity-entry';

/**
 * One plan: what it costs, the button that changes to it and what one gets. Its rows are those of the grid around
 * it, so that prices and buttons line up across the plans whatever each has to say.
 */
export function PlanCard({
  plan,
  view,
  primary,
  actions,
  today,
}: {
  plan: Plan;
  view: PricingView;
  primary: boolean;
  actions: PlanActions;
  /** What the change costs at once, when that can be told. */
  today: ReactNode;
}) {
  const picked = plan.plan === view.highlightedPlan;
  const { kind } = plan.button;
  const isTheirs = kind === 'current' || kind === 'resume';
  const offered = picked ? 'Your pick' : plan.highlighted && !isTheirs ? 'Recommended' : null;
  const badge = kind === 'quantity' ? 'Your plan' : offered;
  const heading = `plan-${plan.plan}`;
  return (
    <article
      id={plan.plan}
      aria-labelledby={heading}
      className={`row-span-4 grid grid-rows-subgrid gap-y-5 rounded-[calc(var(--radius-brand)+4px)] border bg-raised p-5 ${
        primary ? 'border-accent ring-1 ring-accent' : 'border-line'
      }`}
    >
      <header>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 id={heading} className="font-semibold">
            {plan.name}
          </h2>
          {badge ? (
            <span className="rounded-full bg-tint px-3 py-0.5 font-medium text-accent text-small">
              {badge}
            </span>
          ) : null}
        </div>
        <p className="mt-1 text-muted">{plan.tagline}</p>
      </header>
      <div>
        {plan.price ? (
          <Price price={plan.price} per={plan.per} discounted={plan.discounted} />
        ) : (
          <p className="text-muted">Not sold in {view.currency.toUpperCase()}</p>
        )}
        {plan.promotionNote ? <p className="mt-2 text-muted text-small">{plan.promotionNote}</p> : null}
        {plan.quantity ? <QuantityEntry field={plan.quantity} form={formOf(plan)} /> : null}
      </div>
      <div>
        <PlanButton plan={plan} view={view} primary={primary} actions={actions} />
        {today}
      </div>
      <ul className="space-y-2 border-line border-t pt-5">
        {plan.features.map((feature) => (
          <li key={feature} className="flex gap-3">
            <Tick />
            {feature}
          </li>
        ))}
      </ul>
    </article>
  );
}

function Tick() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="24" aria-hidden="true" className="shrink-0 text-accent">
      <path
        d="m2.5 8.5 3.5 3.5 7.5-8"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
