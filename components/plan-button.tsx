import type { PlanCard, PricingView } from '@/lib/pricing/types';
import { SubmitButton } from './submit-button';

type Action = (form: FormData) => Promise<void>;

export type PlanActions = Readonly<{
  /** Takes the visitor to Stripe's page for the plan of the form. */
  changePlan: Action;
  /** Takes back what was planned against the visitor's own plan; null where nobody has one. */
  resumePlan: (() => Promise<void>) | null;
}>;

/** The form of a plan's button, for its field, which stands further up. */
export const formOf = ({ plan }: Pick<PlanCard, 'plan'>): string => `choose-${plan}`;

/** The one thing to do about a plan; where there is none, the reason stands in its place. */
export function PlanButton({
  plan,
  view,
  primary,
  actions,
}: {
  plan: PlanCard;
  view: PricingView;
  primary: boolean;
  actions: PlanActions;
}) {
  const { kind, label, note } = plan.button;
  const noteId = note ? `note-${plan.plan}` : undefined;
  const action = kind === 'resume' ? actions.resumePlan : actions.changePlan;
  // the field's own button gets this page again, so there the action is its button's alone
  const counted = plan.quantity !== null && action !== null;
  const target = counted ? { action: `/pricing#${plan.plan}`, method: 'get' } : { action: action ?? '' };
  return (
    <>
      {kind === 'current' || kind === 'unavailable' || !action ? (
        <p
          aria-describedby={noteId}
          className="flex min-h-11 items-center justify-center rounded-brand border border-line border-dashed px-5 py-2 text-center font-medium text-muted"
        >
          {label}
        </p>
      ) : (
        <form id={formOf(plan)} {...target}>
          {kind === 'resume' ? null : <Choice plan={plan} view={view} />}
          <SubmitButton
            wide
            kind={primary ? 'primary' : 'secondary'}
            pendingLabel="One moment…"
            describedBy={noteId}
            {...(counted && { formAction: action })}
          >
            {label}
          </SubmitButton>
        </form>
      )}
      {note ? (
        <p id={noteId} className="mt-2 text-muted text-small">
          {note}
        </p>
      ) : null}
    </>
  );
}

/** Keys that the action looks up again, and whether the price beside them is the code's. */
function Choice({ plan, view }: { plan: PlanCard; view: PricingView }) {
  const { promotion } = view;
  return (
    <>
      <input type="hidden" name="plan" value={plan.plan} />
      <input type="hidden" name="interval" value={view.interval} />
      <input type="hidden" name="currency" value={view.currency} />
      {promotion.state === 'none' ? null : <input type="hidden" name="promo" value={promotion.code} />}
      {plan.discounted ? <input type="hidden" name="reduced" value="1" /> : null}
      {view.todayAtOnce ? <input type="hidden" name="today" value="1" /> : null}
    </>
  );
}
