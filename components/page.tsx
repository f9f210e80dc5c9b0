import type { ReactNode } from 'react';

/** A page with one purpose, read from top to bottom: a column in the middle, narrower still for a form. */
export function Column({ narrow = false, children }: { narrow?: boolean; children: ReactNode }) {
  return <div className={`mx-auto ${narrow ? 'max-w-md' : 'max-w-column'}`}>{children}</div>;
}

/** The page's one h1, and the line under it. */
export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header>
      <h1 className="font-semibold text-title">{title}</h1>
      {children ? <div className="mt-3 max-w-line text-muted">{children}</div> : null}
    </header>
  );
}
