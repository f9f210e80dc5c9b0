import 'server-only';
import { catalogPlan, INTERVAL_NAMES } from '../billing/catalogue';
import { unitsInWords } from '../billing/quantity';
import type { Refusal } from '../billing/refusal';
import { formatDate } from '../calendar';
import { env } from '../env';
import { readFunnel } from './funnel';
import { type FunnelView, funnelView } from './funnel-view';
import { campaignKey, goPath, UTM_KEYS } from './link';
import { type LinkPreview, previewLink } from './preview';
import { qrCells, qrPath } from './qr';
import { type Campaign, findCampaign } from './store';

/** What /campaigns/[id] prints. */
export type CampaignView = Readonly<{
  name: string;
  madeOn: string;
  /** What the link chooses that is no longer on offer; null when all of it is. */
  gone: string | null;
  address: string;
  qr: Readonly<{ path: string; size: number }>;
  files: Readonly<{ svg: string; png: string; csv: string }>;
  funnel: FunnelView;
  choices: readonly Readonly<{ label: string; value: string }>[];
  preview: LinkPreview | 'down';
}>;

/** Null when there is no such campaign. */
export async function getCampaignView(id: string): Promise<CampaignView | null> {
  const campaign = await findCampaign(id);
  if (!campaign) return null;
  const address = addressOf(campaign);
  const [funnel, preview] = await Promise.all([readFunnel(campaignKey(id)), previewLink(campaign.link)]);
  const cells = qrCells(address);
  const files = `/campaigns/${campaign.id}`;
  return {
    name: campaign.name,
    gone: campaign.refused && goneInWords(campaign.refused),
    madeOn: formatDate(campaign.createdAt.getTime() / 1000),
    address,
    qr: { path: qrPath(cells), size: cells.length },
    files: { svg: `${files}/qr.svg`, png: `${files}/qr.png`, csv: `${files}/funnel.csv` },
    funnel: funnelView(funnel),
    choices: choicesOf(campaign),
    preview,
  };
}

const goneInWords = (refused: Refusal): string =>
  `The ${refused === 'unknown-plan' ? 'plan' : 'currency'} of this link is no longer sold.`;

/** The whole address of a campaign's link, as it is printed. */
export const addressOf = ({ id, link }: Campaign): string => new URL(goPath(id, link), env().APP_URL).href;

function choicesOf({ link }: Campaign): CampaignView['choices'] {
  const { code, plan, interval, currency, quantity, utm } = link;
  const all: [string, string | null | undefined][] = [
    ['Code', code],
    ['Plan', plan && catalogPlan(plan).name],
    ['Billing', interval && INTERVAL_NAMES[interval]],
    ['Currency', currency?.toUpperCase()],
    ['Number', quantity && unitsInWords(plan, Number(quantity))],
    ...UTM_KEYS.map((key): [string, string | undefined] => [key, utm[key]]),
  ];
  return all.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}
