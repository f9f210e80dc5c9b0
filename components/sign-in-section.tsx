import { AccountSection } from './account-section';
import { ActionRow } from './action-row';
import { ButtonLink } from './button';
import { SubmitButton } from './submit-button';

/** How a person signs in, on the account page: their address, and the way out of every browser. */
export function SignInSection({
  email,
  signOutEverywhere,
}: {
  email: string;
  signOutEverywhere: () => Promise<void>;
}) {
  return (
    <AccountSection id="sign-in" title="Sign-in">
      <p className="break-words">{email}</p>
      <p className="mt-1 text-muted">Signed in for 30 days at most, or until a week without a visit.</p>
      <div className="mt-4">
        <ActionRow>
          <ButtonLink href="/account/email">Change e-mail address</ButtonLink>
          <form action={signOutEverywhere}>
            <SubmitButton wide kind="secondary" pendingLabel="One moment…">
              Sign out everywhere
            </SubmitButton>
          </form>
        </ActionRow>
      </div>
    </AccountSection>
  );
}
