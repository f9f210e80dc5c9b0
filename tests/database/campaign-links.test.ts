import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PlanKey } from '@/lib/billing/catalogue';
import { arrive } from '@/lib/campaigns/arrival';
import { getCampaignView } from '@/lib/campaigns/campaign-view';
import { addVisits, visits } from '@/lib/campaigns/counting';
import { attributionIn } from '@/lib/campaigns/current';
import { campaignKey, NO_LINK } from '@/lib/campaigns/link';
import { createCampaign } from '@/lib/campaigns/store';
import { visitBuffer } from '@/lib/campaigns/visit-buffer';
import { db } from '@/lib/db/client';
import { campaignVisits } from '@/lib/db/schema';
import { stripe } from '@/lib/stripe/client';
import { seedCatalogue } from '../../scripts/seed/catalogue';
import { FROZEN_NOW } from '../rig/frozen-now';
import { aUser } from './given';

const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

type Given = Readonly<{
  segment?: string | null;
  search?: Record<string, string>;
  cookie?: string;
  method?: string;
  headers?: Record<string, string>;
}>;

const open = ({ segment = null, search = {}, cookie, method = 'GET', headers = {} }: Given) =>
  arrive({ segment, search, cookie, method, headers: new Headers({ 'user-agent': CHROME, ...headers }) });

/** The value of a `Set-Cookie` line. */
const cookieOf = (setCookie: string | null) => /^sidedoor-campaign=([^;]*);/.exec(setCookie ?? '')?.[1];

async function countOf(linkKey: string): Promise<number> {
  await visits().flush();
  const rows = await db().select().from(campaignVisits).where(eq(campaignVisits.linkKey, linkKey));
  return rows.reduce((sum, row) => sum + row.visits, 0);
}

beforeAll(async () => {
  await seedCatalogue({ stripe: stripe(), now: FROZEN_NOW, moveClock: null, created: 0 });
});
afterEach(() => visits().flush());

