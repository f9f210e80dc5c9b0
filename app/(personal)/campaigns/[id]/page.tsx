import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { buttonClass } from '@/components/button-class';
import { CampaignChoices } from '@/components/campaign-choices';
import { CampaignFunnel } from '@/components/campaign-funnel';
import { CampaignLinkBox } from '@/components/campaign-link-box';
import { CampaignPreview } from '@/components/campaign-preview';
import { Notice } from '@/components/notice';
import { PageHeading } from '@/components/page';
import { TextLink } from '@/components/text-link';
import { getCampaignView } from '@/lib/campaigns/campaign-view';
import { requireTeam } from '@/lib/campaigns/team';
import { changePlan } from '../../pricing/actions';

export const metadata: Metadata = {
  title: 'Campaign',
  description: 'One link to your prices: its address, what came of it, and whether it still works.',
  robots: { index: false },
};

/** One link: its address to copy and print, what came of it, and whether it still works. */
export default async function CampaignPage({ params }: PageProps<'/campaigns/[id]'>) {
  await requireTeam();
  const view = await getCampaignView((await params).id);
  if (!view) notFound();
  return (
    <div className="space-y-10">
      <div>
        <p className="mb-2 text-small">
          <TextLink href="/campaigns">Campaigns</TextLink>
        </p>
        <PageHeading title={view.name}>
          <p>Made on {view.madeOn}</p>
        </PageHeading>
      </div>
      {view.gone ? (
        <Notice tone="attention" title={view.gone}>
          <p>Visitors are told so and see all plans. Make a new link, and take this one out of print.</p>
        </Notice>
      ) : null}
      <CampaignLinkBox address={view.address} qr={view.qr} files={view.files} />
      <div className="grid items-start gap-10 lg:grid-cols-2 lg:gap-12">
        <div className="space-y-10">
          <section aria-labelledby="funnel">
            <h2 id="funnel" className="font-semibold">
              What came of it
            </h2>
            <CampaignFunnel funnel={view.funnel} />
            <p className="mt-4">
              <a href={view.files.csv} className={buttonClass('secondary')} download>
                Download by day as CSV
              </a>
            </p>
          </section>
          <CampaignChoices choices={view.choices} />
        </div>
        <CampaignPreview changePlan={changePlan} preview={view.preview} />
      </div>
    </div>
  );
}
