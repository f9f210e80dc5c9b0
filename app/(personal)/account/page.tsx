import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AccountSection } from '@/components/account-section';
import { ActionRow } from '@/components/action-row';
import { ButtonLink } from '@/components/button';
import { InvoiceTable } from '@/components/invoice-table';
import { Notice } from '@/components/notice';
import { PageHeading } from '@/components/page';
import { PlanSummary } from '@/components/plan-summary';
import { PortalForm } from '@/components/portal-form';
import { ProviderDown } from '@/components/provider-down';
import { RefusalNotice } from '@/components/refusal-notice';
import { SignInSection } from '@/components/sign-in-section';
import type { AccountView } from '@/lib/account/types';
import { getAccountView } from '@/lib/account/view';
import { signInPath } from '@/lib/auth';
import { unlessStripeIsDown } from '../../unless-stripe-is-down';
import {
  cancelScheduledUpdate,
  cancelSubscription,
  openPortalHome,
  pauseSubscription,
  renewSubscription,
  updateBillingInformation,
  updatePaymentMethod,
  updateSubscription,
} from './actions';
import { Activity } from './activity';
import { signOutEverywhere } from './sign-in-actions';

export const metadata: Metadata = {
  title: 'Your account',
  description: 'Your plan, your card and your invoices, and the ways to change them.',
};

export default async function AccountPage({ searchParams }: PageProps<'/account'>) {
  const search = await searchParams;
  const account = await unlessStripeIsDown(() => getAccountView(search));
  if (account === 'down') return <ProviderDown again="/account" />;
  if (!account) redirect(signInPath('/account'));
  return (
    <div className="space-y-8">
      <PageHeading title="Your account">
        <p className="break-words">{account.email}</p>
      </PageHeading>
      <Notices account={account} />
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        {account.plan ? (
          <PlanSummary
            account={account}
            cancelSubscription={cancelSubscription}
            pauseSubscription={pauseSubscription}
            cancelScheduledUpdate={cancelScheduledUpdate}
          />
        ) : (
          <NoPlan statusLine={account.statusLine} />
        )}
        <PaymentMethod account={account} />
        <div className="space-y-10">
          <AccountSection id="invoices" title="Invoices">
            {account.invoices.length > 0 ? (
              <InvoiceTable invoices={account.invoices} />
            ) : (
              <p className="max-w-line text-muted">
                No invoices yet. The first one appears here when you start a plan.
              </p>
            )}
          </AccountSection>
          <Activity />
        </div>
        <div className="space-y-10">
          <BillingInformation account={account} />
          <BillingPortal account={account} />
          <SignInSection email={account.email} signOutEverywhere={signOutEverywhere} />
        </div>
      </div>
    </div>
  );
}

function Notices({ account }: { account: AccountView }) {
  const { refusal, notice, tone, can } = account;
  // a failed payment is told by the banner of every page
  const told = notice?.door === 'update-payment-method';
  return (
    <>
      {refusal ? (
        <RefusalNotice
          refusal={refusal}
          updateSubscription={updateSubscription}
          openPortalHome={openPortalHome}
        />
      ) : null}
      {notice && !told ? (
        <Notice tone={tone === 'attention' ? 'attention' : 'plain'} title={notice.title}>
          <p>{notice.message}</p>
          {notice.door === 'open-portal' ? (
            <ActionRow>
              {can.renew ? (
                <PortalForm action={renewSubscription} kind="primary">
                  Keep {account.plan}
                </PortalForm>
              ) : (
                <PortalForm action={openPortalHome} kind="primary">
                  Open billing
                </PortalForm>
              )}
            </ActionRow>
          ) : null}
        </Notice>
      ) : null}
    </>
  );
}

function NoPlan({ statusLine }: { statusLine: string }) {
  return (
    <section
      aria-labelledby="plan"
      className="rounded-[calc(var(--radius-brand)+4px)] border border-control border-dashed p-5 sm:p-8"
    >
      <h2 id="plan" className="font-semibold">
        Plan
      </h2>
      <p className="mt-2 mb-6 max-w-line text-muted">{statusLine}</p>
      <ButtonLink href="/pricing" kind="primary">
        See plans and prices
      </ButtonLink>
    </section>
  );
}

function PaymentMethod({ account }: { account: AccountView }) {
  const { paymentMethod, can, notice } = account;
  if (!paymentMethod && !can.updatePaymentMethod) return null;
  const offeredAbove = notice?.door === 'update-payment-method';
  return (
    <AccountSection id="payment-method" title="Payment method">
      {paymentMethod ? (
        <p className="tabular-nums">
          {paymentMethod.label}
          {paymentMethod.expires ? (
            <span className="block text-muted">Expires {paymentMethod.expires}</span>
          ) : null}
        </p>
      ) : (
        <p className="text-muted">None on file.</p>
      )}
      {can.updatePaymentMethod && !offeredAbove ? (
        <div className="mt-4">
          <ActionRow>
            <PortalForm action={updatePaymentMethod}>{paymentMethod ? 'Replace' : 'Add one'}</PortalForm>
          </ActionRow>
        </div>
      ) : null}
    </AccountSection>
  );
}

function BillingInformation({ account }: { account: AccountView }) {
  if (!account.can.updateBilling) return null;
  return (
    <AccountSection id="billing" title="Billing information">
      {account.billing.length > 0 ? (
        <address className="not-italic">
          {account.billing.map((line) => (
            <span key={line} className="block break-words">
              {line}
            </span>
          ))}
        </address>
      ) : (
        <p className="text-muted">Name and address for your invoices.</p>
      )}
      <div className="mt-4">
        <ActionRow>
          <PortalForm action={updateBillingInformation}>
            {account.billing.length > 0 ? 'Edit' : 'Add'}
          </PortalForm>
        </ActionRow>
      </div>
    </AccountSection>
  );
}

function BillingPortal({ account }: { account: AccountView }) {
  const { can } = account;
  if (!can.openPortal && !can.update) return null;
  return (
    <AccountSection id="portal" title="Billing portal">
      <p className="text-muted">Every receipt, your tax ID and all of the above are kept there.</p>
      <div className="mt-4">
        <ActionRow>
          {can.openPortal ? <PortalForm action={openPortalHome}>Open the billing portal</PortalForm> : null}
          {can.update ? <PortalForm action={updateSubscription}>Change plan there</PortalForm> : null}
        </ActionRow>
      </div>
    </AccountSection>
  );
}
