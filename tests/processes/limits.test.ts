import { randomUUID } from 'node:crypto';
import { asc, eq, like } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { auditEvents, outbox, rateLimits } from '@/lib/db/schema';
import { aRunningApp, type RunningApp } from '../rig/running-app';
import { signInToken } from '../rig/sign-in-token';
import { makeSubscriber } from '../rig/subscribers';

let running: RunningApp;
let stage: RunningApp['stage'];
let app: RunningApp['app'];

beforeAll(async () => {
  // a tenth of each limit: 3 sign-ins, 1 mail to a mailbox, 6 codes, 6 buttons, 3 unsigned deliveries
  const tenth = { RATE_LIMIT_FACTOR: '0.1', TRUSTED_PROXIES: '1' };
  running = await aRunningApp(inject('databaseUrl'), inject('stripeApiBase'), tenth);
  ({ stage, app } = running);
});

afterAll(() => running?.stop());

let clients = 0;
/** What the proxy says about a client of its own; whatever the client says itself stands before it. */
function aClient(): () => { 'x-forwarded-for': string } {
  clients += 1;
  const address = `203.0.113.${clients}`;
  let tries = 0;
  return () => {
    tries += 1;
    return { 'x-forwarded-for': `198.51.100.${tries}, ${address}` };
  };
}

/** The statuses of so many requests, one after another. */
async function statuses(times: number, ask: (n: number) => Promise<Response>): Promise<number[]> {
  const seen: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const answer = await ask(n);
    seen.push(answer.status);
    if (answer.status === 429) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await answer.text()).toContain('That was tried too often');
    } else await answer.arrayBuffer();
  }
  return seen;
}

/** Asks for a sign-in mail as the form does. */
async function askForMail(
  email: string,
  headers: Record<string, string>,
  path = '/api/auth/signin/email',
): Promise<Response> {
  const { csrfToken, cookie } = await signInToken(app.url, headers);
  return fetch(`${app.url}${path}`, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: new URLSearchParams({ email, csrfToken, callbackUrl: '/account' }),
    redirect: 'manual',
  });
}

test('sign-in mails by one client, whatever it says about itself; another client goes on', async () => {
  const [greedy, other] = [aClient(), aClient()];
  const asked = await statuses(4, () => askForMail(`${randomUUID()}@example.com`, greedy()));
  expect(asked).toEqual([302, 302, 302, 429]);
  expect(await statuses(1, () => askForMail(`${randomUUID()}@example.com`, other()))).toEqual([302]);
});

test('sign-in mails to one mailbox, whoever asks and however it is spelled', async () => {
  const email = `${randomUUID()}@example.com`;
  const spellings = [email, email.toUpperCase(), ` ${email}`];
  expect(await statuses(3, (n) => askForMail(spellings[n] ?? '', aClient()()))).toEqual([302, 429, 429]);
  expect(await stage.database.$count(outbox, eq(outbox.to, email))).toBe(1);
});

test.each([
  ['with something after it', (email: string, n: number) => `${email},${n}`],
  ['in brackets', (email: string, n: number) => `${' '.repeat(n)}<${email}>`],
  ['with a comment', (email: string, n: number) => `(${n})${email}`],
  ['with a final dot', (email: string) => `${email}.`],
])('a mailbox written %s is none, so that nobody is counted anew', async (_how, spelled) => {
  const email = `${randomUUID()}@example.com`;
  for (const n of [1, 2]) {
    const answer = await askForMail(spelled(email, n), aClient()());
    expect(answer.headers.get('location')).toMatch(/error=EmailSignin$/);
  }
  expect(await stage.database.$count(outbox, like(outbox.to, `%${email}%`))).toBe(0);
});

