import { beforeAll, expect, test } from 'vitest';
import { keptRequest } from '@/lib/pricing/kept-request';
import { rememberCode } from '@/lib/pricing/known-codes';
import { aCode } from './given';

const NOW = 1_795_000_000;

beforeAll(() => {
  rememberCode(aCode({ code: 'SPRING25' }));
  rememberCode(aCode({ code: 'LASTCALL', expiresAt: NOW + 60 }));
});

const ask = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  keptRequest({ method, url, headers }, NOW);

test.each([
  ['/pricing', '/prices/month/usd/any/-'],
  ['/pricing?', '/prices/month/usd/any/-'],
  ['/pricing?interval=year', '/prices/year/usd/any/-'],
  ['/pricing?currency=jpy&plan=pro&interval=month', '/prices/month/jpy/pro/-'],
  ['/pricing?promo=SPRING25', '/prices/month/usd/any/SPRING25'],
  ['/pricing?promo=spring25&plan=scale', '/prices/month/usd/scale/SPRING25'],
  ['/pricing?fbclid=x&gclid=y', '/prices/month/usd/any/-'],
])('%s is the page kept at %s', (url, kept) => {
  expect(ask(url)).toBe(kept);
  expect(ask(url, {}, 'HEAD')).toBe(kept);
});

test.each([
  ['another page', '/account'],
  ['another spelling of the page', '/%70ricing'],
  ['a folder of it', '/pricing/'],
  ['a code that nobody has asked Stripe about', '/pricing?promo=GUESS1'],
  ['a code that ends within the next minutes', '/pricing?promo=LASTCALL'],
  ['a code with spaces around it', '/pricing?promo=%20SPRING25'],
  ['an empty code', '/pricing?promo='],
  ['two codes', '/pricing?promo=SPRING25&promo=HELLO20'],
  ['a choice made twice', '/pricing?interval=year&interval=year'],
  ['an interval that is not on offer', '/pricing?interval=week'],
  ['a currency that is not on offer', '/pricing?currency=gbp'],
  ['an empty plan', '/pricing?plan='],
  ['a number of something', '/pricing?plan=scale&quantity=3'],
  ['a refusal', '/pricing?refused=code-gone'],
  ['a campaign’s link', '/pricing?utm_source=letter'],
  ['what Next’s router asks for', '/pricing?_rsc=1x'],
  ['a question mark too many', '/pricing?plan=pro?plan=free'],
])('%s is left to Next', (_what, url) => expect(ask(url)).toBeNull());

test.each([
  ['a session', { cookie: 'a=b; next-auth.session-token=x' }],
  ['a secure session', { cookie: '__Host-next-auth.session-token=x' }],
  ['a session in parts', { cookie: 'next-auth.session-token.1=x' }],
  ['somebody who looks at drafts', { cookie: '__prerender_bypass=x' }],
  ['a campaign’s visitor who opens the plain page', { cookie: 'sidedoor-campaign=x' }],
  ['Next’s router', { rsc: '1' }],
  ['Next’s router before a click', { 'next-router-prefetch': '1' }],
  ['an action', { 'next-action': 'x' }],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
])('%s is left to Next', (_who, headers) => expect(ask('/pricing', { ...headers })).toBeNull());

test('a campaign’s visitor gets the kept page of the campaign’s code', () => {
  const cookie = '_ga=GA1.1; sidedoor-campaign=x';
  expect(ask('/pricing?promo=SPRING25', { cookie })).toBe('/prices/month/usd/any/SPRING25');
  expect(ask('/pricing?fbclid=x', { cookie })).toBeNull();
});

test('what is no question is left to Next', () => {
  for (const method of ['POST', 'PUT', 'OPTIONS', 'UNKNOWN']) expect(ask('/pricing', {}, method)).toBeNull();
});
