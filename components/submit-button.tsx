'use client';

import { type MouseEvent, type ReactNode, useEffect, useState } from 'react';
import { useFormStatus } from 'react-dom';
import { type ButtonKind, buttonClass } from './button-class';

type Props = Readonly<{
  children: ReactNode;
  pendingLabel: string;
  kind?: ButtonKind;
  wide?: boolean;
  describedBy?: string | undefined;
  /** The server action of this button where the form itself leads elsewhere. */
  formAction?: (form: FormData) => Promise<void>;
}>;

/** The button of a form whose action is a server action. */
export function SubmitButton(props: Props) {
  const { pending } = useFormStatus();
  // The browser's Back can restore the page as it was left: in the middle of its action, with prices that may be
  // out of date by now. A reload tells the truth about both.
  useWhenRestored(pending, () => window.location.reload());
  return <PendingButton {...props} pending={pending} />;
}

/** The button of a form that posts or gets an address, which React knows nothing of: a second press would repeat it. */
export function NavigateButton(props: Props) {
  const [sent, setSent] = useState(false);
  useWhenRestored(sent, () => setSent(false));
  return (
    <PendingButton
      {...props}
      pending={sent}
      onPress={(form) => {
        if (form.checkValidity()) setSent(true);
      }}
    />
  );
}

/**
 * Shows `pendingLabel` and swallows further presses while pending. It is never `disabled`, which would drop the
 * keyboard focus; both labels share one grid cell, so nothing moves.
 */
function PendingButton({
  children,
  pendingLabel,
  kind = 'secondary',
  wide = false,
  describedBy,
  formAction,
  pending,
  onPress,
}: Props & { pending: boolean; onPress?: (form: HTMLFormElement) => void }) {
  function onClick(event: MouseEvent<HTMLButtonElement>) {
    const { form } = event.currentTarget;
    if (pending) event.preventDefault();
    else if (form) onPress?.(form);
  }

  return (
    <button
      type="submit"
      formAction={formAction}
      aria-disabled={pending}
      aria-describedby={describedBy}
      onClick={onClick}
      className={`${buttonClass(kind)} ${wide ? 'w-full' : ''}`}
    >
      <span className="grid">
        <span className={`[grid-area:1/1] ${pending ? 'invisible' : ''}`}>{children}</span>
        <span className={`[grid-area:1/1] ${pending ? '' : 'invisible'}`}>{pendingLabel}</span>
      </span>
    </button>
  );
}

/** Runs `restore` when the page comes back from the back/forward cache while `active`. */
function useWhenRestored(active: boolean, restore: () => void) {
  useEffect(() => {
    if (!active) return;
    function onPageShow(event: PageTransitionEvent) {
      if (event.persisted) restore();
    }
    window.addEventListener('pageshow', onPageShow);
    return () => window.removeEventListener('pageshow', onPageShow);
  }, [active, restore]);
}
