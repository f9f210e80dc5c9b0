import { addressOf } from '@/lib/campaigns/campaign-view';
import { png } from '@/lib/campaigns/png';
import { qrCells } from '@/lib/campaigns/qr';
import { campaignFile } from '@/lib/campaigns/team-file';

type Context = { params: Promise<{ id: string }> };

/** Pixels of one cell: sharp on paper at the size of a beer mat. */
const SCALE = 24;

/** The QR code of one link as a picture. */
export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  campaignFile(params, async (campaign) => ({
    type: 'image/png',
    name: `campaign-${campaign.id}.png`,
    body: png(qrCells(addressOf(campaign)), SCALE),
  }));
