import type { Metadata } from 'next';
import { ActionRow } from '@/components/action-row';
import { ButtonLink } from '@/components/button';
import { Column, PageHeading } from '@/components/page';
import { outboxIsOpen } from '@/lib/outbox';

export const metadata: Metadata = {
  title: 'Check your e-mail',
  description: 'A sign-in link is on its way. It works once.',
  robots: { index: false },
};

export default function CheckEmailPage() {
  const demo = outboxIsOpen();
  return (
    <Column narrow>
      <div className="space-y-8">
        <PageHeading title="Check your e-mail">
          <p>
            A sign-in link is on its way. It works once. If nothing arrives within a few minutes, look among
            the spam or ask for another.
          </p>
        </PageHeading>
        <ActionRow>
          {demo ? (
            <ButtonLink href="/outbox" kind="primary">
              Open the demo outbox
            </ButtonLink>
          ) : null}
          <ButtonLink href="/sign-in" kind={demo ? 'quiet' : 'secondary'}>
            Ask for another link
          </ButtonLink>
        </ActionRow>
      </div>
    </Column>
  );
}
