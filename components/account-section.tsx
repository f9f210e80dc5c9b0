import type { ReactNode } from 'react';

/** One matter of the account, with its name as a heading and a line above it. */
export function AccountSection({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="self-start border-line border-t pt-6">
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      <div className="mt-3">{children}</div>
    </section>
  );
}
