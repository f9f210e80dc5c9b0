import { readFunnelDays } from '@/lib/campaigns/funnel';
import { funnelCsv } from '@/lib/campaigns/funnel-csv';
import { campaignKey } from '@/lib/campaigns/link';
import { campaignFile } from '@/lib/campaigns/team-file';

type Context = { params: Promise<{ id: string }> };

/** What came of one link, day by day. */
export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  campaignFile(params, async ({ id }) => {
    const days = await readFunnelDays(campaignKey(id));
    const lines = days.map(({ day, ...funnel }) => ({ cells: [day], funnel }));
    return { type: 'text/csv; charset=utf-8', name: `campaign-${id}.csv`, body: funnelCsv(['Day'], lines) };
  });
