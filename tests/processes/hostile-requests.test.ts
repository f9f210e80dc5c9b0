import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { outbox } from '@/lib/db/schema';
import { freePort } from '../../scripts/launcher/ports.mjs';
import { type AppProcess, startAppProcess } from '../rig/app-process';
import { aStage, type Stage } from '../rig/app-stage';
import { FROZEN_NOW } from '../rig/frozen-now';
import type { PlainBrowser, PlainForm } from '../rig/plain-browser';
import { type RawAnswer, rawRequest } from '../rig/raw-request';
import { makeSubscriber, type Subscriber } from '../rig/subscribers';

let stage: Stage;
let app: AppProcess;
let ada: Subscriber & { browser: PlainBrowser };

beforeAll(async () => {
  stage = await aStage({
    databaseUrl: inject('databaseUrl'),
    stripeUrl: inject('stripeApiBase'),
    now: FROZEN_NOW,
  });
  await stage.deliverTo('http://127.0.0.1:1/nobody-listens');
  const port = await freePort();
  app = await startAppProcess(port, stage.env(`http://localhost:${port}`));
  const subscriber = await makeSubscriber(stage.stripe, stage.database);
  ada = { ...subscriber, browser: await stage.browserOf(await stage.userOf(subscriber.email)) };
});

afterAll(async () => {
  await app?.stop();
  await stage?.close();
});

const EVIL = 'evil.example';

/** Posts a form of a page as it stands there, by whoever holds the page's cookie. */
async function post(form: PlainForm, headers: Record<string, string>): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of form.fields) body.append(name, value);
  return ada.browser.send(form.action, { method: 'POST', headers, body });
}

/** The token and the cookie that next-auth's own posts need. */
async function csrf(): Promise<{ csrfToken: string; cookie: string }> {
  const answer = await fetch(`${app.url}/api/auth/csrf`);
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  return { csrfToken, cookie };
}

describe('a post that did not begin on a page of ours', () => {
  test.each([
    ['of another site', { origin: `https://${EVIL}` }],
    [
      'of another site that poses as ours to the proxy',
      { origin: `https://${EVIL}`, 'x-forwarded-host': EVIL },
    ],
    ['of no site', { origin: 'null' }],
    ['without a site', {}],
    ['of another port', { origin: 'http://localhost:1' }],
    ['of another scheme', () => ({ origin: app.url.replace('http:', 'https:') })],
    ['of a site whose name begins as ours', () => ({ origin: `${app.url}.${EVIL}` })],
  ])('%s does nothing, whatever the form', async (_name, given) => {
    const headers: Record<string, string> = typeof given === 'function' ? given() : given;
    for (const path of ['/account', '/pricing', '/account/email', '/terms']) {
      const page = await ada.browser.open(`${app.url}${path}`);
      const posts = page.forms.filter(({ method }) => method === 'post');
      expect(posts.length).toBeGreaterThan(0);
      for (const form of posts) {
        const answer = await post(form, headers);
        expect([path, form.buttons[0]?.text, answer.status]).toEqual([path, form.buttons[0]?.text, 403]);
        expect(answer.headers.get('location')).toBeNull();
      }
    }
    // her session is as it was
    expect((await ada.browser.open(`${app.url}/account`)).text).toContain(ada.email);
  });

  test.each(['/api/auth/signin/email', '/api/auth/signout', '/api/auth/callback/email'])(
    '%s asks for a token that only our page has',
    async (path) => {
      const { cookie } = await csrf();
      const form = { email: ada.email, csrfToken: 'f'.repeat(64), callbackUrl: '/account' };
      const before = await stage.database.$count(outbox, eq(outbox.to, ada.email));
      await fetch(`${app.url}${path}`, {
        method: 'POST',
        headers: { cookie, origin: `https://${EVIL}` },
        body: new URLSearchParams(form),
        redirect: 'manual',
      });
      expect(await stage.database.$count(outbox, eq(outbox.to, ada.email))).toBe(before);
      expect((await ada.browser.open(`${app.url}/account`)).text).toContain(ada.email);
    },
  );
});

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
      const { csrfToken, cookie } = await csrf();
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
    const { csrfToken, cookie } = await csrf();
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
  expect(answer.headers.get('x-nextjs-cache')).toBe('HIT');
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

