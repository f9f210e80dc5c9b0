import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { buttonClass } from '@/components/button-class';
import { Column, PageHeading } from '@/components/page';
import { listMails, outboxIsOpen } from '@/lib/outbox';

export const metadata: Metadata = {
  title: 'Outbox',
  description: 'The mails this demo would have sent, newest first.',
  robots: { index: false },
};

/** Demo only: the mails that a real installation sends, because the demo sends none. */
export default async function OutboxPage() {
  if (!outboxIsOpen()) notFound();
  const mails = await listMails();
  return (
    <Column>
      <div className="space-y-8">
        <PageHeading title="Demo outbox">
          <p>The mails this demo would have sent, newest first. Each link works once.</p>
        </PageHeading>
        {mails.length === 0 ? <EmptyOutbox /> : null}
        <ol className="space-y-4">
          {mails.map((mail, place) => (
            <li key={mail.link} className="rounded-brand border border-line bg-raised p-5">
              <p className="font-semibold">{mail.subject}</p>
              <p className="mt-1 mb-4 break-words text-muted">To {mail.to}</p>
              <a href={mail.link} className={buttonClass(place === 0 ? 'primary' : 'secondary')}>
                Open the link
              </a>
            </li>
          ))}
        </ol>
      </div>
    </Column>
  );
}

function EmptyOutbox() {
  return (
    <div className="rounded-brand border border-control border-dashed p-5 sm:p-8">
      <p className="mb-6 text-muted">No mails yet. Ask for a sign-in link and it appears here.</p>
      <ButtonLink href="/sign-in" kind="primary">
        Sign in
      </ButtonLink>
    </div>
  );
}
