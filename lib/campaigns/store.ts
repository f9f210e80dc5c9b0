import 'server-only';
import { randomInt } from 'node:crypto';
import { and, desc, eq } from 'drizzle-orm';
import type { Refusal } from '../billing/refusal';
import { now } from '../clock';
import { db } from '../db/client';
import { campaigns } from '../db/schema';
import { livemode } from '../env';
import { log } from '../log';
import { unknownChoice } from '../pricing/choice';
import { processWide } from '../process-wide';
import { type CampaignLink, readLink } from './link';
import { rateLimit } from './rate-limit';

/** A link that the team has made and given a name. */
export type Campaign = Readonly<{
  id: string;
  name: string;
  link: CampaignLink;
  /** What the link chooses that is no longer sold. */
  refused: Refusal | null;
  createdAt: Date;
}>;

const ID_LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'; // none that look alike in print
const ID_LENGTH = 6;
const CAMPAIGN_ID = /^[a-z2-9]{6}$/;
const MOST_LISTED = 500;

/** Stores a new campaign; a link never changes afterwards. Whoever tries it at once meets one that is kept. */
export async function createCampaign(name: string, link: CampaignLink, createdBy: string): Promise<Campaign> {
  for (;;) {
    const id = Array.from({ length: ID_LENGTH }, () => ID_LETTERS[randomInt(ID_LETTERS.length)]).join('');
    const [row] = await db()
      .insert(campaigns)
      .values({
        id,
        livemode: livemode(),
        name,
        createdBy,
        createdAt: new Date(now() * 1000),
        ...link,
        quantity: link.quantity === null ? null : Number(link.quantity),
      })
      .onConflictDoNothing() // the id is taken: another one
      .returning();
    if (!row) continue;
    const campaign = toCampaign(row);
    keep(campaign);
    return campaign;
  }
}

/** The newest campaigns, newest first. */
export async function listCampaigns(): Promise<readonly Campaign[]> {
  const rows = await db()
    .select()
    .from(campaigns)
    .where(eq(campaigns.livemode, livemode()))
    .orderBy(desc(campaigns.createdAt), campaigns.id)
    .limit(MOST_LISTED);
  return rows.map(toCampaign);
}

/** One campaign; null when there is none with this id. */
export async function findCampaign(id: string): Promise<Campaign | null> {
  if (!CAMPAIGN_ID.test(id)) return null; // some of what a person can type no database takes
  const [row] = await db()
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.id, id), eq(campaigns.livemode, livemode())));
  return row ? toCampaign(row) : null;
}

const MOST_KEPT = 1_000;
const LONGEST_WAIT_MS = 300;

const memory = () =>
  processWide('campaigns', () => ({ found: new Map<string, Campaign>(), mayAsk: rateLimit(20, 100) }));

function keep(campaign: Campaign): void {
  const { found } = memory();
  if (found.size < MOST_KEPT) found.set(campaign.id, campaign);
}

/**
 * A campaign for a visitor on the way: kept in memory once found, since links never change. A database that is slow
 * costs the first visitor 300 ms and then the name of the campaign, never the page; guessed ids ask it 20 times a second
 * at most.
 */
export async function recentCampaign(id: string): Promise<Campaign | null> {
  const { found, mayAsk } = memory();
  const kept = found.get(id);
  if (kept || !mayAsk()) return kept ?? null;
  const asked = findCampaign(id).then(
    (campaign) => {
      if (campaign) keep(campaign);
      return campaign;
    },
    (error) => {
      log.warn('campaign.not-read', { campaign: id, error });
      return null;
    },
  );
  return Promise.race([asked, new Promise<null>((give) => setTimeout(give, LONGEST_WAIT_MS, null).unref())]);
}

function toCampaign(row: typeof campaigns.$inferSelect): Campaign {
  const { id, name, utm, createdAt } = row;
  const stored: Readonly<Record<string, unknown>> = { ...row, ...utm, quantity: row.quantity?.toString() };
  const field = (key: string) => stored[key];
  return { id, name, link: readLink(field).link, refused: unknownChoice(field), createdAt };
}
