import type { ReactNode } from 'react';

/** A link inside a line of text. A plain one: Next's would cost every page 3 kB of JavaScript, and gain little here. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      className="rounded-sm underline decoration-control underline-offset-4 hover:decoration-current"
    >
      {children}
    </a>
  );
}
