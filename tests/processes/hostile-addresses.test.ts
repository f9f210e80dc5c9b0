import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { outbox } from '@/lib/db/schema';
import { type RawAnswer, rawRequest } from '../rig/raw-request';
import { signInToken } from '../rig/sign-in-token';
import { aSignedInApp, type SignedInApp } from '../rig/signed-in-app';

let given: SignedInApp;
let stage: SignedInApp['stage'];
let app: SignedInApp['app'];
let ada: SignedInApp['ada'];

beforeAll(async () => {
  given = await aSignedInApp(inject('databaseUrl'), inject('stripeApiBase'));
  ({ stage, app, ada } = given);
});

afterAll(() => given?.stop());

const EVIL = 'evil.example';

/** Where a redirect or a form of a page leads, besides this app. */
function elsewhere(answer: RawAnswer): string[] {
  const places = [
    answer.headers.location,
    ...(answer.headers.refresh ? [String(answer.headers.refresh).replace(/^.*url=/i, '')] : []),
    ...[...answer.body.matchAll(/\s(?:href|action|formaction|content)="([^"]*)"/g)].map(([, place]) => place),
  ].flatMap((place) => (place === undefined ? [] : place.replaceAll('&amp;', '&')));
  return places.filter((place) => {
    if (!/^(\/\/|\\|https?:|javascript:|data:)/i.test(place)) return false;
    const { origin } = new URL(place, app.url);
    return origin !== app.url && !['https://example.com', 'https://schema.org'].includes(origin);
  });
}

const FOREIGN = [
  `https://${EVIL}`,
  `//${EVIL}`,
  `/\\${EVIL}`,
  `\\\\${EVIL}`,
  `/%2F${EVIL}`,
  `%2F%2F${EVIL}`,
  `/./\\${EVIL}`,
  `/\t/${EVIL}`,
  `https:${EVIL}`,
  `https:/\\${EVIL}`,
  'javascript:alert(1)',
  'data:text/html,x',
];
const ownWith = (): string[] => {
  const { host, hostname, port } = new URL(app.url);
  return [`http://${host}@${EVIL}`, `http://${hostname}.${EVIL}:${port}`, `http://a:b@${host}/`];
};

/** Every parameter that a place or a choice is read from. */
const PLACES: readonly ((value: string) => string)[] = [
  ...[
    '/sign-in',
    '/sign-in/confirm',
    '/api/auth/signin',
    '/api/auth/signout',
    '/api/auth/callback/email',
  ].map(
    (path) => (value: string) =>
      `${path}?callbackUrl=${encodeURIComponent(value)}&checked=1&token=x&email=a%40example.com`,
  ),
  ...['promo', 'plan', 'interval', 'currency', 'refused', 'next', 'callbackUrl', 'returnTo', 'redirect'].map(
    (name) => (value: string) => `/pricing?${name}=${encodeURIComponent(value)}`,
  ),
  (value) => `/account?refused=${encodeURIComponent(value)}&callbackUrl=${encodeURIComponent(value)}`,
  (value) => `/sign-in/error?error=${encodeURIComponent(value)}`,
  (value) => `/go/${encodeURIComponent(value)}?plan=${encodeURIComponent(value)}`,
  (value) => `/go/SPRING25?next=${encodeURIComponent(value)}&utm_source=${encodeURIComponent(value)}`,
  (value) => `/account/return/${encodeURIComponent(value)}`,
  (value) => `/account/email/confirm?token=${encodeURIComponent(value)}`,
  (value) => `/prices/${encodeURIComponent(value)}`,
  (value) => `/${value}`,
];

describe('no parameter leads to another site', () => {
  test.each([...FOREIGN, 'userinfo', 'a longer name', 'a password'])('%j', async (given) => {
    const own = { userinfo: 0, 'a longer name': 1, 'a password': 2 }[given];
    const value = own === undefined ? given : (ownWith()[own] ?? '');
    for (const place of PLACES) {
      // Node's client sends no control characters; browsers drop them
      const path = place(value).replace(/[\t\r\n]/g, '');
      const answer = await rawRequest(`${app.url}${path}`);
      expect([path, answer.status < 500, elsewhere(answer)]).toEqual([path, true, []]);
    }
  });

  test('signing in with a foreign place to come back to ends on the account page', async () => {
    for (const value of [...FOREIGN, ...ownWith()]) {
      const { csrfToken, cookie } = await signInToken(app.url);
      const answer = await fetch(`${app.url}/api/auth/signin/email`, {
        method: 'POST',
        headers: { cookie },
        body: new URLSearchParams({ email: 'place@example.com', csrfToken, callbackUrl: value }),
        redirect: 'manual',
      });
      const [mail] = await stage.database.select().from(outbox).where(eq(outbox.to, 'place@example.com'));
      expect(new URL(answer.headers.get('location') ?? '', app.url).origin).toBe(app.url);
      expect(mail && new URL(new URL(mail.link).searchParams.get('callbackUrl') ?? '', app.url).origin).toBe(
        app.url,
      );
    }
  });
});

test.each([
  ['/GO/SPRING25?plan=pro', 308, '/go/SPRING25?plan=pro'],
  ['/Pricing?promo=SPRING25', 308, '/pricing?promo=SPRING25'],
  ['/go/SPRING25/x', 303, '/pricing?promo=SPRING25%2Fx&interval=month'],
  ['/go/SPRING25%', 400, undefined],
  ['/x/%E0%A4%A', 400, undefined],
])('an address as people copy it: %s', async (path, status, location) => {
  const answer = await rawRequest(`${app.url}${path}`);
  const leadsTo = answer.headers.location?.replace(app.url, '');
  expect([answer.status, leadsTo]).toEqual([status, location]);
});

