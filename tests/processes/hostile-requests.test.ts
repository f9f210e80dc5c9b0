import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { outbox } from '@/lib/db/schema';
import type { PlainForm } from '../rig/plain-browser';
import { rawRequest } from '../rig/raw-request';
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

/** Posts a form of a page as it stands there, by whoever holds the page's cookie. */
async function post(form: PlainForm, headers: Record<string, string>): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of form.fields) body.append(name, value);
  return ada.browser.send(form.action, { method: 'POST', headers, body });
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
      const { cookie } = await signInToken(app.url);
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

test.each(['cross-site', 'same-site', 'none'])(
  'a sign-in link’s end that is opened %s asks first, and spends nothing',
  async (site) => {
    const email = `${site}@example.com`;
    const { csrfToken, cookie } = await signInToken(app.url);
    await fetch(`${app.url}/api/auth/signin/email`, {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams({ email, csrfToken, callbackUrl: '/account' }),
    });
    const [mail] = await stage.database.select().from(outbox).where(eq(outbox.to, email));
    const { search } = new URL(mail?.link ?? '');
    const open = (from: string) =>
      rawRequest(`${app.url}/api/auth/callback/email${search}`, { headers: { 'sec-fetch-site': from } });
    const led = await open(site);
    expect([led.status, led.headers.location]).toEqual([303, `${app.url}/sign-in/confirm${search}`]);
    expect(led.headers['set-cookie']).toBeUndefined();
    const pressed = await open('same-origin');
    expect([pressed.status, pressed.headers.location]).toEqual([302, `${app.url}/account`]);
    expect(pressed.headers['set-cookie']?.join()).toContain('session-token=');
  },
);

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
