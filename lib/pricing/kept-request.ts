import 'server-only';
import type { IncomingMessage } from 'node:http';
import { ATTRIBUTION_COOKIE } from '../campaigns/attribution-cookie';
import { type Choice, readChoice } from './choice';
import { keptPath } from './kept-path';
import { PERSONAL_PARAMS, SESSION_COOKIES } from './kept-rewrites.mjs';
import { mayBeKept } from './known-codes';

/** Whoever has one of these is not everybody; the last two are Next's own, of people who look at what is not published. */
const PERSONAL_COOKIES = [...SESSION_COOKIES, '__prerender_bypass', '__next_preview_data'];
const NAMES = ['plan', 'interval', 'currency', 'promo'] as const satisfies readonly (keyof Choice)[];
/** Next asks for the data of a page under the page's own address. */
const OWN_HEADERS = ['rsc', 'next-router-prefetch', 'next-router-state-tree', 'next-action'];

export type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/**
 * Where the kept page of a request is kept: what the redirects and rewrites of next.config.mjs and proxy.ts together
 * would lead to, for the plainest of requests. Null leaves a request to them, and is always right. `now` is Unix seconds.
 */
export function keptRequest({ method, url = '', headers }: Asked, now: number): string | null {
  const [path, query = '', ...rest] = url.split('?');
  if (path !== '/pricing' || rest.length > 0 || (method !== 'GET' && method !== 'HEAD')) return null;
  if (headers['content-type'] !== undefined || OWN_HEADERS.some((name) => headers[name] !== undefined))
    return null;
  if (PERSONAL_COOKIES.some((name) => headers.cookie?.includes(name))) return null;
  const given = new URLSearchParams(query);
  const choice = plainChoice(given);
  // somebody whom a campaign led here and who opens the plain page goes back to the campaign's code
  const comesBack = headers.cookie?.includes(ATTRIBUTION_COOKIE) && !NAMES.some((name) => given.has(name));
  if (choice === null || comesBack) return null;
  return choice.promo === null || mayBeKept(choice.promo, now) ? keptPath(choice) : null;
}

/** The choice of a query that names each part at most once, spelled as on the page's own links; null for any other query. */
function plainChoice(given: URLSearchParams): Choice | null {
  for (const name of given.keys())
    if (name === '_rsc' || name.startsWith('utm_') || PERSONAL_PARAMS.includes(name)) return null;
  if (NAMES.some((name) => given.getAll(name).length > 1)) return null;
  const choice = readChoice((name) => given.get(name));
  return NAMES.every((name) => !given.has(name) || given.get(name) === choice[name]) ? choice : null;
}
