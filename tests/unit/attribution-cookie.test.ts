import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { attributionKey, openAttribution, sealAttribution } from '@/lib/campaigns/attribution-cookie';
import { attributionMetadata, missingMetadata } from '@/lib/campaigns/attribution-metadata';
import type { Attribution } from '@/lib/campaigns/link';

const KEY = attributionKey('a secret of at least sixteen');
const AT = 1_794_787_200;
const DAY = 86_400;

const ATTRIBUTION: Attribution = {
  campaign: 'k3x9mz',
  code: 'SPRING25',
  plan: 'pro',
  interval: 'year',
  currency: 'eur',
  quantity: null,
  utm: { utm_source: 'newsletter', utm_content: 'Schöner Knopf' },
  at: AT,
  first: null,
};
const BARE: Attribution = {
  campaign: null,
  code: null,
  plan: null,
  interval: null,
  currency: null,
  quantity: null,
  utm: { utm_source: 'x' },
  at: AT,
  first: null,
};
const WITH_FIRST: Attribution = {
  ...ATTRIBUTION,
  plan: 'scale',
  quantity: '3',
  first: { campaign: null, code: 'HELLO20', utm: { utm_source: 'poster' }, at: AT - 9 * DAY },
};

const sealed = (attribution: Attribution = ATTRIBUTION) => sealAttribution(attribution, KEY) ?? '';
/** A cookie that whoever has the key could write, with any content. */
function signed(content: unknown, version = '1'): string {
  const text = `${version}.${Buffer.from(JSON.stringify(content)).toString('base64url')}`;
  return `${text}.${createHmac('sha256', KEY).update(text).digest().subarray(0, 16).toString('base64url')}`;
}

describe('the cookie', () => {
  test.each([
    ['everything', ATTRIBUTION],
    ['nearly nothing', BARE],
    ['another first link and a number', WITH_FIRST],
  ])('gives back %s', (_what, attribution) => {
    expect(openAttribution(sealed(attribution), KEY, AT + 5)).toEqual(attribution);
  });

  test('needs no quoting and says nothing of a price', () => {
    expect(sealed()).toMatch(/^1\.[\w-]+\.[\w-]{22}$/);
    expect(sealed().length).toBeLessThan(250);
  });

  test.each([
    ['nothing', undefined],
    ['an empty one', ''],
    ['one without a signature', sealed().split('.').slice(0, 2).join('.')],
    ['one with a shorter signature', sealed().slice(0, -2)],
    ['one with a longer signature', `${sealed()}AA`],
    ['one with a fourth part', `${sealed()}.x`],
    ['one of another version', signed([AT, null, 'X', null, null, null], '2')],
    [
      'one with other content under the same signature',
      `1.${signed([AT, null, 'FREE100']).split('.')[1]}.${sealed().split('.')[2]}`,
    ],
    ['one that no browser keeps', `1.${'A'.repeat(4_000)}.${'A'.repeat(22)}`],
    [
      'one of another secret',
      sealAttribution(ATTRIBUTION, attributionKey('another secret altogether')) ?? '',
    ],
  ])('ignores %s', (_what, value) => {
    expect(openAttribution(value, KEY, AT)).toBeNull();
  });

  test('every changed letter makes it nobody’s', () => {
    const value = sealed();
    const opened = Array.from(value, (letter, place) => {
      const other = letter === 'A' ? 'B' : 'A';
      return openAttribution(value.slice(0, place) + other + value.slice(place + 1), KEY, AT);
    });
    // the last letter of a base64url text carries bits that say nothing: the same signature, spelt otherwise
    expect(opened.slice(0, -1).filter((attribution) => attribution !== null)).toEqual([]);
  });

  test.each([
    ['29 days later', AT + 29 * DAY, true],
    ['30 days later', AT + 30 * DAY, false],
    ['by a clock that is a minute behind', AT - 60, true],
    ['from the future', AT - 61, false],
  ])('%s it counts: %s', (_when, now, counts) => {
    expect(openAttribution(sealed(), KEY, now) !== null).toBe(counts);
  });

  test('a plan that is no longer sold is left out, the rest stays', () => {
    const value = signed([AT, 'k3x9mz', 'SPRING25', 'gold', 'year', null, 'letter', null, null, null, null]);
    expect(openAttribution(value, KEY, AT)).toEqual({
      campaign: 'k3x9mz',
      code: 'SPRING25',
      plan: null,
      interval: 'year',
      currency: null,
      quantity: null,
      utm: { utm_source: 'letter' },
      at: AT,
      first: null,
    });
  });

  test('a first link that does not fit beside the last one is left out', () => {
    const long = '€'.repeat(100);
    const utm = { utm_source: long, utm_medium: long, utm_campaign: long, utm_term: long, utm_content: long };
    const value = sealed({ ...ATTRIBUTION, utm, first: { campaign: null, code: null, utm, at: AT } });
    expect(openAttribution(value, KEY, AT)).toMatchObject({ utm, first: null });
  });

  test('the longest link of the longest characters fits into a browser’s 4,096 bytes, or is not sealed', () => {
    const long = '\u{1f4ef}'.repeat(50);
    const utm = { utm_source: long, utm_medium: long, utm_campaign: long, utm_term: long, utm_content: long };
    const value = sealAttribution({ ...ATTRIBUTION, code: 'A'.repeat(100), utm }, KEY);
    expect(value?.length).toBeLessThan(3_900);
    expect(openAttribution(value ?? '', KEY, AT)?.utm).toEqual(utm);
    const euro = '€'.repeat(100);
    const longer = {
      utm_source: euro,
      utm_medium: euro,
      utm_campaign: euro,
      utm_term: euro,
      utm_content: euro,
    };
    expect((sealAttribution({ ...ATTRIBUTION, utm: longer }, KEY) ?? '').length).toBeLessThan(3_900);
  });
});

