import { addressOf } from '@/lib/campaigns/campaign-view';
import { qrSvg } from '@/lib/campaigns/qr';
import { campaignFile } from '@/lib/campaigns/team-file';

type Context = { params: Promise<{ id: string }> };

/** The QR code of one link for a printer's hand. */
export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  campaignFile(params, async (campaign) => ({
    type: 'image/svg+xml',
    name: `campaign-${campaign.id}.svg`,
    body: qrSvg(addressOf(campaign)),
  }));
