import type { Metadata } from 'next';
import { ButtonLink } from '@/components/button';
import { buttonClass } from '@/components/button-class';
import { CampaignList } from '@/components/campaign-list';
import { PageHeading } from '@/components/page';
import { getCampaignList } from '@/lib/campaigns/list-view';
import { requireTeam } from '@/lib/campaigns/team';

export const metadata: Metadata = {
  title: 'Campaigns',
  description: 'Links to your prices with a plan in view and a code applied, and what came of them.',
  robots: { index: false },
};

/** The team's links and what came of each. */
export default async function CampaignsPage() {
  await requireTeam();
  const { campaigns, others } = await getCampaignList();
  return (
    <div className="space-y-8">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <PageHeading title="Campaigns">
          <p>Links to your prices with a plan in view and a code applied, and what came of them.</p>
        </PageHeading>
        {campaigns.length > 0 ? (
          <ButtonLink href="/campaigns/new" kind="primary">
            New link
          </ButtonLink>
        ) : null}
      </div>
      {campaigns.length === 0 ? <NoCampaigns /> : <CampaignList title="Links" rows={campaigns} />}
      {others.length > 0 ? (
        <CampaignList title="Links made by hand" rows={others}>
          <p>
            Addresses such as <code>/go/SPRING25</code>, and pages opened with utm parameters, that belong to
            no link above.
          </p>
        </CampaignList>
      ) : null}
      {campaigns.length + others.length > 0 ? (
        <p>
          <a href="/campaigns/funnels.csv" className={buttonClass('secondary')} download>
            Download all as CSV
          </a>
        </p>
      ) : null}
    </div>
  );
}

function NoCampaigns() {
  return (
    <div className="rounded-brand border border-control border-dashed p-5 sm:p-8">
      <p className="font-semibold">No links yet</p>
      <p className="mt-1 mb-6 max-w-line text-muted">
        Choose a plan and a promotion code. You see what visitors will see before anybody gets the link.
      </p>
      <ButtonLink href="/campaigns/new" kind="primary">
        Build the first link
      </ButtonLink>
    </div>
  );
}
