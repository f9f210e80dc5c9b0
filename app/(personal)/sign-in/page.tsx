import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { DeadEnd } from '@/components/dead-end';
import { DemoCustomers } from '@/components/demo-customers';
import { Notice } from '@/components/notice';
import { Column, PageHeading } from '@/components/page';
import { NavigateButton } from '@/components/submit-button';
import { TextField } from '@/components/text-field';
import { getCsrfToken } from '@/lib/auth';
import { otherSignIns } from '@/lib/auth/oauth';
import { demoPass } from '@/lib/demo-pass';
import { canSendMail } from '@/lib/mail/send';
import { outboxIsOpen } from '@/lib/outbox';
import { firstValue } from '@/lib/search';

export const metadata: Metadata = {
  title: 'Sign in',
  description: 'Sign in to see and change your plan. There is no password to remember.',
  robots: { index: false },
};

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const search = await searchParams;
  const csrfToken = await getCsrfToken(search);
  // next-auth checks where it leads, here and when the link is spent; this page only carries it along
  const callbackUrl = firstValue(search, 'callbackUrl') ?? '/account';
  if (!csrfToken) return <CookiesNeeded callbackUrl={callbackUrl} />;
  const pass = demoPass();
  const others = otherSignIns();
  const byMail = canSendMail() || others.length === 0;
  return (
    <Column narrow>
      <div className="space-y-8">
        <PageHeading title="Sign in">
          <p>
            {byMail
              ? 'We send you a link. There is no password to remember.'
              : 'There is no password to remember.'}
          </p>
        </PageHeading>
        {firstValue(search, 'everywhere') ? (
          <Notice tone="good" title="You are signed out everywhere">
            <p>No browser is signed in to your account any more.</p>
          </Notice>
        ) : null}
        {others.length > 0 ? (
          <ul className="space-y-3">
            {others.map(({ id, name }) => (
              <li key={id}>
                <form method="post" action={`/api/auth/signin/${id}`}>
                  <input type="hidden" name="csrfToken" value={csrfToken} />
                  <input type="hidden" name="callbackUrl" value={callbackUrl} />
                  <NavigateButton pendingLabel="One moment…" wide>
                    Continue with {name}
                  </NavigateButton>
                </form>
              </li>
            ))}
          </ul>
        ) : null}
        {byMail ? (
          <form method="post" action="/api/auth/signin/email" className="space-y-5">
            <input type="hidden" name="csrfToken" value={csrfToken} />
            <input type="hidden" name="callbackUrl" value={callbackUrl} />
            <TextField
              id="email"
              name="email"
              type="email"
              label="E-mail address"
              autoComplete="email"
              required
              maxLength={254}
              defaultValue={firstValue(search, 'email') ?? ''}
              error={errorText(firstValue(search, 'error'))}
            />
            <NavigateButton kind="primary" pendingLabel="Sending…" wide>
              E-mail me a sign-in link
            </NavigateButton>
          </form>
        ) : null}
        {outboxIsOpen() && pass ? (
          <DemoCustomers customers={pass.customers} callbackUrl={callbackUrl} />
        ) : null}
      </div>
    </Column>
  );
}

function CookiesNeeded({ callbackUrl }: { callbackUrl: string }) {
  return (
    <DeadEnd
      title="Sign-in needs cookies"
      lead="Your browser refuses them for this site. Allow them and try again; they keep you signed in and do nothing else."
    >
      <ButtonLink href={`/sign-in?${new URLSearchParams({ callbackUrl })}`} kind="primary">
        Try again
      </ButtonLink>
    </DeadEnd>
  );
}

function errorText(error: string | undefined): string | null {
  if (error === undefined || error === 'SessionRequired') return null;
  if (error === 'EmailSignin') return 'No link could be sent to this address. Check it and try again.';
  return 'That sign-in did not work. Ask for a new link.';
}
