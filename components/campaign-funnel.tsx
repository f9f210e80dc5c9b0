import type { FunnelView } from '@/lib/campaigns/funnel-view';

const BAR = { width: 100, height: 10 };

/** A link's steps as bars, and the same figures as a table beneath. */
export function CampaignFunnel({ funnel }: { funnel: FunnelView }) {
  return (
    <div className="mt-4">
      <ol aria-hidden="true" className="space-y-4">
        {funnel.steps.map(({ label, count, width, ofBefore }) => (
          <li key={label}>
            <p className="flex items-baseline justify-between gap-4">
              <span>{label}</span>
              <span className="tabular-nums">
                {ofBefore ? <span className="mr-3 text-muted text-small">{ofBefore}</span> : null}
                <strong className="font-semibold">{count}</strong>
              </span>
            </p>
            <svg
              viewBox={`0 0 ${BAR.width} ${BAR.height}`}
              preserveAspectRatio="none"
              aria-hidden="true"
              className="mt-1 h-4 w-full overflow-hidden rounded-sm"
            >
              <rect width={BAR.width} height={BAR.height} className="fill-sunken" />
              <rect width={width} height={BAR.height} className="fill-accent" />
            </svg>
          </li>
        ))}
      </ol>
      <table className="mt-8 w-full tabular-nums">
        <caption className="mb-2 text-left text-muted text-small">
          {funnel.isEmpty
            ? 'Nobody has come by this link yet. Visits appear a few seconds after they happen.'
            : 'Visits are counted; every other step counts each person once. Confirmed is what Stripe proved.'}
        </caption>
        <thead className="text-left text-muted text-small">
          <tr>
            <th scope="col" className="py-2 font-normal">
              Step
            </th>
            <th scope="col" className="px-4 py-2 text-right font-normal">
              Number
            </th>
            <th scope="col" className="py-2 text-right font-normal">
              Of the step before
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line border-line border-y">
          {funnel.steps.map(({ label, count, ofBefore }) => (
            <tr key={label}>
              <th scope="row" className="py-2 text-left font-normal">
                {label}
              </th>
              <td className="px-4 py-2 text-right font-medium">{count}</td>
              <td className="py-2 text-right text-muted">{ofBefore ?? '–'}</td>
            </tr>
          ))}
          <tr>
            <th scope="row" className="py-2 text-left font-normal">
              Revenue
            </th>
            <td colSpan={2} className="py-2 pl-4 text-right font-medium">
              {funnel.revenue}
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
