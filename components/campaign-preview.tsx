import type { LinkPreview } from '@/lib/campaigns/preview';
import type { Verdict } from '@/lib/campaigns/verdict';
import { Notice } from './notice';
import { PlanCard } from './plan-card';
import { PromotionBar } from './promotion-bar';
import { TextLink } from './text-link';

const TONES = { accepted: 'good', partly: 'attention', refused: 'attention', 'no-code': 'plain' } as const;

/** Whether Stripe will take a link's code and for whom, and the plan's card as somebody new sees it. */
export function CampaignPreview({
  preview,
  changePlan,
}: {
  preview: LinkPreview | 'down';
  /** What the card's button does on the real page; here nobody can press it. */
  changePlan: (form: FormData) => Promise<void>;
}) {
  if (preview === 'down') {
    return (
      <Notice tone="attention" title="Stripe does not answer">
        <p>
          Nothing can be said about the code now. The link can be kept all the same; look again in a minute.
        </p>
      </Notice>
    );
  }
  const { verdict, view, landing, planName } = preview;
  const shown = view.plans.find(({ plan, highlighted }) =>
    planName ? plan === view.highlightedPlan : highlighted,
  );
  return (
    <section aria-labelledby="preview" className="space-y-6">
      <h2 id="preview" className="font-semibold">
        What will come of the link
      </h2>
      <Notice tone={TONES[verdict.state]} title={verdict.title}>
        {verdict.findings.length > 0 ? (
          <ul className="space-y-1">
            {verdict.findings.map((finding) => (
              <li key={finding}>{finding}</li>
            ))}
          </ul>
        ) : null}
      </Notice>
      <PriceTable verdict={verdict} picked={planName} />
      <div>
        <h3 className="font-medium">
          {planName ? `${planName} as somebody new sees it` : 'Our recommended plan as somebody new sees it'}
        </h3>
        <div
          inert
          aria-hidden="true"
          className="mt-3 space-y-4 rounded-brand border border-line border-dashed p-4 sm:p-6"
        >
          <PromotionBar view={view} />
          {shown ? (
            <div className="grid">
              <PlanCard
                plan={shown}
                view={view}
                primary
                actions={{ changePlan, resumePlan: null }}
                today={null}
              />
            </div>
          ) : null}
        </div>
        <p className="mt-3 text-small">
          <TextLink href={landing}>Open the page where visitors land</TextLink>
        </p>
      </div>
    </section>
  );
}

function PriceTable({ verdict, picked }: { verdict: Verdict; picked: string | null }) {
  return (
    <table className="w-full tabular-nums">
      <caption className="sr-only">What each plan costs by this link</caption>
      <thead className="text-left text-muted text-small">
        <tr>
          <th scope="col" className="py-2 pr-4 font-normal">
            Plan
          </th>
          <th scope="col" className="py-2 pr-4 font-normal">
            Somebody new pays
          </th>
          <th scope="col" className="py-2 font-normal">
            A subscriber pays
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-line border-t align-top">
        {verdict.prices.map(({ plan, name, units, newcomer, subscriber }) => (
          <tr key={plan} className={name === picked ? 'font-medium' : ''}>
            <th scope="row" className="py-3 pr-4 text-left font-medium">
              {name}
              {units ? <span className="block font-normal text-muted text-small">{units}</span> : null}
            </th>
            <td className="py-3 pr-4">{newcomer}</td>
            <td className="py-3">{subscriber}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