describe('somebody who comes by a link', () => {
  test('is counted, remembered for 30 days and sent to the plan, by a code in any case', async () => {
    const arrival = await open({
      segment: 'hello20',
      search: { plan: 'pro', interval: 'year', currency: 'eur', utm_source: 'poster', price: '1' },
    });
    expect(arrival.location).toBe('/pricing?promo=hello20&plan=pro&interval=year&currency=eur#pro');
    expect(arrival.setCookie).toMatch(
      /^sidedoor-campaign=1\.[\w.-]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/,
    );
    expect(attributionIn(cookieOf(arrival.setCookie))).toEqual({
      campaign: null,
      code: 'hello20',
      plan: 'pro',
      interval: 'year',
      currency: 'eur',
      quantity: null,
      utm: { utm_source: 'poster' },
      at: FROZEN_NOW,
      first: null,
    });
    expect(await countOf('code:HELLO20')).toBe(1);
  });

  test('by a campaign’s link has the campaign’s choices, with what the address says over them', async () => {
    const link = { ...NO_LINK, code: 'SPRING25', plan: 'pro', utm: { utm_source: 'letter' } } as const;
    const { id } = await createCampaign('Spring letter', link, (await aUser()).id);
    const arrival = await open({ segment: `SPRING25-${id}`, search: { plan: 'scale', utm_medium: 'print' } });
    expect(arrival.location).toBe('/pricing?promo=SPRING25&plan=scale&interval=month#scale');
    expect(attributionIn(cookieOf(arrival.setCookie))).toMatchObject({
      campaign: id,
      code: 'SPRING25',
      utm: { utm_source: 'letter', utm_medium: 'print' },
    });
    expect(await countOf(campaignKey(id))).toBe(1);
  });

  test('has as many in view as the campaign or the address says, and again when they come back', async () => {
    const link = { ...NO_LINK, code: 'SPRING25', plan: 'scale', quantity: '3' } as const;
    const { id } = await createCampaign('Three for spring', link, (await aUser()).id);
    const first = await open({ segment: `SPRING25-${id}` });
    expect(first.location).toBe('/pricing?promo=SPRING25&plan=scale&interval=month&quantity=3#scale');
    const { location } = await open({ cookie: cookieOf(first.setCookie) });
    expect(location).toBe('/pricing?promo=SPRING25&plan=scale&interval=month&quantity=3#scale');
    const five = await open({ segment: `SPRING25-${id}`, search: { quantity: '5' } });
    expect(five.location).toContain('quantity=5');
    const pro = await open({ segment: `SPRING25-${id}`, search: { plan: 'pro' } });
    expect(pro.location).not.toContain('quantity');
    const utm = await open({ search: { to: '/pricing', utm_source: 'mail', quantity: '3' } });
    expect(utm.location).toBe('/pricing?quantity=3');
    const bare = await open({ search: { to: '/pricing', utm_source: 'mail' } });
    expect(bare.location).toBe('/pricing?interval=month');
  });

  test('is one visit within half an hour, and another by another link', async () => {
    const { id } = await createCampaign('A', { ...NO_LINK, plan: 'pro' }, (await aUser()).id);
    const first = await open({ segment: `pro-${id}` });
    const again = await open({ segment: `pro-${id}`, cookie: cookieOf(first.setCookie) });
    expect(again.counted).toBeNull();
    expect(again.setCookie).not.toBeNull();
    const other = await open({ segment: 'LOYAL15', cookie: cookieOf(first.setCookie) });
    expect(other.counted).not.toBeNull();
    expect(await countOf(campaignKey(id))).toBe(1);
  });

  test('is known by the last link and by the first one, which stays the first', async () => {
    const poster = await open({ segment: 'HELLO20', search: { utm_source: 'poster' } });
    const letter = await open({ segment: 'SPRING25', cookie: cookieOf(poster.setCookie) });
    const mail = await open({ search: { utm_source: 'mail' }, cookie: cookieOf(letter.setCookie) });
    const first = { campaign: null, code: 'HELLO20', utm: { utm_source: 'poster' }, at: FROZEN_NOW };
    expect(attributionIn(cookieOf(letter.setCookie))).toMatchObject({ code: 'SPRING25', first });
    expect(attributionIn(cookieOf(mail.setCookie))).toMatchObject({ utm: { utm_source: 'mail' }, first });
    const again = await open({ segment: 'hello20', cookie: cookieOf(poster.setCookie) });
    expect(attributionIn(cookieOf(again.setCookie))).toMatchObject({ code: 'hello20', first: null });
  });

  test.each<[as: string, segment: string, search: Record<string, string>, location: string]>([
    ['in quotation marks', '“SPRING25”', {}, 'promo=SPRING25&interval=month'],
    ['with a comma behind it', 'SPRING25,', {}, 'promo=SPRING25&interval=month'],
    ['with spaces that nobody sees', '\u200bSPRING25\u00a0', {}, 'promo=SPRING25&interval=month'],
    ['with & for ?', 'SPRING25&plan=pro&utm_source=x', {}, 'promo=SPRING25&plan=pro&interval=month#pro'],
    ['with ? written as text', 'SPRING25?plan=pro', {}, 'promo=SPRING25&plan=pro&interval=month#pro'],
    [
      'with &amp; for &',
      'SPRING25',
      { interval: 'year', 'amp;plan': 'pro' },
      'promo=SPRING25&plan=pro&interval=year#pro',
    ],
    [
      'in capitals',
      'SPRING25',
      { plan: 'PRO', currency: 'EUR' },
      'promo=SPRING25&plan=pro&interval=month&currency=eur#pro',
    ],
    [
      'for a plan that is not sold',
      'SPRING25',
      { plan: 'gold' },
      'promo=SPRING25&interval=month&refused=unknown-plan',
    ],
    [
      'in a currency that is not',
      'SPRING25',
      { currency: 'gbp' },
      'promo=SPRING25&interval=month&refused=unknown-currency',
    ],
    [
      'with a utm value that is too long',
      'SPRING25',
      { utm_source: 'x'.repeat(900) },
      'promo=SPRING25&interval=month',
    ],
  ])('by a link %s is understood', async (_as, segment, search, location) => {
    const arrival = await open({ segment, search });
    expect(arrival.location).toBe(`/pricing?${location}`);
    expect(attributionIn(cookieOf(arrival.setCookie))?.code).toBe('SPRING25');
  });

  test('by a campaign for a plan that is no longer sold is told so, and its page still opens', async () => {
    const gone = { ...NO_LINK, code: 'SPRING25', plan: 'gold' as PlanKey }; // as an older catalogue had it
    const { id } = await createCampaign('Gold', gone, (await aUser()).id);
    const { location } = await open({ segment: `SPRING25-${id}` });
    expect(location).toBe('/pricing?promo=SPRING25&interval=month&refused=unknown-plan');
    expect(await getCampaignView(id)).toMatchObject({ gone: 'The plan of this link is no longer sold.' });
  });

  test('to any page goes on to it, without where they come from and with the rest of the query', async () => {
    const arrival = await open({ search: { to: '/terms', utm_source: 'mail', section: 'b c' } });
    expect(arrival).toMatchObject({ location: '/terms?section=b+c' });
    expect(arrival.setCookie).not.toBeNull();
  });

  test('to any page with a code goes on to the pricing page', async () => {
    const { location } = await open({ search: { to: '/', promo: 'TENOFF', utm_source: 'mail' } });
    expect(location).toBe('/pricing?promo=TENOFF&interval=month');
  });

  test('and returns to the bare pricing page finds the choice again, not counted again', async () => {
    const { setCookie } = await open({ segment: 'PROONLY30', search: { plan: 'pro' } });
    const before = await countOf('code:PROONLY30');
    expect(await open({ cookie: cookieOf(setCookie) })).toEqual({
      location: '/pricing?promo=PROONLY30&plan=pro&interval=month#pro',
      setCookie: null,
      counted: null,
    });
    expect(await countOf('code:PROONLY30')).toBe(before);
  });
});