describe('bodies that no browser sends', () => {
  const MIB = 1024 * 1024;
  const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
  const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };
  const field = (name: string, value: string) =>
    `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--x--\r\n`;
  const chunked = { 'transfer-encoding': 'chunked' };
  test.each<[string, string, Record<string, string>, string, number[]]>([
    ['a delivery of more than a megabyte', '/api/stripe/webhook', {}, 'x'.repeat(MIB + 1), [413]],
    ['the same without saying how long it is', '/api/stripe/webhook', chunked, 'x'.repeat(MIB + 1), [413]],
    ['a delivery of just a megabyte', '/api/stripe/webhook', {}, 'x'.repeat(MIB), [400]],
    ['a delivery of nothing', '/api/stripe/webhook', {}, '', [400]],
    ['a sign-in of 20 kilobytes', '/api/auth/signin/email', urlencoded, `email=${'x'.repeat(20_000)}`, [413]],
    [
      'a sign-in that is not a form',
      '/api/auth/signin/email',
      { 'content-type': 'application/json' },
      '{',
      [415],
    ],
    ['a sign-in of no kind', '/api/auth/signin/email', {}, 'email=x', [415]],
    ['a form of two megabytes', '/account', multipart, field('a', 'x'.repeat(2 * MIB)), [413]],
    ['a form of unknown length', '/account', { ...multipart, ...chunked }, field('a', 'b'), [411]],
    [
      'a form cut short',
      '/account',
      multipart,
      '--x\r\ncontent-disposition: form-data; name="$ACTION',
      [400],
    ],
    ['a form of no kind', '/account', multipart, 'not a form at all', [400]],
    ['the same to a kept page', '/pricing', multipart, 'not a form at all', [400]],
    ['a form of another kind', '/account', { 'content-type': 'text/xml' }, '<x/>', [400]],
    ['a form for no action', '/account', multipart, field(`$ACTION_ID_${'f'.repeat(42)}`, ''), [404, 409]],
    [
      'an action that is none',
      '/account',
      { 'next-action': 'f'.repeat(42), 'content-type': 'text/plain' },
      '[]',
      [404, 409],
    ],
    ['an action whose name is none', '/account', { 'next-action': '__proto__' }, '[]', [404]],
  ])('%s', async (_name, path, headers, body, statuses) => {
    const answer = await rawRequest(`${app.url}${path}`, {
      method: 'POST',
      headers: { origin: app.url, ...headers },
      body,
    });
    expect(statuses).toContain(answer.status);
    expect(answer.body).not.toMatch(/\bat .*\.(js|ts):\d+/); // no stack
  });
});

describe('methods', () => {
  const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
  test.each([
    ['/', 'page'],
    // whatever the method, a request of nothing gets the kept page and no more
    ['/pricing', ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND']],
    ['/account', 'page'],
    ['/sign-in', 'page'],
    ['/account/return/made-up', 'page'],
    ['/go/SPRING25', ['GET', 'HEAD']],
    ['/api/health', ['GET', 'HEAD']],
    ['/api/stripe/webhook', ['POST']],
    ['/api/auth/session', ['GET', 'HEAD', 'POST']],
    ['/robots.txt', ['GET', 'HEAD']],
  ] as const)('%s answers those it has, and no other with a page or a failure', async (path, known) => {
    for (const method of METHODS) {
      const { status } = await rawRequest(`${app.url}${path}`, { method });
      expect([method, status < 500]).toEqual([method, true]);
      if (
        known === 'page' ? ['GET', 'HEAD'].includes(method) : (known as readonly string[]).includes(method)
      ) {
        expect([method, status]).not.toEqual([method, 405]);
      } else if (method === 'OPTIONS') {
        expect([method, [200, 204, 400, 403, 405].includes(status)]).toEqual([method, true]);
      } else {
        expect([method, [400, 403, 404, 405].includes(status) ? 'refused' : status]).toEqual([
          method,
          'refused',
        ]);
      }
    }
  });
});
