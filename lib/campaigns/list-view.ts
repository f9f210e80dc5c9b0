import 'server-only';
import { formatDate } from '../calendar';
import { env } from '../env';
import { type Funnel, NO_FUNNEL, readFunnels } from './funnel';
import { countInWords, revenueInWords } from './funnel-view';
import { campaignKey, codeOfKey, goPath } from './link';
import { listCampaigns } from './store';

/** What /campaigns prints of one link. */
export type CampaignRow = Readonly<{
  key: string;
  name: string;
  href: string | null;
  detail: string;
  figures: readonly Readonly<{ label: string; value: string }>[];
}>;

/** The team's links, newest first, and what was counted under no link of theirs. */
export async function getCampaignList(): Promise<{
  campaigns: readonly CampaignRow[];
  others: readonly CampaignRow[];
}> {
  const [campaigns, funnels] = await Promise.all([listCampaigns(), readFunnels()]);
  const { host } = new URL(env().APP_URL);
  return {
    campaigns: campaigns.map(({ id, name, link, createdAt }) => ({
      key: id,
      name,
      href: `/campaigns/${id}`,
      detail: `${host}${goPath(id, link)}, made on ${formatDate(createdAt.getTime() / 1000)}`,
      figures: figuresOf(funnels.get(campaignKey(id)) ?? NO_FUNNEL),
    })),
    others: [...funnels]
      .sort(([, a], [, b]) => b.visits - a.visits)
      .flatMap(([key, funnel]) => {
        const code = codeOfKey(key);
        if (code === undefined) return [];
        return { key, href: null, ...otherInWords(code, host), figures: figuresOf(funnel) };
      }),
  };
}

function otherInWords(code: string | null, host: string): Readonly<{ name: string; detail: string }> {
  if (code === null) return { name: 'Without a code', detail: 'Pages opened with utm parameters only' };
  return { name: code, detail: `${host}/go/${code}` };
}

function figuresOf({ visits, signedIn, opened, confirmed, revenue }: Funnel): CampaignRow['figures'] {
  return [
    { label: 'Visits', value: countInWords(visits) },
    { label: 'Signed in', value: countInWords(signedIn) },
    { label: 'Opened', value: countInWords(opened) },
    { label: 'Confirmed', value: countInWords(confirmed) },
    { label: 'Revenue', value: revenue.length === 0 ? '–' : revenueInWords(revenue) },
  ];
}
