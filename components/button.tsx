import type { ReactNode } from 'react';
import { type ButtonKind, buttonClass } from './button-class';

/** A link that looks like a button, because it is the page's next step. */
export function ButtonLink({
  href,
  kind = 'secondary',
  children,
}: {
  href: string;
  kind?: ButtonKind;
  children: ReactNode;
}) {
  return (
    <a href={href} className={buttonClass(kind)}>
      {children}
    </a>
  );
}
