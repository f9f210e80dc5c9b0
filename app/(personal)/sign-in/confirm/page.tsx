import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { DeadEnd } from '@/components/dead-end';
import { Column, PageHeading } from '@/components/page';
import { NavigateButton } from '@/components/submit-button';
import { firstValue } from '@/lib/search';

export const metadata: Metadata = {
  title: 'Confirm sign-in',
  description: 'The last step of signing in: the mailed link works once, when you press the button.',
  robots: { index: false },
};

/** The link works once, and mail scanners open links: a person's press on the button is what spends it. */
export default async function ConfirmPage({ searchParams }: PageProps<'/sign-in/confirm'>) {
  const search = await searchParams;
  const token = firstValue(search, 'token');
  const email = firstValue(search, 'email');
  if (!token || !email) {
    return (
      <DeadEnd
        title="This link is not whole"
        lead="Mail programs sometimes cut long links. Ask for a new one."
      >
        <ButtonLink href="/sign-in" kind="primary">
          Ask for a new link
        </ButtonLink>
      </DeadEnd>
    );
  }
  return (
    <Column narrow>
      <div className="space-y-8">
        <PageHeading title="Confirm it is you">
          <p className="break-words">You are signing in as {email}.</p>
        </PageHeading>
        <form method="get" action="/api/auth/callback/email">
          <input type="hidden" name="callbackUrl" value={firstValue(search, 'callbackUrl') ?? '/account'} />
          <input type="hidden" name="token" value={token} />
          <input type="hidden" name="email" value={email} />
          <NavigateButton kind="primary" pendingLabel="Signing in…" wide>
            Sign in
          </NavigateButton>
        </form>
      </div>
    </Column>
  );
}
