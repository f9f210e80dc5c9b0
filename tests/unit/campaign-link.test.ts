import { describe, expect, test } from 'vitest';
import {
  type CampaignLink,
  goPath,
  landingPath,
  linkKey,
  NO_LINK,
  overlay,
  readGoSegment,
  readLink,
} from '@/lib/campaigns/link';

const read = (fields: Readonly<Record<string, unknown>>) => readLink((name) => fields[name]);
const link = (given: Partial<CampaignLink>): CampaignLink => ({ ...NO_LINK, ...given });

describe('what a link chooses', () => {
  test('everything at once', () => {
    expect(
      read({
        code: ' SPRING25 ',
        plan: 'pro',
        interval: 'year',
        currency: 'EUR',
        quantity: ' 3 ',
        utm_source: 'newsletter',
        utm_medium: 'e-mail',
        utm_campaign: 'spring 2027',
        utm_term: 'uptime',
        utm_content: 'Schöner Knopf',
        amount: '100',
      }),
    ).toEqual({
      link: {
        code: 'SPRING25',
        plan: 'pro',
        interval: 'year',
        currency: 'eur',
        quantity: '3',
        utm: {
          utm_source: 'newsletter',
          utm_medium: 'e-mail',
          utm_campaign: 'spring 2027',
          utm_term: 'uptime',
          utm_content: 'Schöner Knopf',
        },
      },
      dropped: [],
    });
  });

  test('nothing', () => {
    expect(read({})).toEqual({ link: NO_LINK, dropped: [] });
  });

  test.each([
    [
      'code',
      'SPRING-25',
      '"SPRING-25" cannot be a promotion code. Stripe\'s codes are letters and digits only.',
    ],
    ['code', 'A'.repeat(101), 'The code has 101 characters. A campaign link takes at most 100.'],
    ['plan', 'gold', 'There is no plan "gold": choose free, starter, pro, scale.'],
    ['interval', 'week', 'There is no interval "week": choose month, year.'],
    ['currency', 'gbp', 'There is no currency "gbp": choose usd, eur, jpy.'],
    ['utm_source', 'x'.repeat(101), 'utm_source has 101 characters. Use at most 100.'],
    ['utm_term', 'a\u0000b', 'utm_term has characters that cannot be shown. Type it anew.'],
    ['utm_term', 'a\ud800', 'utm_term has characters that cannot be shown. Type it anew.'],
    ['plan', 'x'.repeat(60), `There is no plan "${'x'.repeat(40)}…": choose free, starter, pro, scale.`],
  ])('a %s that cannot be used is left out and named: %s', (field, value, message) => {
    const { link: left, dropped } = read({ [field]: value, utm_medium: 'print' });
    expect(left).toEqual(link({ utm: { utm_medium: 'print' } }));
    expect(dropped).toEqual([{ field, message }]);
  });

  test.each([
    ['a code as long as allowed', 'code', 'A'.repeat(100)],
    ['a utm value as long as allowed', 'utm_term', 'é'.repeat(100)],
  ])('%s is taken', (_what, field, value) => {
    expect(read({ [field]: value }).dropped).toEqual([]);
  });

  test('a parameter given twice is no text and is left out silently, as one that is not there', () => {
    expect(read({ code: ['A', 'B'] })).toEqual({ link: NO_LINK, dropped: [] });
  });
});

test.each([
  [link({}), '/pricing?interval=month'],
  [link({ code: 'SPRING25' }), '/pricing?promo=SPRING25&interval=month'],
  [
    link({ code: 'SPRING25', plan: 'pro', interval: 'year', currency: 'eur', utm: { utm_source: 'x' } }),
    '/pricing?promo=SPRING25&plan=pro&interval=year&currency=eur#pro',
  ],
])('a visitor lands where the plan is in view, without utm: %#', (given, path) => {
  expect(landingPath(given)).toBe(path);
});

test.each([
  [link({ code: 'SPRING25', plan: 'pro' }), '/go/SPRING25-k3x9mz'],
  [link({ plan: 'pro' }), '/go/pro-k3x9mz'],
  [link({}), '/go/plans-k3x9mz'],
])('a campaign’s own link is short: %#', (given, path) => {
  expect(goPath('k3x9mz', given)).toBe(path);
});

test.each([
  ['SPRING25', { code: 'SPRING25', plan: null, campaign: null }],
  ['SPRING25-k3x9mz', { code: 'SPRING25', plan: null, campaign: 'k3x9mz' }],
  ['pro-k3x9mz', { code: null, plan: 'pro', campaign: 'k3x9mz' }],
  ['plans-k3x9mz', { code: null, plan: null, campaign: 'k3x9mz' }],
  ['pro', { code: 'pro', plan: null, campaign: null }],
  ['SPRING25-K3X9MZ', { code: 'SPRING25', plan: null, campaign: 'k3x9mz' }],
  ['PRO-K3X9MZ', { code: null, plan: 'pro', campaign: 'k3x9mz' }],
  ['SPRING25-K3X9MZ.', { code: 'SPRING25', plan: null, campaign: 'k3x9mz' }],
  ['SPRING25-11OO00', { code: 'SPRING25-11OO00', plan: null, campaign: null }],
  ['a-b-k3x9mz', { code: 'a-b-k3x9mz', plan: null, campaign: null }],
])('/go/%s is read as %o', (segment, expected) => {
  expect(readGoSegment(segment)).toEqual(expected);
});

test.each([
  ['the campaign', { campaign: 'k3x9mz', code: 'SPRING25' }, 'campaign:k3x9mz'],
  ['the code in capitals', { campaign: null, code: 'spring25' }, 'code:SPRING25'],
  ['one drawer for the rest', { campaign: null, code: null }, 'other'],
])('a visit is counted under %s', (_what, from, key) => {
  expect(linkKey(from)).toBe(key);
});

test('what an address says goes before what the campaign says, each value for itself', () => {
  const campaign = link({ code: 'A', plan: 'pro', utm: { utm_source: 'letter', utm_medium: 'print' } });
  const address = link({ interval: 'year', utm: { utm_source: 'poster' } });
  expect(overlay(campaign, address)).toEqual({
    code: 'A',
    plan: 'pro',
    interval: 'year',
    currency: null,
    quantity: null,
    utm: { utm_source: 'poster', utm_medium: 'print' },
  });
});

test.each<[over: Partial<CampaignLink>, plan: string, quantity: string | null]>([
  [{}, 'scale', '3'],
  [{ quantity: '5' }, 'scale', '5'],
  [{ plan: 'scale' }, 'scale', '3'],
  [{ plan: 'pro' }, 'pro', null],
])('a campaign’s number goes with its plan: %o', (over, plan, quantity) => {
  expect(overlay(link({ plan: 'scale', quantity: '3' }), link(over))).toMatchObject({ plan, quantity });
});
