import type { ReactNode } from 'react';

export type NoticeTone = 'good' | 'attention' | 'plain';

const COLOURS: Readonly<Record<NoticeTone, string>> = {
  good: 'border-accent/40 bg-tint',
  attention: 'border-attention/50 bg-attention-tint',
  plain: 'border-line bg-sunken',
};

/** A message above the page's matter: what happened, what to do next as children, a way to undo it as `aside`. */
export function Notice({
  tone,
  title,
  aside,
  children,
}: {
  tone: NoticeTone;
  title: string;
  aside?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <section aria-label={title} className={`rounded-brand border px-5 py-4 ${COLOURS[tone]}`}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1">
        <p className="font-semibold">{title}</p>
        {aside}
      </div>
      {children ? <div className="mt-1 max-w-line space-y-3">{children}</div> : null}
    </section>
  );
}
