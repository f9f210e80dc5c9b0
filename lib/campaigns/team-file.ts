import 'server-only';
import { notFound } from 'next/navigation';
import { type Campaign, findCampaign } from './store';
import { requireTeam } from './team';

export type TeamFile = Readonly<{ type: string; name: string; body: string | Buffer }>;

/** A file for the team alone, to be saved and kept by nobody on the way. */
export async function teamFile(make: () => Promise<TeamFile>): Promise<Response> {
  await requireTeam();
  const { type, name, body } = await make();
  return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
    },
  });
}

/** The same about one campaign. */
export const campaignFile = (
  params: Promise<Readonly<{ id: string }>>,
  make: (campaign: Campaign) => Promise<TeamFile>,
): Promise<Response> => teamFile(async () => make((await findCampaign((await params).id)) ?? notFound()));
