import type { ReactNode } from 'react';

/** Buttons side by side; on a phone one below the other and as wide as the page, for thumbs. */
export function ActionRow({ children }: { children: ReactNode }) {
  return <div className="flex flex-col gap-3 sm:flex-row sm:flex-wrap">{children}</div>;
}
