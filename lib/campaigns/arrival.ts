import 'server-only';
import { isbot } from 'isbot';
import { safeReturnPath } from '../auth/return-path';
import type { Refusal } from '../billing/refusal';
import { now } from '../clock';
import { env } from '../env';
import { unknownChoice } from '../pricing/choice';
import { firstValue, type SearchParams } from '../search';
import { asMeant } from './address';
import { countVisit } from './counting';
import { attributionIn, forgettingCookie, rememberingCookie } from './current';
import {
  type Attribution,
  type CampaignLink,
  LONGEST_CODE,
  landingPath,
  linkKey,
  NO_LINK,
  overlay,
  readGoSegment,
  readLink,
  type Touch,
  UTM_KEYS,
} from './link';
import { isRealCode } from './real-code';
import { recentCampaign } from './store';

/** Where a visitor goes on to, what is remembered, and the write of a counted visit, which nobody waits for. */
export type Arrival = Readonly<{ location: string; setCookie: string | null; counted: Promise<void> | null }>;

export type Arriving = Readonly<{
  /** What stands behind /go/; null for a link to another page. */
  segment: string | null;
  search: SearchParams;
  /** The attribution cookie that came along. */
  cookie: string | undefined;
  method: string;
  headers: Headers;
}>;

/** A second look within this time is the same visit. */
const ONE_VISIT_SECONDS = 30 * 60;

/**
 * What a campaign link does: a person who came by a campaign of ours, by a real code or with utm parameters is counted
 * and remembered, then sent on. A made-up code is neither; the pricing page explains it. Robots, previews and
 * prefetches are sent on only.
 */
export async function arrive({ cookie, method, headers, ...address }: Arriving): Promise<Arrival> {
  const { segment, search } = asMeant(address);
  const { link, campaign, typed, refused } = await readArriving(segment, search);
  const hasUtm = Object.keys(link.utm).length > 0;
  const before = attributionIn(cookie);
  if (segment === null && typed === null && link.plan === null && !hasUtm)
    return back(before, cookie, search);
  const toPricing = segment !== null || typed !== null || link.plan !== null;
  const sentOn: Arrival = {
    location: toPricing
      ? landingPath({ ...link, code: link.code ?? typed }, refused ?? undefined)
      : pageOf(search),
    setCookie: null,
    counted: null,
  };
  const isUnknown =
    campaign === null && typed !== null && (link.code === null || !(await isRealCode(link.code)));
  if (isUnknown || (campaign === null && typed === null && !hasUtm) || !isPerson(method, headers))
    return sentOn;
  const isSameLink = before !== null && linkKey(before) === linkKey({ campaign, code: link.code });
  const first = before && (before.first ?? (isSameLink ? null : touchOf(before)));
  const attribution: Attribution = { ...link, campaign, at: now(), first };
  const isSameVisit = isSameLink && before.at + ONE_VISIT_SECONDS > now();
  return {
    ...sentOn,
    setCookie: rememberingCookie(attribution),
    counted: isSameVisit ? null : countVisit(attribution),
  };
}

const touchOf = ({ campaign, code, utm, at }: Attribution): Touch => ({ campaign, code, utm, at });

/**
 * `typed` is the code as it stands in the address, even when no code can look like that, and `refused` what else of it is
 * not on offer: the pricing page says so.
 */
async function readArriving(
  segment: string | null,
  search: SearchParams,
): Promise<{ link: CampaignLink; campaign: string | null; typed: string | null; refused: Refusal | null }> {
  const asked = segment === null ? null : readGoSegment(segment);
  const campaign = asked?.campaign ? await recentCampaign(asked.campaign) : null;
  const written = asked ? asked.code : (firstValue(search, 'promo') ?? null);
  const typed = campaign ? null : (written?.slice(0, LONGEST_CODE) ?? null);
  const { link } = readLink((name) => (name === 'code' ? typed : firstValue(search, name)));
  const own = campaign?.link ?? { ...NO_LINK, plan: asked?.plan ?? null };
  const refused = unknownChoice((name) => firstValue(search, name)) ?? campaign?.refused ?? null;
  return { link: overlay(own, link), campaign: campaign?.id ?? null, typed, refused };
}

/** Somebody who comes to the bare pricing page gets the choice they came with by their last link. */
function back(before: Attribution | null, cookie: string | undefined, search: SearchParams): Arrival {
  const setCookie = cookie !== undefined && before === null ? forgettingCookie() : null;
  const to = firstValue(search, 'to');
  const location = before || to === undefined ? landingPath(before ?? NO_LINK) : pageOf(search);
  return { location, setCookie, counted: null };
}

const OURS = new Set<string>(['to', ...UTM_KEYS]);

/** The page that was asked for, without where the visitor came from. */
function pageOf(search: SearchParams): string {
  const path = safeReturnPath(firstValue(search, 'to'), env().APP_URL, '/');
  if (/^\/go(\/|$|\?)/.test(path)) return '/';
  const url = new URL(path, env().APP_URL);
  // the bare page would lead here once more, now that the link is remembered
  if (path === '/pricing' && Object.keys(search).every((name) => OURS.has(name))) return landingPath(NO_LINK);
  for (const [name, value] of Object.entries(search)) {
    if (OURS.has(name)) continue;
    for (const each of [value ?? []].flat()) url.searchParams.append(name, each);
  }
  return `${url.pathname}${url.search}${url.hash}`;
}

/** False for robots, link previews, prefetches and whoever does not say what they are. */
function isPerson(method: string, headers: Headers): boolean {
  const agent = headers.get('user-agent');
  const isEarly = ['sec-purpose', 'purpose', 'x-moz', 'x-purpose'].some((name) =>
    /prefetch|prerender|preview/i.test(headers.get(name) ?? ''),
  );
  return (
    method === 'GET' &&
    !isEarly &&
    !headers.has('next-router-prefetch') &&
    agent !== null &&
    agent !== '' &&
    !isbot(agent)
  );
}
