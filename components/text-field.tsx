import type { ComponentProps } from 'react';

/** A labelled field: the label above, what is wrong with it below, what was typed kept by the caller. */
export function TextField({
  id,
  label,
  error,
  ...input
}: { id: string; label: string; error: string | null } & Omit<ComponentProps<'input'>, 'id' | 'className'>) {
  const errorId = error ? `${id}-error` : undefined;
  return (
    <div>
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={errorId}
        className={`mt-1 min-h-11 w-full rounded-brand border bg-raised px-4 ${error ? 'border-attention' : 'border-control'}`}
        {...input}
      />
      {error ? (
        <p id={errorId} className="mt-1 text-attention">
          {error}
        </p>
      ) : null}
    </div>
  );
}
