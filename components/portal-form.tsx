import type { ReactNode } from 'react';
import type { ButtonKind } from './button-class';
import { SubmitButton } from './submit-button';

/**
 * A button that opens the customer portal at one door, for an ActionRow. Who is asking, the action finds out itself.
 * `seen` is what the page said as the button was pressed, for the action to refuse when that is no longer so.
 */
export function PortalForm({
  action,
  kind,
  seen,
  children,
}: {
  action: (form: FormData) => Promise<void>;
  kind?: ButtonKind;
  seen?: string;
  children: ReactNode;
}) {
  return (
    <form action={action}>
      {seen === undefined ? null : <input type="hidden" name="seen" value={seen} />}
      <SubmitButton wide pendingLabel="One moment…" {...(kind ? { kind } : {})}>
        {children}
      </SubmitButton>
    </form>
  );
}
