import { ButtonLink } from './button';
import { DeadEnd } from './dead-end';

/** A page whose figures are Stripe's, while Stripe does not answer. Kept out of search results. */
export function ProviderDown({ again }: { again: string }) {
  return (
    <>
      <meta name="robots" content="noindex" />
      <DeadEnd
        title="Our payment provider does not answer"
        lead="So we cannot show true figures right now. Opening this page changed nothing, and what you have confirmed stands. Try again in a minute."
      >
        <ButtonLink href={again} kind="primary">
          Try again
        </ButtonLink>
      </DeadEnd>
    </>
  );
}
