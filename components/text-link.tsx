import Link from 'next/link';
import type { ReactNode } from 'react';

/** A link inside a line of text. Not prefetched: every page here is made for one visitor. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="rounded-sm underline decoration-control underline-offset-4 hover:decoration-current"
    >
      {children}
    </Link>
  );
}
