import { expect, it, test } from 'vitest';
import { parseEnv, SETTINGS } from '@/lib/env-schema';
import { NO_SETTINGS } from '../../scripts/launcher/no-settings.mjs';

const GOOD = {
  APP_URL: 'http://localhost:3000/',
  NEXTAUTH_SECRET: '0123456789abcdef',
  DATABASE_URL: 'postgres://sidedoor:hunter2@localhost:5432/sidedoor',
  STRIPE_SECRET_KEY: 'sk_test_hunter2',
  STRIPE_WEBHOOK_SECRET: 'whsec_hunter2',
};

it('needs five settings and has defaults for the others', () => {
  expect(parseEnv(GOOD)).toEqual({
    ...GOOD,
    APP_URL: 'http://localhost:3000', // the origin alone
    STRIPE_WEBHOOK_SECRET: ['whsec_hunter2'],
    STRIPE_API_BASE: 'https://api.stripe.com',
    SIDEDOOR_DEMO: false,
    SYNC_EVERY_HOURS: 24,
    STRIPE_HOSTED_ORIGINS: '',
    TRUSTED_PROXIES: 0,
    CAMPAIGN_TEAM: [],
    LOG_LEVEL: 'info',
  });
});

it('takes two webhook secrets while one replaces the other, and no third', () => {
  const secrets = (STRIPE_WEBHOOK_SECRET: string) => ({ ...GOOD, STRIPE_WEBHOOK_SECRET });
  expect(parseEnv(secrets('whsec_old,whsec_new'))).toMatchObject({
    STRIPE_WEBHOOK_SECRET: ['whsec_old', 'whsec_new'],
  });
  expect(problemsOf(secrets('whsec_a,whsec_b,whsec_c'))).toContain('STRIPE_WEBHOOK_SECRET');
});

it('names every missing setting at once', () => {
  const names = Object.keys(GOOD);
  for (const name of names) expect(() => parseEnv({})).toThrow(name);
});

test.each([
  ['a restricted key', { STRIPE_SECRET_KEY: 'rk_live_x' }],
  ['the demo with a local Stripe', { SIDEDOOR_DEMO: '1', STRIPE_API_BASE: 'http://127.0.0.1:12111' }],
  ['the demo by name', { SIDEDOOR_DEMO: '1', STRIPE_API_BASE: 'http://localhost:12111' }],
  [
    'a frozen clock in the demo',
    { SIDEDOOR_DEMO: '1', STRIPE_API_BASE: 'http://127.0.0.1:12111', SIDEDOOR_NOW: '1794787200' },
  ],
  ['mail', { SMTP_URL: 'smtps://u:p@mail.example.com', MAIL_FROM: 'Northwind <billing@example.com>' }],
  ['settings that were left empty', { SMTP_URL: '', MAIL_FROM: '', GITHUB_ID: '', REDIS_URL: '' }],
])('takes %s', (_name, given) => {
  expect(() => parseEnv({ ...GOOD, ...given })).not.toThrow();
});

test.each([
  [
    'a publishable key',
    { STRIPE_SECRET_KEY: 'pk_test_x' },
    /STRIPE_SECRET_KEY needs a secret or restricted key/,
  ],
  ['a short secret', { NEXTAUTH_SECRET: 'short' }, /NEXTAUTH_SECRET needs at least 16/],
  ['another database', { DATABASE_URL: 'mysql://x/y' }, /DATABASE_URL needs a URL like postgres/],
  ['the demo with Stripe itself', { SIDEDOOR_DEMO: '1' }, /SIDEDOOR_DEMO works only with a local Stripe/],
  [
    'a host that only looks local',
    { SIDEDOOR_DEMO: '1', STRIPE_API_BASE: 'http://127.0.0.1.evil.test' },
    /SIDEDOOR_DEMO/,
  ],
  ['a frozen clock outside the demo', { SIDEDOOR_NOW: '1' }, /SIDEDOOR_NOW freezes the clock/],
  [
    'a live key for another host than Stripe',
    { STRIPE_SECRET_KEY: 'sk_live_x', STRIPE_API_BASE: 'http://127.0.0.1:12111' },
    /STRIPE_API_BASE is not Stripe/,
  ],
  [
    'the demo where others can reach it',
    { SIDEDOOR_DEMO: '1', STRIPE_API_BASE: 'http://127.0.0.1:12111', APP_URL: 'https://app.example.com' },
    /SIDEDOOR_DEMO works only on this machine/,
  ],
  ['a mail server without a sender', { SMTP_URL: 'smtp://mail.example.com' }, /MAIL_FROM is missing/],
  ['a sender without a mail server', { MAIL_FROM: 'billing@example.com' }, /SMTP_URL is missing/],
  [
    'a sender with a second line',
    { SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'a@example.com\nBcc: b@example.com' },
    /MAIL_FROM needs an address/,
  ],
  ['half of GitHub', { GITHUB_ID: 'x' }, /GITHUB_SECRET is missing/],
  ['half of Google', { GOOGLE_CLIENT_SECRET: 'x' }, /GOOGLE_CLIENT_ID is missing/],
  ['another cache', { REDIS_URL: 'http://cache' }, /REDIS_URL needs a URL like redis/],
  ['a date for a clock', { SIDEDOOR_NOW: '2026-11-16' }, /SIDEDOOR_NOW needs whole Unix seconds/],
])('refuses %s', (_name, given, message) => {
  expect(() => parseEnv({ ...GOOD, ...given })).toThrow(message);
});

it('has every setting explained in .env.example, and no other; tests leave each one empty', () => {
  expect(Object.keys(NO_SETTINGS).sort()).toEqual([...SETTINGS].sort());
  expect(parseEnv({ ...NO_SETTINGS, ...GOOD })).toEqual(parseEnv(GOOD));
});

it('never repeats a value', () => {
  const bad = {
    ...GOOD,
    STRIPE_SECRET_KEY: 'hunter2',
    STRIPE_WEBHOOK_SECRET: 'hunter2',
    DATABASE_URL: 'hunter2',
  };
  expect(problemsOf(bad)).toMatch(/DATABASE_URL .*\n.*STRIPE_SECRET_KEY .*\n.*STRIPE_WEBHOOK_SECRET /);
  expect(problemsOf(bad)).not.toContain('hunter2');
});

function problemsOf(source: Record<string, string>): string {
  try {
    parseEnv(source);
    return 'none';
  } catch (error) {
    return String(error);
  }
}
