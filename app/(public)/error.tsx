'use client';

import { buttonClass } from '@/components/button-class';

/** As small as it can be: everybody who opens the pricing page loads it, and next to nobody sees it. */
export default function ErrorPage({ retry }: { error: unknown; retry: () => void }) {
  return (
    <>
      <h1 className="font-semibold text-title">This page could not be made</h1>
      <p className="mt-3 mb-8 max-w-line text-muted">
        The fault is ours. Opening a page never charges anything. Try again in a moment.
      </p>
      <button type="button" onClick={() => retry()} className={buttonClass('primary')}>
        Try again
      </button>
    </>
  );
}
