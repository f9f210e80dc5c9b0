import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { DeadEnd } from '@/components/dead-end';

export const metadata: Metadata = { title: 'Nothing to show here' };

export default function NotFound() {
  return (
    <DeadEnd
      title="Nothing to show here"
      lead="This address leads nowhere, or it belongs to somebody else’s visit. Opening it changed nothing; what you have stands on your account page."
    >
      <ButtonLink href="/account" kind="primary">
        Go to your account
      </ButtonLink>
      <ButtonLink href="/pricing" kind="quiet">
        See plans and prices
      </ButtonLink>
    </DeadEnd>
  );
}
