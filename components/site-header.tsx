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
      <a href="/" className="mr-auto flex min-h-11 items-center gap-2 rounded-sm font-semibold">
        <BrandMark />
        {company}
      </a>
      {signedInAs ? (
        <p className="max-sm:order-last max-sm:w-full truncate text-muted text-small">
          <span className="sr-only">Signed in as </span>
          {signedInAs}
        </p>
      ) : null}
      <nav aria-label="Main">
        <ul className="flex gap-x-3 sm:gap-x-6">
          <li>
            <a href="/pricing" className={ITEM}>
              Pricing
            </a>
          </li>
          <li>
            <a href="/account" className={ITEM}>
              Account
            </a>
          </li>
          <li>
            {signedInAs && signOut ? (
              <form action={signOut}>
                <button type="submit" className={ITEM}>
                  Sign out
                </button>
              </form>
            ) : (
              <a href="/sign-in" className={ITEM}>
                Sign in
              </a>
            )}
          </li>
        </ul>
      </nav>
    </header>
  );
}
