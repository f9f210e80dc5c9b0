import type { ActivityLine } from '@/lib/audit/activity-line';

/** What was asked for in billing, newest first as given. */
export function ActivityList({ lines }: { lines: readonly ActivityLine[] }) {
  return (
    <ul className="divide-y divide-line border-line border-t">
      {lines.map(({ id, act, outcome, date, from }) => (
        <li key={id} className="flex flex-wrap justify-between gap-x-4 py-3">
          <span>
            {act}
            <span className="block text-muted text-small">{outcome}</span>
          </span>
          <span className="text-right text-muted text-small tabular-nums">
            {date}
            {from ? <span className="block">from {from}</span> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
