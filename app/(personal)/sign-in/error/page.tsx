import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { DeadEnd } from '@/components/dead-end';
import { firstValue } from '@/lib/search';

export const metadata: Metadata = {
  title: 'Sign-in did not work',
  description: 'Why you were not signed in, and how to try again.',
  robots: { index: false },
};

type State = Readonly<{ title: string; lead: string; again: string }>;

const NOT_SAID: State = {
  title: 'You were not signed in',
  lead: 'The other site did not say who you are: you may have said no there. Nothing was changed.',
  again: 'Choose another way',
};

/** The errors next-auth names in `?error=`: https://next-auth.js.org/configuration/pages#error-page */
const STATES: Readonly<Record<string, State>> = {
  Verification: {
    title: 'This link no longer works',
    lead: 'It has been used already, or it has expired. A new one takes a moment.',
    again: 'Ask for a new link',
  },
  EmailSignin: {
    title: 'The link was not sent',
    lead: 'No mail could be sent to that address. Check the address and try again.',
    again: 'Try again',
  },
  EmailNotVerified: {
    title: 'That account has no verified address',
    lead: 'You are not signed in. Verify your e-mail address there and come back, or have a link sent to it.',
    again: 'Choose another way',
  },
  Callback: NOT_SAID,
  OAuthCallback: NOT_SAID,
  AccessDenied: {
    title: 'This address cannot sign in',
    lead: 'You are not signed in. Try the address your receipts are sent to.',
    again: 'Use another address',
  },
  Configuration: {
    title: 'Sign-in is out of order',
    lead: 'The fault is ours, and it has been noted. Try again in a few minutes.',
    again: 'Try again',
  },
};

const OTHER: State = {
  title: 'Sign-in did not work',
  lead: 'You are not signed in, and nothing was changed. Ask for a new link.',
  again: 'Ask for a new link',
};

export default async function SignInErrorPage({ searchParams }: PageProps<'/sign-in/error'>) {
  const error = firstValue(await searchParams, 'error');
  const state = (error && Object.hasOwn(STATES, error) && STATES[error]) || OTHER;
  return (
    <DeadEnd title={state.title} lead={state.lead}>
      <ButtonLink href="/sign-in" kind="primary">
        {state.again}
      </ButtonLink>
    </DeadEnd>
  );
}
