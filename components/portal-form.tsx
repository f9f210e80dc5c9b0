import type { ReactNode } from 'react';
import type { ButtonKind } from './button-class';
import { SubmitButton } from './submit-button';

/** A button that opens the customer portal at one door, for an ActionRow. Who is asking, the action finds out itself. */
export function PortalForm({
  action,
  kind,
  children,
}: {
  action: () => Promise<void>;
  kind?: ButtonKind;
  children: ReactNode;
}) {
  return (
    <form action={action}>
      <SubmitButton wide pendingLabel="One moment…" {...(kind ? { kind } : {})}>
        {children}
      </SubmitButton>
    </form>
  );
}
