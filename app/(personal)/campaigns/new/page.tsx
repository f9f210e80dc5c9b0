import type { Metadata } from 'next';
import { CampaignForm } from '@/components/campaign-form';
import { CampaignPreview } from '@/components/campaign-preview';
import { Notice } from '@/components/notice';
import { PageHeading } from '@/components/page';
import { TextLink } from '@/components/text-link';
import { readForm } from '@/lib/campaigns/form';
import { previewLink } from '@/lib/campaigns/preview';
import { requireTeam } from '@/lib/campaigns/team';
import { firstValue } from '@/lib/search';
import { changePlan } from '../../pricing/actions';
import { createLink } from '../actions';

export const metadata: Metadata = {
  title: 'New campaign link',
  description: 'Build a link to your prices, and see what visitors will see before anybody gets it.',
  robots: { index: false },
};

/** Builds a link: the form is its own address, so what was typed can be checked, sent to a colleague and kept. */
export default async function NewCampaignPage({ searchParams }: PageProps<'/campaigns/new'>) {
  await requireTeam();
  const search = await searchParams;
  const form = readForm((name) => firstValue(search, name), firstValue(search, 'keep') !== undefined);
  const { name: _, ...ofLink } = form.errors;
  const isWhole = Object.keys(ofLink).length === 0;
  const preview = isWhole ? await previewLink(form.link) : null;
  return (
    <div className="space-y-8">
      <div>
        <p className="mb-2 text-small">
          <TextLink href="/campaigns">Campaigns</TextLink>
        </p>
        <PageHeading title="New campaign link" />
      </div>
      <div className="grid items-start gap-10 lg:grid-cols-2 lg:gap-12">
        <CampaignForm form={form} createLink={createLink} />
        {preview ? (
          <CampaignPreview preview={preview} changePlan={changePlan} />
        ) : (
          <Notice tone="attention" title="Nothing to show yet">
            <p>Part of the link cannot be used. Mend what is marked, then check it again.</p>
          </Notice>
        )}
      </div>
    </div>
  );
}
