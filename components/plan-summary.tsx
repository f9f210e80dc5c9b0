import type { AccountView } from '@/lib/account/types';
import { ActionRow } from './action-row';
import { ButtonLink } from './button';
import { PortalForm } from './portal-form';

type Action = () => Promise<void>;

/** The plan somebody has: what it costs, how long the discount lasts, when it renews or ends, how to get out. */
export function PlanSummary({
  account,
  cancelSubscription,
  pauseSubscription,
  cancelScheduledUpdate,
}: {
  account: AccountView;
  cancelSubscription: Action;
  pauseSubscription: Action;
  cancelScheduledUpdate: Action;
}) {
  const { can, tone } = account;
  return (
    <section
      aria-labelledby="plan"
      className="rounded-[calc(var(--radius-brand)+4px)] border border-line bg-raised p-5 sm:p-8"
    >
      <h2 id="plan" className="font-semibold">
        {account.plan}
        {account.quantity ? `, ${account.quantity}` : null}
      </h2>
      {account.priceLine ? (
        <p className="mt-2 font-semibold text-title tabular-nums">{account.priceLine}</p>
      ) : null}
      {account.discountLine ? (
        <p className="mt-1 font-medium text-accent tabular-nums">{account.discountLine}</p>
      ) : null}
      <p className={`mt-3 ${tone === 'attention' ? 'font-medium text-attention' : ''}`}>
        {account.statusLine}
      </p>
      {account.scheduledLine ? <p className="mt-1">{account.scheduledLine}</p> : null}
      <div className="mt-6">
        <ActionRow>
          <ButtonLink href="/pricing" kind={tone === 'attention' ? 'secondary' : 'primary'}>
            {tone === 'ended' ? 'Choose a plan' : 'Change plan'}
          </ButtonLink>
          {can.cancelScheduledUpdate ? (
            <PortalForm action={cancelScheduledUpdate}>Keep {account.plan} instead</PortalForm>
          ) : null}
          {can.pause ? (
            <PortalForm action={pauseSubscription} kind="quiet">
              Pause plan
            </PortalForm>
          ) : null}
          {can.cancel ? (
            <PortalForm action={cancelSubscription} kind="quiet">
              Cancel plan
            </PortalForm>
          ) : null}
        </ActionRow>
      </div>
    </section>
  );
}
