import type { ComponentProps } from 'react';

/** A labelled field: the label above, a hint and what is wrong with it below, what was typed kept by the caller. */
export function TextField({
  id,
  label,
  error,
  hint,
  ...input
}: { id: string; label: string; error: string | null; hint?: string } & Omit<
  ComponentProps<'input'>,
  'id' | 'className'
>) {
  const errorId = error ? `${id}-error` : undefined;
  const hintId = hint ? `${id}-hint` : undefined;
  const describedBy = [errorId, hintId].filter((each) => each !== undefined).join(' ');
  return (
    <div>
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy || undefined}
        className={`mt-1 min-h-11 w-full rounded-brand border bg-raised px-4 ${error ? 'border-attention' : 'border-control'}`}
        {...input}
      />
      {hint ? (
        <p id={hintId} className="mt-1 text-muted text-small">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={errorId} className="mt-1 text-attention">
          {error}
        </p>
      ) : null}
    </div>
  );
}
