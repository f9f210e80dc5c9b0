import Link from 'next/link';
import { BrandMark } from './brand-mark';

const ITEM = 'flex min-h-11 items-center rounded-sm underline-offset-4 hover:underline';

/** The company's name, the two pages and who is signed in. Signing out is a form, so it needs no JavaScript. */
export function SiteHeader({
  company,
  signedInAs,
  signOut,
}: {
  company: string;
  signedInAs: string | null;
  signOut: (() => Promise<void>) | null;
}) {
  return (
    <header className="mx-auto flex w-full max-w-page flex-wrap items-center gap-x-3 px-4 py-3 sm:gap-x-6 sm:px-8 sm:py-5">
      <Link
        href="/"
        prefetch={false}
        className="mr-auto flex min-h-11 items-center gap-2 rounded-sm font-semibold"
      >
        <BrandMark />
        {company}
      </Link>
      {signedInAs ? (
        <p className="max-sm:order-last max-sm:w-full truncate text-muted text-small">
          <span className="sr-only">Signed in as </span>
          {signedInAs}
        </p>
      ) : null}
      <nav aria-label="Main">
        <ul className="flex gap-x-3 sm:gap-x-6">
          <li>
            <Link href="/pricing" prefetch={false} className={ITEM}>
              Pricing
            </Link>
          </li>
          <li>
            <Link href="/account" prefetch={false} className={ITEM}>
              Account
            </Link>
          </li>
          <li>
            {signedInAs && signOut ? (
              <form action={signOut}>
                <button type="submit" className={ITEM}>
                  Sign out
                </button>
              </form>
            ) : (
              <Link href="/sign-in" prefetch={false} className={ITEM}>
                Sign in
              </Link>
            )}
          </li>
        </ul>
      </nav>
    </header>
  );
}
