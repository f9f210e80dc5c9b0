import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import {
  type Attribution,
  type CampaignLink,
  type LinkField,
  readLink,
  type Touch,
  UTM_KEYS,
  type Utm,
} from './link';

/** Also written out in link-redirects.mjs, which Node reads before anything is compiled. */
export const ATTRIBUTION_COOKIE = 'sidedoor-campaign';
export const ATTRIBUTION_SECONDS = 30 * 24 * 60 * 60;

const VERSION = '1';
const MAC_BYTES = 16;
const LONGEST = 3_800; // browsers keep 4,096 bytes of a cookie with its name and attributes
const CLOCKS_APART_SECONDS = 60;

/** The key that signs the cookie: made from the app's secret, and of no use for its sessions. */
export function attributionKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'sidedoor campaign cookie', 32));
}

/**
 * The cookie's value: version, content, signature. Of two long links the first one is left out when both do not fit into
 * a cookie; null when the last one alone does not.
 */
export function sealAttribution(attribution: Attribution, key: Buffer): string | null {
  const { campaign, code, plan, interval, currency, quantity, utm, at, first = null } = attribution;
  const ofUtm = (values: Utm) => UTM_KEYS.map((name) => values[name] ?? null);
  const content = [
    ...[at, campaign, code, plan, interval, currency, ...ofUtm(utm), quantity],
    ...(first ? [[first.at, first.campaign, first.code, ...ofUtm(first.utm)]] : []),
  ];
  const signed = `${VERSION}.${Buffer.from(JSON.stringify(content)).toString('base64url')}`;
  const value = `${signed}.${mac(signed, key).toString('base64url')}`;
  if (value.length <= LONGEST) return value;
  return first && sealAttribution({ ...attribution, first: null }, key);
}

/**
 * The attribution in a cookie at `now` (Unix seconds); null for anything that was not sealed with this key, is older
 * than 30 days or comes from the future. Choices that are no longer on offer are left out.
 */
export function openAttribution(value: string | undefined, key: Buffer, now: number): Attribution | null {
  if (!value || value.length > LONGEST) return null;
  const [version, content, signature, ...more] = value.split('.');
  if (version !== VERSION || !content || !signature || more.length > 0) return null;
  const expected = mac(`${version}.${content}`, key);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  // signed, so it is what sealAttribution wrote
  const fields = JSON.parse(Buffer.from(content, 'base64url').toString()) as Field[];
  const { touch, link } = readFields(fields, [
    'code',
    'plan',
    'interval',
    'currency',
    ...UTM_KEYS,
    'quantity',
  ]);
  if (touch.at > now + CLOCKS_APART_SECONDS || touch.at + ATTRIBUTION_SECONDS <= now) return null;
  const first = fields.find((field) => Array.isArray(field));
  return { ...link, ...touch, first: first ? readFields(first, ['code', ...UTM_KEYS]).touch : null };
}

type Field = string | number | null | Field[];

/** When, which campaign, and the rest by name, as far as it is still on offer. */
function readFields(
  [at, campaign, ...rest]: readonly Field[],
  names: readonly LinkField[],
): { touch: Touch; link: CampaignLink } {
  const { link } = readLink((name) => rest[names.indexOf(name)]);
  const touch = {
    at: typeof at === 'number' ? at : 0,
    campaign: typeof campaign === 'string' ? campaign : null,
    code: link.code,
    utm: link.utm,
  };
  return { touch, link };
}

const mac = (text: string, key: Buffer): Buffer =>
  createHmac('sha256', key).update(text).digest().subarray(0, MAC_BYTES);
