import { z } from 'zod';

const STRIPE = 'https://api.stripe.com';
const httpUrl = z.url({ protocol: /^https?$/, error: 'needs a URL like http://localhost:3000' });
const unixSeconds = z
  .string()
  .regex(/^\d+$/, 'needs whole Unix seconds')
  .transform((text) => Number(text));

const text = z.string();

/** Settings that mean something only together. */
const TOGETHER = [
  ['SMTP_URL', 'MAIL_FROM'],
  ['GITHUB_ID', 'GITHUB_SECRET'],
  ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
] as const;

const Schema = z
  .object({
    APP_URL: httpUrl.transform((url) => new URL(url).origin),
    NEXTAUTH_SECRET: z
      .string('is missing')
      .min(16, 'needs at least 16 random characters (openssl rand -hex 32)'),
    DATABASE_URL: z.url({
      protocol: /^postgres(ql)?$/,
      error: 'needs a URL like postgres://user:password@host/name',
    }),
    STRIPE_SECRET_KEY: z
      .string('is missing')
      .regex(
        /^(sk|rk)_(test|live)_/,
        'needs a secret or restricted key (sk_… or rk_…), not a publishable one',
      ),
    STRIPE_WEBHOOK_SECRET: z
      .string('is missing')
      .regex(
        /^whsec_[^\s,]+(,whsec_[^\s,]+)?$/,
        'needs the signing secret of the endpoint (whsec_…), or two with a comma while one replaces the other',
      )
      .transform((secrets) => secrets.split(',')),
    STRIPE_API_BASE: httpUrl.transform((url) => new URL(url).origin).default(STRIPE),
    SIDEDOOR_DEMO: z
      .enum(['0', '1'], 'is 1 (on) or 0 (off)')
      .default('0')
      .transform((flag) => flag === '1'),
    SIDEDOOR_NOW: unixSeconds.optional(),
    SYNC_EVERY_HOURS: z
      .string()
      .regex(/^\d{1,4}(\.\d+)?$/, 'needs hours, such as 24; 0 turns it off')
      .default('24')
      .transform((text) => Number(text)),
    SMTP_URL: z
      .url({ protocol: /^smtps?$/, error: 'needs a URL like smtps://user:password@mail.example.com' })
      .optional(),
    MAIL_FROM: text
      .regex(
        /^([^<>\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
        'needs an address, such as Northwind <billing@example.com>',
      )
      .optional(),
    GITHUB_ID: text.optional(),
    GITHUB_SECRET: text.optional(),
    GOOGLE_CLIENT_ID: text.optional(),
    GOOGLE_CLIENT_SECRET: text.optional(),
    REDIS_URL: z
      .url({ protocol: /^rediss?$/, error: 'needs a URL like redis://:password@host:6379' })
      .optional(),
    STRIPE_HOSTED_ORIGINS: z
      .string()
      .default('')
      .refine(
        (list) => list.split(',').every((origin) => origin.trim() === '' || URL.canParse(origin.trim())),
        'needs addresses such as https://billing.example.com, with commas between them',
      ),
    TRUSTED_PROXIES: z
      .string()
      .regex(/^\d$/, 'needs the number of proxies before the app, 0 to 9')
      .default('0')
      .transform(Number),
    RATE_LIMIT_FACTOR: text
      .regex(/^\d{1,4}(\.\d+)?$/, 'needs a number, such as 2; 0 turns limits off')
      .transform(Number)
      .optional(),
    CRON_SECRET: text.min(16, 'needs at least 16 random characters (openssl rand -hex 32)').optional(),
    CAMPAIGN_TEAM: z
      .string()
      .default('')
      .transform((list) =>
        list
          .toLowerCase()
          .split(/[\s,]+/)
          .filter((address) => address !== ''),
      )
      .refine(
        (team) => team.every((address) => /^[^@]+@[^@]+$/.test(address)),
        'needs e-mail addresses with commas between them',
      ),
    OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .superRefine((env, context) => {
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    const live = /^[sr]k_live_/.test(env.STRIPE_SECRET_KEY);
    // whoever answers elsewhere would hold the key of a real account, and could give plans away
    if (live && env.STRIPE_API_BASE !== STRIPE)
      refuse('STRIPE_API_BASE', 'is not Stripe, and the key is a live one: leave it out');
    if (live && env.SIDEDOOR_DEMO) refuse('SIDEDOOR_DEMO', 'does not go with a live key: unset it');
    if (env.SIDEDOOR_DEMO && !isLoopback(env.APP_URL))
      refuse('SIDEDOOR_DEMO', 'works only on this machine: APP_URL is another, so unset it');
    for (const [one, other] of TOGETHER) {
      if (env[one] !== undefined && env[other] === undefined) refuse(other, `is missing, and ${one} is set`);
      if (env[other] !== undefined && env[one] === undefined) refuse(one, `is missing, and ${other} is set`);
    }
    // the outbox page shows sign-in links to anybody: it must never stand beside real money
    if (env.SIDEDOOR_DEMO && !isLoopback(env.STRIPE_API_BASE)) {
      refuse(
        'SIDEDOOR_DEMO',
        'works only with a local Stripe: point STRIPE_API_BASE at 127.0.0.1, or unset it',
      );
    }
    if (env.SIDEDOOR_NOW !== undefined && !env.SIDEDOOR_DEMO) {
      refuse('SIDEDOOR_NOW', 'freezes the clock and works only with SIDEDOOR_DEMO=1: unset it');
    }
  });

/** Every setting by name. */
export const SETTINGS: readonly string[] = Object.keys(Schema.shape);

export type Env = z.output<typeof Schema>;

/**
 * Reads the app's settings; what is left empty, as in a copied .env.example, is left out. Throws one error that names
 * every variable that is wrong, never a value.
 */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.entries(source).filter(([, value]) => value !== '');
  const parsed = Schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
  throw new BadEnvironmentError(lines.join('\n'));
}

export class BadEnvironmentError extends Error {
  override name = 'BadEnvironmentError';
  constructor(readonly problems: string) {
    super(`Bad environment, see .env.example:\n${problems}`);
  }
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
