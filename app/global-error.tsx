'use client';

import './globals.css';
import { buttonClass } from '@/components/button-class';

/** Stands in for the whole document when even the layout fails, so it brings its own. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="mx-auto max-w-column px-4 py-16 font-sans text-body sm:px-8">
        <title>This page could not be made</title>
        <main>
          <h1 className="font-semibold text-title">This page could not be made</h1>
          <p className="mt-3 mb-8 max-w-line text-muted">
            The fault is ours. Opening a page never charges anything. Try again in a moment.
          </p>
          <button type="button" onClick={() => retry()} className={buttonClass('primary')}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
