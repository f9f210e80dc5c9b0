import { BadEnvironmentError, parseEnv } from '@/lib/env-schema';
import { type Finding, fault, warning } from './finding';

type Variables = Readonly<Record<string, string | undefined>>;

const STRIPE = 'https://api.stripe.com';
const LOCAL = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What is wrong with the settings by themselves; no value of a secret is repeated. */
export function examineEnvironment(env: Variables): Finding[] {
  return [
    ...unreadable(env),
    ...aboutAppUrl(env),
    ...aboutProxies(env),
    ...aboutStripe(env),
    ...aboutSecrets(env),
  ];
}

function unreadable(env: Variables): Finding[] {
  try {
    parseEnv(env);
    return [];
  } catch (error) {
    if (!(error instanceof BadEnvironmentError)) throw error;
    const lines = error.problems.split('\n').map((line) => line.trim());
    return lines.map((line) => fault(line, 'The app does not start.', 'Set it in .env, see .env.example.'));
  }
}

function aboutAppUrl({ APP_URL = '', STRIPE_SECRET_KEY = '', STRIPE_API_BASE }: Variables): Finding[] {
  if (!URL.canParse(APP_URL)) return [];
  const url = new URL(APP_URL);
  const found: Finding[] = [];
  if (isLive(STRIPE_SECRET_KEY) && url.protocol !== 'https:')
    found.push(
      fault(
        `APP_URL is ${url.origin}, with a live key.`,
        'Sessions would travel in the clear, Stripe takes neither the webhook endpoint nor the legal links.',
        'Set APP_URL to the https address that customers see.',
      ),
    );
  if (isLive(STRIPE_SECRET_KEY) && LOCAL.test(url.hostname))
    found.push(
      fault(
        `APP_URL is on this machine (${url.host}), with a live key.`,
        'Customers who leave the portal would be sent to their own computer.',
        'Set APP_URL to the public address.',
      ),
    );
  if (url.pathname !== '/' || url.search !== '')
    found.push(
      warning(
        `APP_URL has a path: ${APP_URL}.`,
        'Only its origin counts; pages under a path are not found.',
        `Set APP_URL=${url.origin}.`,
      ),
    );
  if (STRIPE_API_BASE === APP_URL && APP_URL !== '')
    found.push(
      fault(
        'APP_URL and STRIPE_API_BASE are the same address.',
        'The app would ask itself for prices.',
        'Point STRIPE_API_BASE at Stripe: leave it out.',
      ),
    );
  return found;
}

/** The app itself speaks plain HTTP, so where people come by https a proxy stands before it. */
function aboutProxies({ APP_URL = '', TRUSTED_PROXIES }: Variables): Finding[] {
  if (!APP_URL.startsWith('https:') || !/^0?$/.test(TRUSTED_PROXIES ?? '')) return [];
  return [
    warning(
      'TRUSTED_PROXIES is 0, and APP_URL is https: a proxy stands before the app.',
      'Everybody seems to come from its address: limits by client hold for nobody, or for all people together.',
      'Set TRUSTED_PROXIES to how many proxies of yours stand before the app: 1 for nginx alone.',
    ),
  ];
}

function aboutStripe({
  STRIPE_SECRET_KEY = '',
  STRIPE_API_BASE = STRIPE,
  SIDEDOOR_DEMO,
}: Variables): Finding[] {
  const found: Finding[] = [];
  const base = URL.canParse(STRIPE_API_BASE) ? new URL(STRIPE_API_BASE).origin : STRIPE;
  if (isLive(STRIPE_SECRET_KEY) && base !== STRIPE)
    found.push(
      fault(
        `A live key would be sent to ${base}.`,
        'Whoever answers there holds the key of a real account.',
        'Leave STRIPE_API_BASE out, and roll the key in the Dashboard (Developers, API keys) if it was sent.',
      ),
    );
  if (isLive(STRIPE_SECRET_KEY) && SIDEDOOR_DEMO === '1')
    found.push(
      fault(
        'SIDEDOOR_DEMO is on, with a live key.',
        'The demo shows sign-in links to anybody.',
        'Unset SIDEDOOR_DEMO.',
      ),
    );
  return found;
}

const EXAMPLES = /^(change|secret|example|password|test|demo)/i;

function aboutSecrets({ NEXTAUTH_SECRET = '', STRIPE_WEBHOOK_SECRET = '' }: Variables): Finding[] {
  const found: Finding[] = [];
  if (NEXTAUTH_SECRET.length >= 16 && (EXAMPLES.test(NEXTAUTH_SECRET) || new Set(NEXTAUTH_SECRET).size < 8))
    found.push(
      fault(
        'NEXTAUTH_SECRET can be guessed.',
        'It protects sign-in links, forms and campaign cookies: who knows it can forge them.',
        'Set it to the output of: openssl rand -hex 32',
      ),
    );
  const secrets = STRIPE_WEBHOOK_SECRET.split(',').filter(Boolean);
  if (secrets.length === 2)
    found.push(
      warning(
        'Two webhook secrets are accepted.',
        'The older one counts until it is taken away.',
        'Once Stripe shows the old secret as expired, keep the new one alone in STRIPE_WEBHOOK_SECRET.',
      ),
    );
  return found;
}

const isLive = (key: string): boolean => /^.._live_/.test(key);