describe('the metadata of a subscription', () => {
  test('says where it came from, and nothing that was not known', () => {
    expect(attributionMetadata(ATTRIBUTION)).toEqual({
      sidedoor_campaign: 'k3x9mz',
      sidedoor_campaign_code: 'SPRING25',
      sidedoor_utm_source: 'newsletter',
      sidedoor_utm_content: 'Schöner Knopf',
    });
    expect(attributionMetadata(BARE)).toEqual({ sidedoor_utm_source: 'x' });
  });

  test('names the first link beside the last one, and gives way first where there is no room', () => {
    expect(attributionMetadata(WITH_FIRST)).toEqual({
      sidedoor_campaign: 'k3x9mz',
      sidedoor_campaign_code: 'SPRING25',
      sidedoor_utm_source: 'newsletter',
      sidedoor_utm_content: 'Schöner Knopf',
      sidedoor_first_campaign_code: 'HELLO20',
      sidedoor_first_utm_source: 'poster',
    });
    const others = Object.fromEntries(Array.from({ length: 45 }, (_, n) => [`key${n}`, 'x']));
    expect(Object.keys(attributionMetadata(WITH_FIRST, others)).at(-1)).toBe('sidedoor_first_campaign_code');
  });

  test('keeps Stripe’s limits: keys of at most 40 characters, values of 500, 50 keys with those that are there', () => {
    for (const key of Object.keys(attributionMetadata(WITH_FIRST)))
      expect(key.length).toBeLessThanOrEqual(40);
    const others = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, 'x']));
    expect(Object.keys(attributionMetadata(ATTRIBUTION, others(48)))).toEqual([
      'sidedoor_campaign',
      'sidedoor_campaign_code',
    ]);
    expect(attributionMetadata(ATTRIBUTION, others(50))).toEqual({});
    // what is there already takes no further room
    expect(
      Object.keys(attributionMetadata(ATTRIBUTION, { ...others(49), sidedoor_campaign: 'older1' })),
    ).toEqual(['sidedoor_campaign']);
  });

  test('is written only when something of it is missing', () => {
    const there = attributionMetadata(ATTRIBUTION);
    expect(missingMetadata(ATTRIBUTION, { tier: 'gold', ...there })).toBeNull();
    expect(missingMetadata(ATTRIBUTION, { ...there, sidedoor_campaign: 'older1' })).toEqual(there);
  });
});
