import { addressOf } from '@/lib/campaigns/campaign-view';
import { NO_FUNNEL, readFunnels } from '@/lib/campaigns/funnel';
import { funnelCsv } from '@/lib/campaigns/funnel-csv';
import { campaignKey, codeOfKey } from '@/lib/campaigns/link';
import { listCampaigns } from '@/lib/campaigns/store';
import { teamFile } from '@/lib/campaigns/team-file';

/** What came of every link, a line each; links made by hand have no name. */
export const GET = (): Promise<Response> =>
  teamFile(async () => {
    const [campaigns, funnels] = await Promise.all([listCampaigns(), readFunnels()]);
    const lines = [
      ...campaigns.map((campaign) => ({
        cells: [campaign.name, addressOf(campaign), campaign.link.code ?? ''],
        funnel: funnels.get(campaignKey(campaign.id)) ?? NO_FUNNEL,
      })),
      ...[...funnels].flatMap(([key, funnel]) => {
        const code = codeOfKey(key);
        return code === undefined ? [] : { cells: ['', '', code ?? ''], funnel };
      }),
    ];
    const body = funnelCsv(['Campaign', 'Link', 'Code'], lines);
    return { type: 'text/csv; charset=utf-8', name: 'campaigns.csv', body };
  });
