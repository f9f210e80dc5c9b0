import type { ReactNode } from 'react';
import { SiteFooter } from './site-footer';
import { SiteHeader } from './site-header';

/**
 * What stands around every page: the way past the header, the header, the page's matter, the footer. Who is signed in
 * is given, so that a page for everybody can be made without asking.
 */
export function SiteFrame({
  company,
  signedInAs,
  signOut,
  demo,
  team = false,
  children,
}: {
  company: string;
  signedInAs: string | null;
  signOut: (() => Promise<void>) | null;
  demo: boolean;
  /** One of the team: the footer knows the way to the campaigns. */
  team?: boolean;
  children: ReactNode;
}) {
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-10 focus:rounded-brand focus:bg-accent focus:px-4 focus:py-3 focus:text-on-accent"
      >
        Skip to content
      </a>
      <SiteHeader company={company} signedInAs={signedInAs} signOut={signOut} />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-page flex-1 px-4 pt-4 outline-none sm:px-8 sm:pt-10"
      >
        {children}
      </main>
      <SiteFooter company={company} demo={demo} team={team} />
    </>
  );
}
