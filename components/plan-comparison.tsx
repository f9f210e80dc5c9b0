import { COMPARISON, catalogPlan, PLAN_KEYS } from '@/lib/billing/catalogue';

/** Every plan line by line. On a phone the table scrolls on its own, its first column staying in view. */
export function PlanComparison() {
  return (
    <div>
      <h2 id="comparison" className="font-semibold">
        Compare the plans
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-labelledby="comparison" className="scroll-cue mt-4 overflow-x-auto">
        <table className="w-full min-w-[36rem] border-collapse text-left tabular-nums max-sm:text-small">
          <thead>
            <tr className="border-line border-b">
              <td className="sticky left-0 bg-surface" />
              {PLAN_KEYS.map((key) => (
                <th key={key} scope="col" className="px-4 py-3 font-medium">
                  {catalogPlan(key).name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {COMPARISON.map(({ topic, values }) => (
              <tr key={topic}>
                <th
                  scope="row"
                  className="sticky left-0 bg-surface py-3 pr-4 font-normal text-muted max-sm:w-28"
                >
                  {topic}
                </th>
                {PLAN_KEYS.map((key) => (
                  <td key={key} className="px-4 py-3">
                    <Value value={values[key]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Value({ value }: { value: string | boolean }) {
  if (typeof value === 'string') return value;
  return value ? 'Yes' : <span className="text-muted">No</span>;
}
