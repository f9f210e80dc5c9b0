import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { inbox } from '@/lib/db/schema';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { type AppProcess, startAppProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import { type RawAnswer, rawRequest } from '../rig/raw-request';
import { sessionCookie } from '../rig/session';
import { makeSubscriber } from '../rig/subscribers';

let stage: Stage;
let port: number;
let app: AppProcess;
let beside: AppProcess;

beforeAll(async () => {
  stage = await aStage({
    databaseUrl: inject('databaseUrl'),
    stripeUrl: inject('stripeApiBase'),
    now: FROZEN_NOW,
  });
  port = await freePort();
  await stage.deliverTo(`http://127.0.0.1:${port}/api/stripe/webhook`);
  const env = stage.env(`http://localhost:${port}`);
  [app, beside] = await Promise.all([startAppProcess(port, env), startAppProcess(await freePort(), env)]);
});

afterAll(async () => {
  await Promise.all([app?.stop(), beside?.stop()]);
  await stage?.close();
});

type Seen = Readonly<{ status: number; headers: Headers; html: string }>;

async function get(
  path: string,
  { from = app, cookie }: { from?: AppProcess; cookie?: string } = {},
): Promise<Seen> {
  const answer = await fetch(`${from.url}${path}`, { redirect: 'manual', headers: cookie ? { cookie } : {} });
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
}

/** Given out by Next, or by what stands in front of it. */
const isKept = ({ headers }: Seen): boolean =>
  headers.get('x-nextjs-cache') === 'HIT' || headers.get('cache-status') === 'sidedoor; hit';
const cacheControl = ({ headers }: Seen) => headers.get('cache-control');

/** Pro by the month costs so many cents from now on; settles when the app has worked off what it was told of it. */
async function setProPrice(unit_amount: number): Promise<void> {
  const [old] = (await stage.stripe.prices.list({ lookup_keys: ['pro_month'] })).data;
  const { id } = await stage.stripe.prices.create({
    product: String(old?.product),
    lookup_key: 'pro_month',
    transfer_lookup_key: true,
    currency: 'usd',
    unit_amount,
    recurring: { interval: 'month' },
  });
  await untilWorkedOff('price.created', id);
}

/** Settles when the event of this type about this object is done. */
async function untilWorkedOff(type: string, object: string): Promise<void> {
  const { data } = await stage.stripe.events.list({ type, limit: 10 });
  const event = data.find((each) => JSON.stringify(each.data.object).includes(`"${object}"`));
  if (!event) throw new Error(`Stripe has no ${type} of ${object}.`);
  await vi.waitFor(async () => {
    const rows = await stage.database
      .select()
      .from(inbox)
      .where(and(eq(inbox.id, event.id), eq(inbox.status, 'done')));
    expect(rows).toHaveLength(1);
  }, 60_000);
}

describe('who gets which page', () => {
  test('everybody without a session gets one kept page, which a shared cache may keep as well', async () => {
    // an app that has just started forgets once more when it begins to hear of changes
    const page = await vi.waitFor(async () => {
      const kept = await get('/pricing?interval=year&currency=eur&fbclid=x');
      expect(isKept(kept)).toBe(true);
      return kept;
    }, 60_000);
    expect(cacheControl(page)).toBe('s-maxage=60, stale-while-revalidate=240');
    expect(page.headers.get('vary')).toContain('Cookie');
    expect(page.headers.get('set-cookie')).toBeNull();
    expect(page.html).toContain('€450.00');
  });

  test('the very first answer says so, too', async () => {
    const page = await get('/pricing?interval=year&currency=jpy&plan=scale');
    expect(isKept(page)).toBe(false);
    expect(page.headers.get('vary')).toContain('Cookie');
    expect(page.headers.get('set-cookie')).toBeNull();
  });

  test('somebody with a session gets their own, which nobody may keep', async () => {
    const { email } = await makeSubscriber(stage.stripe, stage.database);
    const cookie = await sessionCookie(stage.database, await stage.userOf(email));
    for (const path of ['/pricing', '/pricing?interval=month&currency=usd', '/pricing?promo=SPRING25']) {
      await get(path);
      const page = await get(path, { cookie });
      expect(page.html).toContain(email);
      expect(cacheControl(page)).toBe('private, no-cache, no-store, max-age=0, must-revalidate');
      expect((await get(path)).html).not.toContain(email);
    }
  });

  test('a session that is nobody’s, or split into two cookies, is never answered with the kept page', async () => {
    for (const name of ['next-auth.session-token', '__Host-next-auth.session-token.0']) {
      const page = await get('/pricing', { cookie: `${name}=nonsense` });
      expect(cacheControl(page)).toContain('no-store');
    }
  });

  test('a refusal is told to one person only', async () => {
    const page = await get('/pricing?refused=code-gone');
    expect(page.html).toContain('This code no longer works');
    expect(cacheControl(page)).toContain('no-store');
  });
});

describe('what is answered before Next looks at it', () => {
  const path = '/pricing?interval=year&currency=eur&plan=starter';
  const ask = (headers: Record<string, string>, method = 'GET') =>
    rawRequest(`${app.url}${path}`, { headers, method });
  const inFront = (headers: Record<string, string>, method = 'GET') =>
    vi.waitFor(async () => {
      const answer = await ask(headers, method);
      expect(answer.headers['cache-status']).toBe('sidedoor; hit');
      return answer;
    }, 60_000);
  /** What differs on purpose: each names its cache in its own way, and no two answers are made at one time. */
  const OWN = /^(x-nextjs-|cache-status|date$|connection$|keep-alive$)/;
  const told = ({ headers }: RawAnswer) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.test(name)));

  test('is what Next answers, to the byte and to the header', async () => {
    const ours = await inFront({});
    // Next weighs what is accepted, and so gets what has weights
    const nexts = await ask({ 'accept-encoding': 'identity;q=1' });
    expect(nexts.headers['x-nextjs-cache']).toBe('HIT');
    expect(ours.body).toBe(nexts.body);
    expect(told(ours)).toEqual(told(nexts));
    expect(ours.body).toContain('€140.00');
  });

  test.each([
    ['br', 'gzip, deflate, br, zstd', brotliDecompressSync],
    ['gzip', 'gzip, deflate', gunzipSync],
  ])('is compressed once for everybody who takes %s', async (coding, accepted, decompress) => {
    const whole = await inFront({});
    const answer = await inFront({ 'accept-encoding': accepted });
    expect(answer.headers['content-encoding']).toBe(coding);
    expect(answer.bytes.length).toBe(Number(answer.headers['content-length']));
    expect(answer.bytes.length).toBeLessThan(whole.bytes.length / 5);
    expect(decompress(answer.bytes).toString()).toBe(whole.body);
  });

  test('is not sent again to somebody who has it', async () => {
    const { etag = '' } = (await inFront({})).headers;
    const known = await ask({ 'if-none-match': `"other", ${etag}` });
    expect([known.status, known.body, known.headers.etag]).toEqual([304, '', etag]);
    expect((await ask({ 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('has a head without a body', async () => {
    const answer = await inFront({}, 'HEAD');
    expect([answer.status, answer.body]).toEqual([200, '']);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(10_000);
  });

  test('says over HTTPS that it is to stay there', async () => {
    const answer = await inFront({ 'x-forwarded-proto': 'https' });
    expect(answer.headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
    expect((await inFront({})).headers['strict-transport-security']).toBeUndefined();
  });
});

describe('which codes are kept', () => {
  test('a real one, from the second visitor on, whatever its spelling', async () => {
    expect(cacheControl(await get('/pricing?promo=loyal15'))).toContain('no-store');
    await get('/pricing?promo=LOYAL15');
    const page = await get('/pricing?promo=Loyal15');
    expect(isKept(page)).toBe(true);
    expect(page.html).toContain('$41.65');
  });

  test('never a guess', async () => {
    for (let visit = 0; visit < 3; visit += 1) {
      const page = await get('/pricing?promo=GUESS1');
      expect(page.html).toContain('We don&#x27;t know the code');
      expect(cacheControl(page)).toContain('no-store');
    }
  });

  test('the inner addresses are no second public ones', async () => {
    for (const path of ['/prices/month/usd/any/-', '/prices/month/usd/any/GUESS2']) {
      const answer = await get(path);
      expect([answer.status, answer.headers.get('location')]).toEqual([308, '/pricing']);
    }
    expect((await get('/%70rices/month/usd/any/-')).status).toBe(404);
  });
});

describe('what search engines and shared links get', () => {
  test('one canonical address, prices as data in every currency, and a picture', async () => {
    const { html } = await get('/pricing?interval=year');
    expect(html).toContain(`<link rel="canonical" href="${app.url}/pricing"/>`);
    expect(html).not.toContain('noindex');
    const json = /<script type="application\/ld\+json">(.+?)<\/script>/.exec(html)?.[1] ?? '{}';
    const [, , pro] = JSON.parse(json)['@graph'];
    expect(pro).toMatchObject({ '@type': 'Product', name: 'Northlight Pro' });
    expect(pro.offers).toHaveLength(6);
    expect(pro.offers).toContainEqual(expect.objectContaining({ price: '7200', priceCurrency: 'JPY' }));
    expect(pro.offers).toContainEqual(expect.objectContaining({ price: '490.00', priceCurrency: 'USD' }));
    expect(html).toContain(`<meta property="og:image" content="${app.url}/pricing/picture/year/usd/any/-"/>`);
  });

  test('a page with a code is not indexed, and its picture shows the campaign’s price', async () => {
    for (let visit = 0; visit < 2; visit += 1) {
      const { html } = await get('/pricing?promo=SPRING25&plan=pro');
      expect(html).toContain('<meta name="robots" content="noindex, follow"/>');
      expect(html).toContain(`<link rel="canonical" href="${app.url}/pricing"/>`);
    }
    const picture = await get('/pricing/picture/month/usd/pro/SPRING25');
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(isKept(await get('/pricing/picture/month/usd/pro/SPRING25'))).toBe(true);
  });

  test('there is no picture of a guess, of another spelling or of what is not on offer', async () => {
    for (const path of [
      'month/usd/pro/GUESS3',
      'month/usd/pro/spring25',
      'week/usd/pro/-',
      'month/usd/gold/-',
    ]) {
      const answer = await get(`/pricing/picture/${path}`);
      expect([answer.status, cacheControl(answer)]).toEqual([404, 'private, no-cache, no-store']);
    }
  });
});

describe('renewal', () => {
  test('a new price is on the next page, in every process', async () => {
    for (const from of [app, beside]) {
      await get('/pricing', { from });
      expect((await get('/pricing', { from })).html).toContain('$49.00');
    }
    await setProPrice(5_100);
    expect((await get('/pricing')).html).toContain('$51.00');
    await vi.waitFor(
      async () => expect((await get('/pricing', { from: beside })).html).toContain('$51.00'),
      60_000,
    );
  });

  test('a code that is switched off is off on the next page', async () => {
    await get('/pricing?promo=HELLO20');
    await get('/pricing?promo=HELLO20');
    expect((await get('/pricing?promo=HELLO20')).html).toContain('HELLO20 applied');
    const [code] = (await stage.stripe.promotionCodes.list({ code: 'HELLO20' })).data;
    await stage.stripe.promotionCodes.update(code?.id ?? '', { active: false });
    await untilWorkedOff('promotion_code.updated', code?.id ?? '');
    expect((await get('/pricing?promo=HELLO20')).html).toContain('HELLO20 has ended');
  });

  test('a restart between the change and the next visitor does not bring the old page back', async () => {
    await get('/pricing');
    expect(isKept(await get('/pricing'))).toBe(true);
    await setProPrice(5_300);
    await app.kill();
    app = await startAppProcess(port, stage.env(`http://localhost:${port}`));
    expect((await get('/pricing')).html).toContain('$53.00');
  });
});
