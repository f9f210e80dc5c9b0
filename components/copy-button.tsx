'use client';

import { useState, useSyncExternalStore } from 'react';
import { buttonClass } from './button-class';

const never = () => () => {};

/** Copies a text, and says so. Not there without JavaScript: the text beside it can be selected. */
export function CopyButton({ text }: { text: string }) {
  const canCopy = useSyncExternalStore(
    never,
    () => navigator.clipboard !== undefined,
    () => false,
  );
  const [said, setSaid] = useState('');
  if (!canCopy) return null;

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('The browser does not allow it. Select the link and copy it.');
    }
  }

  return (
    <span className="flex flex-wrap items-center gap-3">
      <button type="button" onClick={copy} className={buttonClass('primary')}>
        Copy the link
      </button>
      <span role="status" className="text-muted text-small empty:hidden">
        {said}
      </span>
    </span>
  );
}