describe('a request that lies about where it came to', () => {
  const LIES: readonly Record<string, string>[] = [
    { host: EVIL },
    { host: `${EVIL}:80` },
    { 'x-forwarded-host': EVIL },
    { 'x-forwarded-host': EVIL, 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
    { forwarded: `host=${EVIL};proto=https` },
    { 'x-original-host': EVIL, 'x-rewrite-url': `https://${EVIL}/`, 'x-original-url': '/outbox' },
  ];
  const PATHS = [
    '/',
    '/pricing',
    '/pricing?promo=SPRING25',
    '/pricing?plan=pro&interval=year&currency=eur',
    '/prices/month/usd/any/-',
    '/account',
    '/account/return/made-up-intent',
    '/sign-in',
    '/sign-in?checked=1',
    '/api/auth/signin',
    '/api/auth/providers',
    '/api/auth/callback/email?token=x&email=a%40example.com',
    '/go/SPRING25',
    '/robots.txt',
    '/no-such-page',
  ];

  test.each(LIES)('%j is not believed by any page', async (headers) => {
    for (const path of [...PATHS, ...PATHS]) {
      const answer = await rawRequest(`${app.url}${path}`, { headers });
      expect([path, answer.status < 500]).toEqual([path, true]);
      const at = answer.body.indexOf(EVIL);
      const shown = at === -1 ? '' : answer.body.slice(at - 200, at + 60);
      expect([path, JSON.stringify(answer.headers).includes(EVIL), shown]).toEqual([path, false, '']);
    }
    // nor does the next visitor get what it left behind
    expect(await (await fetch(`${app.url}/pricing`)).text()).not.toContain(EVIL);
  });

  test.each(LIES)('%j reaches no link in a mail', async (headers) => {
    const { csrfToken, cookie } = await signInToken(app.url);
    const email = `host-${LIES.indexOf(headers)}@example.com`;
    await rawRequest(`${app.url}/api/auth/signin/email`, {
      method: 'POST',
      headers: { ...headers, cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ email, csrfToken, callbackUrl: '/account' }).toString(),
    });
    const [mail] = await stage.database.select().from(outbox).where(eq(outbox.to, email));
    expect(mail?.link.startsWith(`${app.url}/sign-in/confirm?`)).toBe(true);
    expect(JSON.stringify(mail)).not.toContain(EVIL);
  });
});

test.each([
  ['GET', `http://${EVIL}/account`],
  ['GET', `http://${EVIL}/pricing`],
  ['GET', `https://${EVIL}//x/..`],
  ['OPTIONS', '*'],
])('a request of %s %s, which is no path, is refused and led nowhere', async (method, target) => {
  const answer = await rawRequest(app.url, { method, target });
  expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
  expect(answer.body).not.toContain(EVIL);
});

const INJECTED = [
  '%0d%0aset-cookie:%20taken=1',
  '%0aset-cookie:taken=1',
  '%E5%98%8D%E5%98%8Aset-cookie:taken=1',
  '%00',
  '%250d%250ataken',
];
const STRANGE_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '__proto__[taken]',
  'constructor.prototype.taken',
];

test('a kept page does not show what somebody else had in its address', async () => {
  const path = '/pricing?interval=year&currency=jpy';
  const open = async (more: string) => (await fetch(`${app.url}${path}${more}`)).text();
  await open('&mail=first@example.com&utm_source=first');
  await open('&mail=second@example.com');
  for (const page of [await open(''), await open('&mail=third@example.com')]) {
    expect(page).toContain('¥');
    expect(page).not.toMatch(/(first|second|third)(%40|@)/);
  }
  await fetch(`${app.url}/pricing?promo=SPRING25`); // known from now on
  await fetch(`${app.url}/pricing?promo=SPRING25&mail=fourth@example.com`);
  const answer = await fetch(`${app.url}/pricing?promo=SPRING25&mail=fifth@example.com`);
  expect(answer.headers.get('x-nextjs-cache') ?? answer.headers.get('cache-status')).toMatch(/hit/i);
  expect(await answer.text()).not.toMatch(/(fourth|fifth)(%40|@)/);
});

describe('strange words in a query', () => {
  test.each(INJECTED)('%s adds no header and breaks no page', async (value) => {
    for (const place of PLACES) {
      const path = place('VALUE').replaceAll('VALUE', value);
      const answer = await rawRequest(`${app.url}${path}`);
      const cookies = answer.headers['set-cookie']?.join() ?? '';
      expect([path, answer.status < 500, cookies.includes('taken=')]).toEqual([path, true, false]);
    }
  });

  test.each(STRANGE_KEYS)('%s as a name or a value breaks no page and taints no object', async (key) => {
    for (const place of PLACES) {
      const path = place(key);
      const answer = await rawRequest(
        `${app.url}${path}${path.includes('?') ? '&' : '?'}${key}=taken&${key}[x]=taken`,
      );
      expect([path, answer.status < 500]).toEqual([path, true]);
    }
    const page = await ada.browser.open(`${app.url}/pricing`);
    const landed = await ada.browser.press(page, 'Upgrade to Pro', {
      [key]: 'taken',
      plan: key,
      interval: key,
      promo: key,
    });
    expect([landed.status, new URL(landed.url).pathname]).toEqual([200, '/pricing']);
    expect((await fetch(`${app.url}/api/health`)).status).toBe(200);
  });
});
