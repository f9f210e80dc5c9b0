'use client';

import { ButtonLink } from '@/components/button';
import { buttonClass } from '@/components/button-class';
import { DeadEnd } from '@/components/dead-end';

export default function ErrorPage({ retry }: { error: unknown; retry: () => void }) {
  return (
    <DeadEnd
      title="This page could not be made"
      lead="The fault is ours. Opening a page never charges anything, and what you have stands on your account page. Try again in a moment."
    >
      <button type="button" onClick={() => retry()} className={buttonClass('primary')}>
        Try again
      </button>
      <ButtonLink href="/account" kind="quiet">
        Go to your account
      </ButtonLink>
    </DeadEnd>
  );
}
