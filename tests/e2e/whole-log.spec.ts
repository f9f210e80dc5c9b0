import { readFileSync } from 'node:fs';
import { outbox, users } from '@/lib/db/schema';
import { expect, test } from './fixtures';

// Runs after every other browser test: whatever they made the app write stands in one file.

type Line = Readonly<Record<string, unknown>>;

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);

/** What the app itself wrote; Next's own lines are plain text. */
const eventsOf = (lines: readonly string[]): Line[] =>
  lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));

test('the whole log names no person, no key, no token and no page of Stripe’s', async ({
  services,
  database,
}) => {
  const log = readFileSync(services.appLog, 'utf8');
  expect(log.length).toBeGreaterThan(1000);
  const found = [
    /[\w.+-]+@[\w-]+\.[\w.-]+/g, // e-mail addresses
    /\/(?:p\/session|c\/pay)\/(?!\[redacted\])\S+/g,
    /\bcs_(?:test|live)_(?!\[)\w+/g,
    /\b(?:sk|rk|pk)_(?:test|live)_(?!\[)\w+/g,
    /\bwhsec_(?!\[)\w+/g,
    /[?&](?:token|email|callbackUrl|csrfToken|code|promo)=(?!\[)[^\s&"]+/g,
    /next-auth\.[\w.-]+=/g,
    /postgres(?:ql)?:\/\/[^:\s]+:(?!\[)[^@\s]+@/g,
    /"(?:body|payload|headers|cookie|authorization)":/g,
  ].flatMap((secret) => [...log.matchAll(secret)].map(([text]) => text));
  expect([...new Set(found)].slice(0, 20)).toEqual([]);

  const mails = await database.select({ to: outbox.to, link: outbox.link }).from(outbox);
  const people = await database.select({ email: users.email }).from(users);
  const tokens = mails.map(({ link }) => new URL(link).searchParams.get('token'));
  const known = [services.stripeKey, services.webhookSecret, ...tokens, ...people.map(({ email }) => email)];
  expect(known.length).toBeGreaterThan(5);
  expect(known.filter((secret) => secret && log.includes(secret))).toEqual([]);
});

test('each event is one line that says whose request it belongs to', ({ services }) => {
  const events = eventsOf(linesOf(services.appLog));
  const named = (name: string) => events.filter(({ event }) => event === name);
  expect(named('billing.act').length).toBeGreaterThan(0);
  for (const line of named('billing.act'))
    expect(line).toMatchObject({
      request: expect.stringMatching(/^[\da-f-]{36}$/),
      user: expect.stringMatching(/^[\da-f-]{36}$/),
    });
  expect(named('stripe.answered').length).toBeGreaterThan(0);
  for (const line of named('stripe.answered')) {
    expect(line).toMatchObject({
      stripeRequest: expect.stringMatching(/^req_/),
      path: expect.stringMatching(/^\/v1\/[^?]*$/),
    });
  }
  for (const { event } of events) expect(event).toMatch(/^[a-z-]+\.[a-z-]+$/);
  // one click can be followed from the press to Stripe and back
  const act = named('billing.act').find(({ outcome }) => outcome === 'opened');
  expect(act).toBeDefined();
  expect(named('stripe.answered').some(({ request }) => request === act?.request)).toBe(true);
});
