import type { Metadata } from 'next';
import { ActionRow } from '@/components/action-row';
import { ButtonLink } from '@/components/button';
import { Notice, type NoticeTone } from '@/components/notice';
import { Column, PageHeading } from '@/components/page';
import { SubmitButton } from '@/components/submit-button';
import { TextField } from '@/components/text-field';
import { requireUser } from '@/lib/auth';
import type { ChangeAsked, ChangeConfirmed } from '@/lib/auth/email-change';
import { outboxIsOpen } from '@/lib/outbox';
import { firstValue } from '@/lib/search';
import { askForNewEmail } from '../sign-in-actions';

export const metadata: Metadata = {
  title: 'Your e-mail address',
  description: 'The address you sign in with and your receipts go to, and how to change it.',
  robots: { index: false },
};

type State = Readonly<{ tone: NoticeTone; title: string; words: string }>;

/** What became of the last wish; what is wrong with an address stands below its field. */
const STATES: Readonly<Partial<Record<ChangeAsked | ChangeConfirmed, State>>> = {
  sent: {
    tone: 'good',
    title: 'Check the new address',
    words: 'A link is on its way there. Open it in this browser; until then nothing changes.',
  },
  'too-soon': {
    tone: 'attention',
    title: 'A link was sent a moment ago',
    words: 'Wait a minute before you ask for another.',
  },
  changed: {
    tone: 'good',
    title: 'Your address was changed',
    words: 'You sign in with it from now on, and your receipts go there. Other browsers were signed out.',
  },
  gone: {
    tone: 'attention',
    title: 'That link no longer works',
    words: 'It has been used, has expired, or was sent for another account. Nothing was changed.',
  },
  taken: {
    tone: 'attention',
    title: 'That address has an account of its own',
    words: 'Nothing was changed. Sign out and sign in with it, or choose another address.',
  },
  'stripe-down': {
    tone: 'attention',
    title: 'Your address was not changed',
    words: 'Our payment provider did not answer. Open the link again in a few minutes; it stays good.',
  },
};

export default async function EmailPage({ searchParams }: PageProps<'/account/email'>) {
  const search = await searchParams;
  const user = await requireUser('/account/email');
  const asked = firstValue(search, 'asked');
  const state = asked && Object.hasOwn(STATES, asked) ? STATES[asked as keyof typeof STATES] : undefined;
  return (
    <Column narrow>
      <div className="space-y-8">
        <PageHeading title="Your e-mail address">
          <p className="break-words">You sign in as {user.email}. Your plan and your receipts stay yours.</p>
        </PageHeading>
        {state ? (
          <Notice tone={state.tone} title={state.title}>
            <p>{state.words}</p>
            {asked === 'sent' && outboxIsOpen() ? (
              <ActionRow>
                <ButtonLink href="/outbox" kind="primary">
                  Open the demo outbox
                </ButtonLink>
              </ActionRow>
            ) : null}
          </Notice>
        ) : null}
        <form action={askForNewEmail} className="space-y-5">
          <TextField
            id="email"
            name="email"
            type="email"
            label="New e-mail address"
            autoComplete="email"
            required
            maxLength={254}
            defaultValue={firstValue(search, 'email') ?? ''}
            error={errorText(asked)}
          />
          <ActionRow>
            <SubmitButton kind={asked === 'sent' ? 'secondary' : 'primary'} pendingLabel="Sending…">
              Send a link there
            </SubmitButton>
            <ButtonLink href="/account" kind="quiet">
              Back to your account
            </ButtonLink>
          </ActionRow>
        </form>
      </div>
    </Column>
  );
}

function errorText(asked: string | undefined): string | null {
  if (asked === 'not-an-address') return 'This is not an e-mail address. Check it for a slip.';
  if (asked === 'same') return 'You sign in with this address already.';
  return null;
}
