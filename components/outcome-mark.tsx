import type { ReturnView } from '@/lib/account/types';

type Kind = ReturnView['kind'];

const PATHS: Readonly<Record<Kind, string>> = {
  changed: 'm13 21 5 5 10-11',
  unchanged: 'M14 20h12',
  scheduled: 'M20 13v7l5 3',
  pending: 'M13 20h.1M20 20h.1M27 20h.1',
  'payment-failed': 'M20 12v10M20 27v.1',
  superseded: 'M12 16h15l-4-4M28 24H13l4 4',
};

/** The outcome as a sign beside its title, which says the same in words: hidden from screen readers. */
export function OutcomeMark({ kind }: { kind: Kind }) {
  const quiet = kind === 'unchanged' || kind === 'superseded';
  const colour = kind === 'payment-failed' ? 'text-attention' : quiet ? 'text-muted' : 'text-accent';
  return (
    <svg viewBox="0 0 40 40" width="48" height="48" aria-hidden="true" className={colour}>
      <circle cx="20" cy="20" r="18.5" fill="currentColor" fillOpacity="0.12" />
      <path
        d={PATHS[kind]}
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
