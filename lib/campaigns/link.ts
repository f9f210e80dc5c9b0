import {
  CURRENCIES,
  type Currency,
  INTERVALS,
  type Interval,
  PLAN_KEYS,
  type PlanKey,
} from '../billing/catalogue';
import { isPossibleCode, trimmedCode } from '../billing/promotion';
import type { Refusal } from '../billing/refusal';
import { pricingPath, readQuantity } from '../pricing/choice';
import { oneOf } from '../search';
import { shortened } from '../shortened';

export const UTM_KEYS = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;
export type UtmKey = (typeof UTM_KEYS)[number];
export type Utm = Readonly<Partial<Record<UtmKey, string>>>;

/** What a campaign link chooses: keys that are looked up again, nothing priced. */
export type CampaignLink = Readonly<{
  /** The promotion code as it was written. */
  code: string | null;
  plan: PlanKey | null;
  interval: Interval | null;
  currency: Currency | null;
  /** How many of the plan, as it stands in the address: the pricing page says what is wrong with it. */
  quantity: string | null;
  utm: Utm;
}>;

/** A visit by a link: the id of the campaign it belongs to, what it said of itself, and when (Unix seconds). */
export type Touch = Readonly<{ campaign: string | null; code: string | null; utm: Utm; at: number }>;

/** Where somebody came from: the last link with its choices, and the first one when that was another. */
export type Attribution = CampaignLink & Touch & Readonly<{ first?: Touch | null }>;

/** A value that was left out of a link, and why: the sentence names the value and what to do. */
export type Dropped = Readonly<{ field: LinkField; message: string }>;
export type LinkField = 'code' | 'plan' | 'interval' | 'currency' | 'quantity' | UtmKey;

/** Characters. Stripe takes codes of 500; one as long as that fits neither a poster nor the cookie. */
export const LONGEST_CODE = 100;
/** Characters of one utm value. */
export const LONGEST_UTM = 100;

export const NO_LINK: CampaignLink = {
  code: null,
  plan: null,
  interval: null,
  currency: null,
  quantity: null,
  utm: {},
};

/** Reads a link's choices from a query or a form; what cannot be used is left out and named. */
export function readLink(field: (name: LinkField) => unknown): {
  link: CampaignLink;
  dropped: readonly Dropped[];
} {
  const dropped: Dropped[] = [];
  const text = (name: LinkField): string => {
    const value = field(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const drop = (name: LinkField, message: string): null => {
    dropped.push({ field: name, message });
    return null;
  };
  const listed = <T extends string>(
    name: 'plan' | 'interval' | 'currency',
    allowed: readonly T[],
  ): T | null => {
    const value = text(name);
    if (value === '') return null;
    const found = oneOf(allowed, value.toLowerCase());
    return found ?? drop(name, `There is no ${name} "${shortened(value)}": choose ${allowed.join(', ')}.`);
  };
  const free = (name: 'code' | UtmKey, problemOf: (value: string) => string | null): string | null => {
    const value = name === 'code' ? trimmedCode(text(name)) : text(name);
    if (value === '') return null;
    const problem = problemOf(value);
    return problem === null ? value : drop(name, problem);
  };
  const utm = UTM_KEYS.flatMap((key) => {
    const value = free(key, (given) => utmProblem(key, given));
    return value === null ? [] : [[key, value] as const];
  });
  const link: CampaignLink = {
    code: free('code', codeProblem),
    plan: listed('plan', PLAN_KEYS),
    interval: listed('interval', INTERVALS),
    currency: listed('currency', CURRENCIES),
    quantity: readQuantity(text('quantity') || null),
    utm: Object.fromEntries(utm),
  };
  return { link, dropped };
}

function codeProblem(code: string): string | null {
  if (code.length > LONGEST_CODE) {
    return `The code has ${code.length} characters. A campaign link takes at most ${LONGEST_CODE}.`;
  }
  if (isPossibleCode(code)) return null;
  return `"${shortened(code)}" cannot be a promotion code. Stripe's codes are letters and digits only.`;
}

function utmProblem(key: UtmKey, value: string): string | null {
  if (value.length > LONGEST_UTM) return `${key} has ${value.length} characters. Use at most ${LONGEST_UTM}.`;
  return /[\p{Cc}\p{Cs}]/u.test(value) ? `${key} has characters that cannot be shown. Type it anew.` : null;
}

/** The same link with what another one says put over it. */
export function overlay(base: CampaignLink, over: CampaignLink): CampaignLink {
  return {
    code: over.code ?? base.code,
    plan: over.plan ?? base.plan,
    interval: over.interval ?? base.interval,
    currency: over.currency ?? base.currency,
    // a number goes with the plan that it was said for
    quantity: over.quantity ?? (over.plan && over.plan !== base.plan ? null : base.quantity),
    utm: { ...base.utm, ...over.utm },
  };
}

/** What a visit is counted under: the campaign, else the code however it is spelt, else one drawer for all others. */
export function linkKey({ campaign, code }: Pick<Attribution, 'campaign' | 'code'>): string {
  if (campaign) return campaignKey(campaign);
  return code ? `${CODE}${code.toUpperCase()}` : 'other';
}

const CAMPAIGN = 'campaign:';
const CODE = 'code:';

/** What a campaign's visits are counted under. */
export const campaignKey = (id: string): string => `${CAMPAIGN}${id}`;

/** What a key of no campaign counts: a code, or (null) links without one. Undefined for a campaign's key. */
export function codeOfKey(key: string): string | null | undefined {
  if (key.startsWith(CAMPAIGN)) return undefined;
  return key.startsWith(CODE) ? key.slice(CODE.length) : null;
}

/**
 * The pricing page with the link's choices and its plan in view; nothing of where the visitor came from. With `refused`
 * it says what of the link could not be used.
 */
export function landingPath(
  { code: promo, plan, interval, currency, quantity }: CampaignLink,
  refused?: Refusal,
): string {
  const path = pricingPath({ promo, plan, interval: interval ?? 'month', currency, quantity }, refused);
  return plan ? `${path}#${plan}` : path;
}

/** A campaign's own link, short enough for a printed QR code: a code never has a hyphen, so the id is told from it. */
export function goPath(campaign: string, { code, plan }: CampaignLink): string {
  return `/go/${code ?? plan ?? 'plans'}-${campaign}`;
}

/**
 * What stands behind /go/: a code, or what goPath wrote. With a campaign's id, the word before it is only for people
 * to read, and for the day when the campaign cannot be looked up. What is typed from paper may be in capitals.
 */
export function readGoSegment(
  segment: string,
): Readonly<{ code: string | null; plan: PlanKey | null; campaign: string | null }> {
  const [, word, id] = /^([^-]*)-([a-z2-9]{6})$/i.exec(trimmedCode(segment)) ?? [];
  if (word === undefined || id === undefined) return { code: segment, plan: null, campaign: null };
  const plan = oneOf(PLAN_KEYS, word.toLowerCase()) ?? null;
  const isCode = plan === null && word.toLowerCase() !== 'plans';
  return { code: isCode ? word : null, plan, campaign: id.toLowerCase() };
}
