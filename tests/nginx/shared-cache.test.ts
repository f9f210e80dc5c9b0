import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type NginxProcess, startNginx } from '../rig/nginx-process';
import { aRunningApp, type RunningApp } from '../rig/running-app';
import { sessionCookie } from '../rig/session';
import { makeSubscriber } from '../rig/subscribers';

let running: RunningApp;
let stage: RunningApp['stage'];
let app: RunningApp['app'];
let nginx: NginxProcess;

beforeAll(async () => {
  running = await aRunningApp(inject('databaseUrl'), inject('stripeApiBase'));
  ({ stage, app } = running);
  nginx = await startNginx(Number(new URL(app.url).port));
});

afterAll(async () => {
  await nginx?.stop();
  await running?.stop();
});

async function get(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${nginx.url}${path}`, { redirect: 'manual', headers });
  const { status } = answer;
  return { status, cache: answer.headers.get('x-cache'), headers: answer.headers, html: await answer.text() };
}

/** A person with a plan, and the cookie of their session. */
async function somebody() {
  const { email } = await makeSubscriber(stage.stripe, stage.database);
  return { email, cookie: await sessionCookie(stage.database, await stage.userOf(email)) };
}

test('the second visitor gets the first one’s page, whatever else is in the address or the cookies', async () => {
  expect((await get('/pricing?interval=year')).cache).toBe('MISS');
  expect((await get('/pricing?interval=year&fbclid=x', { cookie: 'theme=dark' })).cache).toBe('HIT');
});

test.each([
  ['in capitals', '?CURRENCY=jpy', '?currency=jpy', '¥7,200'],
  ['with an encoded name', '?%63urrency=jpy', '', '$49.00'],
  ['twice, the first one empty', '?currency=&currency=jpy', '', '$49.00'],
  ['twice', '?interval=year&currency=eur&x=y&currency=jpy', '?interval=year&currency=eur', '€450.00'],
  ['of a code, with an encoded name', '?%70romo=SPRING25', '', '$49.00'],
])('a choice spelled %s is nobody else’s page', async (_how, spelled, plain, price) => {
  await get('/pricing?promo=SPRING25'); // known from now on
  const odd = await get(`/pricing${spelled}`);
  expect(odd.cache).toBe('BYPASS');
  expect((await get(`/pricing${plain}`)).html).toContain(price);
});

test('choices and codes have pages of their own', async () => {
  await get('/pricing?promo=SPRING25');
  for (const [path, price] of [
    ['/pricing', '$49.00'],
    ['/pricing?interval=year', '$490.00'],
    ['/pricing?currency=eur', '€45.00'],
    ['/pricing?promo=SPRING25', '$36.75'],
  ] as const) {
    await get(path);
    const page = await get(path);
    expect([page.cache, page.html.includes(price)]).toEqual(['HIT', true]);
  }
});

test('somebody with a session gets their own page, and nobody else gets it after them', async () => {
  await get('/pricing');
  const { email, cookie } = await somebody();
  const own = await get('/pricing', { cookie });
  expect([own.cache, own.html.includes(email)]).toEqual(['BYPASS', true]);
  const after = await get('/pricing');
  expect([after.cache, after.html.includes(email)]).toEqual(['HIT', false]);
});

test('a personal page that is asked for first is not kept either', async () => {
  const { email, cookie } = await somebody();
  await get('/pricing?currency=jpy&plan=scale', { cookie });
  const next = await get('/pricing?currency=jpy&plan=scale');
  expect([next.cache, next.html.includes(email)]).toEqual(['MISS', false]);
});

test('two people never see each other’s page', async () => {
  const [ada, bruno] = [await somebody(), await somebody()];
  const seen = await Promise.all([ada, bruno, ada, bruno].map(({ cookie }) => get('/pricing', { cookie })));
  expect(seen.map(({ html }) => [html.includes(ada.email), html.includes(bruno.email)])).toEqual([
    [true, false],
    [false, true],
    [true, false],
    [false, true],
  ]);
});

test('guesses, refusals and campaign links are not kept', async () => {
  for (const path of ['/pricing?promo=GUESS', '/pricing?refused=code-gone', '/pricing?utm_source=mail']) {
    await get(path);
    expect((await get(path)).cache).not.toBe('HIT');
  }
});

test('a number is answered by the app, in whatever place it stands, and fills no cache', async () => {
  await get('/pricing');
  expect((await get('/pricing')).cache).toBe('HIT');
  for (const [query, words] of [
    ['quantity=3', '$447.00'],
    ['quantity=0', 'cannot be chosen'],
    ['fbclid=x&quantity=2', '$298.00'],
  ] as const)
    for (let visit = 0; visit < 2; visit += 1) {
      const page = await get(`/pricing?${query}`);
      expect([page.cache, page.html.includes(words)]).toEqual(['BYPASS', true]);
    }
  expect((await get('/pricing')).html).not.toContain('$447.00');
});

test('what Next fetches while somebody clicks is never given out as a page', async () => {
  await get('/pricing?plan=pro', { RSC: '1' });
  const page = await get('/pricing?plan=pro');
  expect(page.headers.get('content-type')).toContain('text/html');
  expect((await get('/pricing?plan=pro', { RSC: '1' })).cache).toBe('BYPASS');
});

test('account pages pass through and are not kept', async () => {
  const { email, cookie } = await somebody();
  const account = await get('/account', { cookie });
  expect([account.cache, account.html.includes(email)]).toEqual([null, true]);
  expect((await get('/account')).status).toBe(307);
});

test('a visitor without gzip gets a page they can read', async () => {
  await get('/pricing?plan=starter', { 'accept-encoding': 'gzip' });
  const page = await get('/pricing?plan=starter', { 'accept-encoding': 'identity' });
  expect(page.headers.get('content-encoding')).toBeNull();
  expect(page.html).toContain('$15.00');
});

test.each(['gzip', 'identity'])('a page that the visitor has, as %s, is not sent again', async (encoding) => {
  const path = '/pricing?interval=year&plan=pro';
  await get(path, { 'accept-encoding': encoding });
  const { headers } = await get(path, { 'accept-encoding': encoding });
  const again = await get(path, { 'accept-encoding': encoding, 'if-none-match': headers.get('etag') ?? '' });
  expect([again.status, again.cache, again.html]).toEqual([304, 'HIT', '']);
  const old = await get(path, { 'accept-encoding': encoding, 'if-none-match': 'W/"old"' });
  expect([old.status, old.cache]).toEqual([200, 'HIT']);
});

test('the log names the page and not what stands in its address', async () => {
  await get('/sign-in/confirm?token=never-logged&email=ada%40example.com');
  await expect.poll(() => nginx.accessLog()).toContain('"GET /sign-in/confirm" 200');
  expect(nginx.accessLog()).not.toMatch(/never-logged|ada|token/);
});
