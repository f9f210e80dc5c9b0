import type { RefusalNotice as Refused } from '@/lib/billing/refusal';
import { ActionRow } from './action-row';
import { Notice } from './notice';
import { PortalForm } from './portal-form';

type Action = () => Promise<void>;

/** Why a door stayed closed, and the next one to try. */
export function RefusalNotice({
  refusal,
  updateSubscription,
  openPortalHome,
}: {
  refusal: Refused;
  updateSubscription: Action;
  openPortalHome: Action;
}) {
  return (
    <Notice tone="attention" title={refusal.title}>
      <p>{refusal.message}</p>
      {refusal.door ? (
        <ActionRow>
          {refusal.door === 'home' ? (
            <PortalForm action={openPortalHome}>Open the billing portal</PortalForm>
          ) : (
            <PortalForm action={updateSubscription}>See what the portal offers</PortalForm>
          )}
        </ActionRow>
      ) : null}
    </Notice>
  );
}
