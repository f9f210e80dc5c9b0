import { expect, test } from 'vitest';
import { ATTRIBUTION_COOKIE } from '@/lib/campaigns/attribution-cookie';
import { UTM_KEYS } from '@/lib/campaigns/link';
import { linkRedirects } from '@/lib/campaigns/link-redirects.mjs';

test('the rules know exactly the parameters and the cookie that the app reads', () => {
  const has = linkRedirects().flatMap((rule) => rule.has);
  expect(has).toEqual([
    ...UTM_KEYS.map((key) => ({ type: 'query', key })),
    { type: 'query', key: 'promo' },
    { type: 'cookie', key: ATTRIBUTION_COOKIE },
  ]);
});

test('every way leads to /go, which nobody may remember for good', () => {
  for (const { destination, permanent } of linkRedirects()) {
    expect(destination).toMatch(/^\/go(\?to=\/:page)?$/);
    expect(permanent).toBe(false);
  }
});

/** The paths that a rule's source takes, without Next: the part in brackets is a regular expression. */
const takes = (source: string, path: string) =>
  new RegExp(`^/${/^\/:page\((.*)\)$/.exec(source)?.[1] ?? source.slice(1)}$`).test(path);

test.each([
  ['/', true, true],
  ['/pricing', true, false],
  ['/terms', true, true],
  ['/account', true, true],
  ['/goods', true, true],
  ['/apiary', true, true],
  ['/go', false, false],
  ['/go/SPRING25', false, false],
  ['/api/stripe/webhook', false, false],
  ['/_next/static/x.js', false, false],
  ['/prices/month/usd/any/-', false, false],
  ['/sign-in', false, false],
  ['/sign-in/confirm', false, false],
  ['/account/return/abc', false, false],
  ['/campaigns/new', false, false],
])('%s with utm parameters leads through /go: %s; with a code: %s', (path, byUtm, byCode) => {
  const [utm] = linkRedirects();
  const code = linkRedirects().find(({ has }) => has[0]?.key === 'promo');
  expect([takes(utm?.source ?? '', path), takes(code?.source ?? '', path)]).toEqual([byUtm, byCode]);
});
