import type { Metadata } from 'next';
import { ActionRow } from '@/components/action-row';
import { ButtonLink } from '@/components/button';
import { DeadEnd } from '@/components/dead-end';
import { Column, PageHeading } from '@/components/page';
import { SubmitButton } from '@/components/submit-button';
import { requireUser } from '@/lib/auth';
import { wantedEmail } from '@/lib/auth/email-change';
import { firstValue } from '@/lib/search';
import { confirmNewEmail } from '../../sign-in-actions';

export const metadata: Metadata = {
  title: 'Confirm your address',
  description: 'The last step to another e-mail address: nothing changes before you confirm it.',
  robots: { index: false },
};

/** Where the mailed link leads. Mail scanners open links, so a press on the button is what changes anything. */
export default async function ConfirmEmailPage({ searchParams }: PageProps<'/account/email/confirm'>) {
  const token = firstValue(await searchParams, 'token') ?? '';
  const user = await requireUser(`/account/email/confirm?${new URLSearchParams({ token })}`);
  const email = await wantedEmail(user, token);
  if (email === null) {
    return (
      <DeadEnd
        title="This link no longer works"
        lead="It has been used, has expired, or was sent for another account. Nothing was changed."
      >
        <ButtonLink href="/account/email" kind="primary">
          Ask for a new link
        </ButtonLink>
      </DeadEnd>
    );
  }
  return (
    <Column narrow>
      <div className="space-y-8">
        <PageHeading title="Use this address?">
          <p className="break-words">
            From now on you sign in as {email}, and your receipts go there. So far it was {user.email}.
          </p>
        </PageHeading>
        <form action={confirmNewEmail}>
          <input type="hidden" name="token" value={token} />
          <ActionRow>
            <SubmitButton kind="primary" pendingLabel="One moment…">
              Use this address
            </SubmitButton>
            <ButtonLink href="/account" kind="quiet">
              Leave it as it is
            </ButtonLink>
          </ActionRow>
        </form>
      </div>
    </Column>
  );
}
