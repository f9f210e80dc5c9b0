import { Suspense } from 'react';
import { TextLink } from './text-link';

/**
 * What a change costs today. It comes from Stripe after the page; without JavaScript nothing can come later, so there a
 * link (`href`) leads to the page that waits for it.
 */
export function DueToday({ amount, href }: { amount: Promise<string | null>; href: string }) {
  return (
    <p className="mt-2 min-h-5 font-medium text-small tabular-nums">
      <Suspense fallback={<Waiting href={href} />}>
        <Amount amount={amount} />
      </Suspense>
    </p>
  );
}

/** The same, on the page that waits. */
export function DueTodayAtOnce({ amount }: { amount: Promise<string | null> }) {
  return (
    <p className="mt-2 min-h-5 font-medium text-small tabular-nums">
      <Amount amount={amount} />
    </p>
  );
}

async function Amount({ amount }: { amount: Promise<string | null> }) {
  return (await amount) ?? 'The next page shows what you pay today.';
}

function Waiting({ href }: { href: string }) {
  return (
    <>
      <span className="noscript:hidden font-normal text-muted">Working out what you pay today…</span>
      <noscript>
        <TextLink href={href}>Show what I pay today</TextLink>
      </noscript>
    </>
  );
}
