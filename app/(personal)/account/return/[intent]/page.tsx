import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ActionRow } from '@/components/action-row';
import { ButtonLink } from '@/components/button';
import { FactList } from '@/components/fact-list';
import { OutcomeMark } from '@/components/outcome-mark';
import { Column, PageHeading } from '@/components/page';
import { ProviderDown } from '@/components/provider-down';
import { getReturnView } from '@/lib/account/return';
import { requireUser } from '@/lib/auth';
import { unlessStripeIsDown } from '../../../../unless-stripe-is-down';

export const metadata: Metadata = {
  title: 'What changed',
  description: 'What changed on your visit to the payment pages, asked of the payment provider itself.',
  robots: { index: false },
};

/**
 * An address without a page, so that Next answers 404 with not-found.tsx. Calling notFound() here would answer 404 as
 * well, but with an empty body that only JavaScript fills; and it would leave the intent in the address bar.
 */
const NOTHING_HERE = '/account/return';

export default async function ReturnPage({ params }: PageProps<'/account/return/[intent]'>) {
  const { intent } = await params;
  const here = `/account/return/${encodeURIComponent(intent)}`;
  await requireUser(here);
  const view = await unlessStripeIsDown(() => getReturnView(intent));
  if (view === 'down') return <ProviderDown again={here} />;
  if (!view) redirect(NOTHING_HERE);
  const again = ['unchanged', 'payment-failed', 'superseded'].includes(view.kind);
  return (
    <Column>
      <div className="space-y-6">
        <OutcomeMark kind={view.kind} />
        <PageHeading title={view.title}>
          <p>{view.lead}</p>
        </PageHeading>
        {view.facts.length > 0 ? <FactList facts={view.facts} /> : null}
        <ActionRow>
          {view.invoiceHref ? (
            <ButtonLink href={view.invoiceHref} kind="primary">
              Open the invoice
            </ButtonLink>
          ) : null}
          {view.kind === 'pending' ? (
            <ButtonLink href={here} kind={view.invoiceHref ? 'secondary' : 'primary'}>
              Look again
            </ButtonLink>
          ) : null}
          <ButtonLink href="/account" kind={view.kind === 'pending' ? 'quiet' : 'primary'}>
            Go to your account
          </ButtonLink>
          {view.kind === 'pending' ? null : (
            <ButtonLink href={again ? view.plansHref : '/pricing'} kind="quiet">
              {again ? 'Back to the plans' : 'See plans and prices'}
            </ButtonLink>
          )}
        </ActionRow>
      </div>
    </Column>
  );
}
