import { unstable_doesMiddlewareMatch } from 'next/experimental/testing/server';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CURRENCIES, INTERVALS, PLAN_KEYS } from '@/lib/billing/catalogue';
import { CATALOGUE_TAG, catalogueTags, forgetPages } from '@/lib/page-cache/forget';
import PageCache from '@/lib/page-cache/handler.mjs';
import { keptPath } from '@/lib/pricing/kept-path';
import { CHOICES, keptRewrites, SESSION_COOKIES } from '@/lib/pricing/kept-rewrites.mjs';
import { rememberCode } from '@/lib/pricing/known-codes';
import { proxy, config as proxyConfig } from '@/proxy';
import { aCode } from './given';

beforeAll(() => {
  // the proxy asks the app's clock, which may be stopped by a setting
  vi.stubEnv('APP_URL', 'http://localhost:3000');
  vi.stubEnv('NEXTAUTH_SECRET', 'only-for-the-unit-tests');
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@localhost/none');
  vi.stubEnv('STRIPE_SECRET_KEY', 'sk_test_none');
  vi.stubEnv('STRIPE_WEBHOOK_SECRET', 'whsec_none');
});
afterAll(() => vi.unstubAllEnvs());

describe('which pages are kept', () => {
  test('the rewrites know exactly the catalogue’s choices', () => {
    expect(Object.fromEntries(CHOICES.map(({ key, values }) => [key, values]))).toEqual({
      interval: [...INTERVALS],
      currency: [...CURRENCIES],
      plan: [...PLAN_KEYS],
    });
  });

  test('a query that names nothing leads where an empty choice is kept', () => {
    const rewrites = keptRewrites();
    const bare = rewrites.find(({ has }) => has.length === 0);
    const nothing = { interval: 'month', currency: null, plan: null, promo: null, quantity: null } as const;
    expect(bare?.destination).toBe(keptPath(nothing));
  });

  test('no rule and no proxy leads somebody with a session to a kept page', async () => {
    const rewrites = keptRewrites();
    const cookiesOf = (missing: readonly { type: string; key: string }[]) =>
      missing.filter(({ type }) => type === 'cookie').map(({ key }) => key);
    expect(rewrites).toHaveLength(8);
    for (const { missing } of rewrites) expect(cookiesOf(missing)).toEqual(SESSION_COOKIES);
    rememberCode(aCode({ code: 'SPRING25' }));
    const proxied = async (cookie?: string) => {
      const headers = new Headers(cookie ? { cookie: `${cookie}=x` } : {});
      const request = new NextRequest('http://localhost/pricing?promo=SPRING25', { headers });
      return (await proxy(request)).headers.get('x-middleware-rewrite');
    };
    expect(await proxied()).toBe('http://localhost/prices/month/usd/any/SPRING25');
    for (const cookie of SESSION_COOKIES) expect(await proxied(cookie)).toBeNull();
  });

  const session = { 'next-auth.session-token': 'x' };
  test.each([
    ['/', {}],
    ['/account', {}],
    ['/prices/month/usd/any/-', {}],
    ['/pricing?promo=SPRING25', {}],
    ['/pricing?refused=no-change', {}],
    ['/pricing?quantity=3', {}],
    ['/pricing?plan=scale&quantity=11', {}],
    ['/pricing?interval=week', {}],
    ['/pricing?plan=pro&currency=gbp', {}],
    ['/pricing?plan=projector', {}],
    ['/pricing', session],
    ['/pricing?interval=year', session],
    ['/pricing', { '__Host-next-auth.session-token.0': 'x' }],
  ])('%s %j goes through the proxy, which names its scripts', (url, cookies) => {
    expect(unstable_doesMiddlewareMatch({ config: proxyConfig, url, cookies })).toBe(true);
  });

  test.each([
    '/pricing',
    '/pricing?interval=year',
    '/pricing?plan=pro&currency=jpy',
    '/pricing?plan=',
    '/pricing?utm_source=mail',
    '/api/health',
    '/_next/static/chunks/main.js',
    '/icon.svg',
    '/robots.txt',
  ])('%s of a stranger does not', (url) => {
    expect(unstable_doesMiddlewareMatch({ config: proxyConfig, url })).toBe(false);
  });
});

describe('how long a page is kept', () => {
  const page = (tags: readonly string[], status?: number) => ({
    kind: 'APP_PAGE',
    html: '<p>prices</p>',
    ...(status && { status }),
    headers: { 'x-next-cache-tags': tags.join(',') } as Record<string, string>,
  });
  const cache = new PageCache();

  test('until something is told of the catalogue', async () => {
    await cache.set('/a', page(catalogueTags()));
    expect(await cache.get('/a')).toMatchObject({ value: { html: '<p>prices</p>' } });
    forgetPages(CATALOGUE_TAG);
    expect(await cache.get('/a')).toBeNull();
  });

  test('not at all when the change was told while it was made', async () => {
    const before = page(catalogueTags());
    forgetPages(CATALOGUE_TAG);
    await cache.set('/b', before);
    expect(await cache.get('/b')).toBeNull();
    expect(before.headers['cache-control']).toBe('private, no-cache, no-store');
  });

  test('a redirect is not kept, and does not take the place of the page before it', async () => {
    await cache.set('/c', page(catalogueTags()));
    const redirect = page(catalogueTags(), 307);
    await cache.set('/c', redirect);
    expect(await cache.get('/c')).toMatchObject({ value: { html: '<p>prices</p>' } });
    expect(redirect.headers['cache-control']).toBe('private, no-cache, no-store');
  });

  test('every kept page tells shared caches that cookies decide', async () => {
    const kept = page(catalogueTags());
    await cache.set('/d', kept);
    expect(kept.headers.vary).toBe('Cookie');
  });

  test('every kept page says itself for how long, also where another instance made it', async () => {
    const kept = page(catalogueTags());
    await cache.set('/h', kept);
    expect(kept.headers['cache-control']).toBe('s-maxage=60, stale-while-revalidate=240');
  });

  test('a page of something else outlives a change of the catalogue', async () => {
    await cache.set('/e', page(['_N_T_/terms']));
    forgetPages(CATALOGUE_TAG);
    expect(await cache.get('/e')).not.toBeNull();
  });

  test('without what its first visitor had in the address, who gets the page as it was made', async () => {
    const flight = (query: string) =>
      String.raw`<script>self.__next_f.push([1,"0:{\"c\":[\"\",\"pricing${query}\"],\"q\":\"${query}\",\"i\":false}"])</script>`;
    const made = {
      ...page(catalogueTags()),
      html: flight(String.raw`?plan=pro\u0026mail=ada%40example.com`),
    };
    await cache.set('/f', made);
    expect(made.html).toContain('ada');
    expect(await cache.get('/f')).toMatchObject({ value: { html: flight('') } });
    const [first, kept] = [made.headers, (await cache.get('/f'))?.value.headers];
    expect(kept['content-security-policy']).not.toBe(first['content-security-policy']);
  });

  test('not at all when the place of the address is not found', async () => {
    const made = { ...page(catalogueTags()), html: '<script>self.__next_f.push([1,"split"])</script>' };
    await cache.set('/g', made);
    expect(await cache.get('/g')).toBeNull();
    expect(made.headers['cache-control']).toBe('private, no-cache, no-store');
  });
});