test('a mailbox that is named after another one, or at another spelling of the address, is counted', async () => {
  const email = `${randomUUID()}@example.com`;
  const twice = async (n: number) => {
    const headers = aClient()();
    const { csrfToken, cookie } = await signInToken(app.url, headers);
    return fetch(`${app.url}/api/auth/signin/email`, {
      method: 'POST',
      headers: { ...headers, cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: `email=other-${n}%40example.com&csrfToken=${csrfToken}&email=${email}`,
      redirect: 'manual',
    });
  };
  expect(await statuses(2, twice)).toEqual([302, 429]);
  const encoded = '/api/auth/signin/e%6Dail';
  expect(await statuses(1, () => askForMail(email, aClient()(), encoded))).toEqual([429]);
  expect((await askForMail(email, aClient()(), '/api/auth/signin/email/more')).status).toBe(404);
  expect(await stage.database.$count(outbox, eq(outbox.to, email))).toBe(1);
});

test('sign-in links by one client', async () => {
  const guesser = aClient();
  const guess = (n: number) =>
    fetch(`${app.url}/api/auth/callback/email?email=a@example.com&token=${n}`, {
      headers: guesser(),
      redirect: 'manual',
    });
  expect(await statuses(4, guess)).toEqual([302, 302, 302, 429]);
});

test('guesses at promotion codes, with a session or without; kept pages are never counted', async () => {
  const guesser = aClient();
  const open = (path: string, cookie = '') =>
    fetch(`${app.url}${path}`, { headers: { ...guesser(), cookie }, redirect: 'manual' });
  expect(await statuses(10, () => open('/pricing?interval=year'))).toEqual(Array(10).fill(200));
  expect(await statuses(7, (n) => open(`/pricing?promo=GUESS${n}`))).toEqual([...Array(6).fill(200), 429]);
  expect(await statuses(1, () => open('/pricing?promo=X', 'next-auth.session-token=made-up'))).toEqual([429]);
  expect(await statuses(2, () => open('/pricing'))).toEqual([200, 200]);
  // a code that somebody else has made known is a kept page
  await fetch(`${app.url}/pricing?promo=SPRING25`, { headers: aClient()() });
  expect(await statuses(3, () => open('/pricing?promo=SPRING25'))).toEqual([200, 200, 200]);
});

test('guesses at the picture of a code, which says as much as the page; those of known codes are never counted', async () => {
  const guesser = aClient();
  const look = (code: string) =>
    fetch(`${app.url}/pricing/picture/month/usd/any/${code}`, { headers: guesser() });
  expect(await statuses(7, (n) => look(`DRAWN${n}`))).toEqual([...Array(6).fill(404), 429]);
  await fetch(`${app.url}/pricing?promo=SPRING25`, { headers: aClient()() });
  expect(await statuses(2, () => look('SPRING25'))).toEqual([200, 200]);
  expect(await statuses(2, () => look('-'))).toEqual([200, 200]);
});

test('guesses by campaign links: afterwards a real code is not told from another', async () => {
  const guesser = aClient();
  const follow = (code: string, headers: Record<string, string>) =>
    fetch(`${app.url}/go/${code}`, {
      headers: { ...headers, 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
      redirect: 'manual',
    });
  expect(await statuses(7, (n) => follow(`FOLLOWED${n}`, guesser()))).toEqual(Array(7).fill(303));
  expect((await follow('LOYAL15', guesser())).headers.getSetCookie()).toEqual([]);
  expect((await follow('LOYAL15', aClient()())).headers.getSetCookie()).toHaveLength(1);
});

test('deliveries that are not signed; signed ones are taken all the same', async () => {
  const client = aClient();
  const deliver = (body: string, signature: string) =>
    fetch(`${app.url}/api/stripe/webhook`, {
      method: 'POST',
      headers: { ...client(), 'stripe-signature': signature },
      body,
    });
  const payload = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'customer.updated',
    livemode: false,
    data: { object: { object: 'customer', id: 'cus_1' } },
  });
  const signed = () =>
    deliver(
      payload,
      stage.stripe.webhooks.generateTestHeaderString({ payload, secret: stage.webhookSecret }),
    );
  expect(await statuses(5, signed)).toEqual(Array(5).fill(200));
  expect(await statuses(5, () => deliver(payload, 't=1,v1=00'))).toEqual([400, 400, 400, 429, 429]);
  expect(await statuses(1, signed)).toEqual([200]);
});

test('buttons by one person: a notice on the page, and both in the trail; another person goes on', async () => {
  const people = await Promise.all([0, 1].map(() => makeSubscriber(stage.stripe, stage.database)));
  const [ada, eve] = await Promise.all(people.map(({ email }) => stage.userOf(email)));
  if (!ada || !eve) throw new Error('Two people were made.');
  const press = async (user: typeof ada) => {
    const browser = await stage.browserOf(user);
    const page = await browser.open(`${app.url}/account`);
    return (await browser.pressOnly(page, 'Open the billing portal')).headers.get('location') ?? '';
  };
  for (let n = 0; n < 6; n += 1) expect(await press(ada)).toContain('/p/session/');
  expect(await press(ada)).toBe('/account?refused=too-many-requests');
  expect(await press(eve)).toContain('/p/session/');
  const page = await (await stage.browserOf(ada)).open(`${app.url}/account?refused=too-many-requests`);
  expect(page.text).toContain('That was tried too often');
  expect(page.text).toContain('Stopped: too many tries');
  const trail = await stage.database
    .select({ act: auditEvents.act, outcome: auditEvents.outcome })
    .from(auditEvents)
    .where(eq(auditEvents.userId, ada.id))
    .orderBy(asc(auditEvents.id));
  expect(trail).toEqual([
    ...Array(6).fill({ act: 'home', outcome: 'opened' }),
    { act: 'home', outcome: 'too-many-requests' },
  ]);
});

test('what is counted names neither an address nor a person', async () => {
  const keys = (await stage.database.select({ key: rateLimits.key }).from(rateLimits)).map(({ key }) => key);
  expect(keys.length).toBeGreaterThan(5);
  for (const key of keys) expect(key).toMatch(/^[a-z-]+:[\w-]{43}$/);
});