describe('who is only sent on', () => {
  test.each<[string, Given]>([
    ['a robot', { headers: { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' } }],
    ['a link preview', { headers: { 'user-agent': 'facebookexternalhit/1.1' } }],
    ['a command line', { headers: { 'user-agent': 'curl/8.5.0' } }],
    ['somebody who does not say what they are', { headers: { 'user-agent': '' } }],
    ['a browser that fetches ahead', { headers: { 'sec-purpose': 'prefetch;prerender' } }],
    ['an older browser that fetches ahead', { headers: { purpose: 'prefetch' } }],
    ['a look at the headers', { method: 'HEAD' }],
  ])('%s: no cookie, no count', async (_who, given) => {
    expect(await open({ segment: 'SPRING25', ...given })).toEqual({
      location: '/pricing?promo=SPRING25&interval=month',
      setCookie: null,
      counted: null,
    });
  });

  test.each([
    ['NOSUCHCODE', '/pricing?promo=NOSUCHCODE&interval=month'],
    ['NO-CODE AT ALL', '/pricing?promo=NO-CODE+AT+ALL&interval=month'],
    ['NOSUCHCODE-zzzzzz', '/pricing?promo=NOSUCHCODE&interval=month'],
    ['pro-zzzzzz', '/pricing?plan=pro&interval=month#pro'],
  ])('a guess: /go/%s', async (segment, location) => {
    expect(await open({ segment })).toEqual({ location, setCookie: null, counted: null });
  });

  test.each([
    ['https://evil.example/'],
    ['//evil.example/x'],
    ['/\\evil.example'],
    ['/go/SPRING25'],
    ['/api/auth/signout'],
    ['javascript:alert(1)'],
  ])('to=%s stays here', async (to) => {
    expect((await open({ search: { to, utm_source: 'x' } })).location).toBe('/');
  });

  test('a cookie that is not ours is taken away', async () => {
    expect(await open({ cookie: '1.AAAA.BBBB' })).toEqual({
      location: '/pricing?interval=month',
      setCookie: 'sidedoor-campaign=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
      counted: null,
    });
  });
});

test('guesses do not reach Stripe without end', async () => {
  const asked: string[] = [];
  const listen = ({ path }: { path: string }) => asked.push(path);
  stripe().on('request', listen);
  await Promise.all(Array.from({ length: 200 }, () => open({ segment: `GUESS${randomUUID().slice(0, 8)}` })));
  stripe().off('request', listen);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThan(70);
});

test('visits that several processes write at once are all there', async () => {
  const key = `code:${randomUUID()}`;
  const processes = Array.from({ length: 4 }, () => visitBuffer(addVisits, 5, () => expect.unreachable()));
  await Promise.all(
    processes.flatMap((buffer, n) =>
      Array.from({ length: 50 }, async (_, visit) => {
        await buffer.count(key, '2026-11-16');
        await buffer.count(`${key}-${(visit + n) % 7}`, '2026-11-17');
      }),
    ),
  );
  const rows = await db().select().from(campaignVisits).where(eq(campaignVisits.linkKey, key));
  expect(rows).toEqual([{ livemode: false, linkKey: key, day: '2026-11-16', visits: 200 }]);
});
