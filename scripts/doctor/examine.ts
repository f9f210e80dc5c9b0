import { connectToStripe } from '../setup/connection';
import { examineCache } from './cache';
import { examineCatalogue } from './catalogue';
import { examineClock } from './clock';
import { examineDatabase } from './database';
import { examineEnvironment } from './environment';
import type { Finding } from './finding';
import { examinePromotionCodes } from './promotion-codes';
import { examineSignIn } from './sign-in';
import { examineKey } from './stripe-key';
import { examineWebhook } from './webhook';

type Variables = Readonly<Record<string, string | undefined>>;

/** The examinations by name, in the order in which a fault of one would explain those of the next. */
export async function* examine(env: Variables, now: () => number): AsyncGenerator<[string, Finding[]]> {
  yield ['settings', examineEnvironment(env)];
  if (env.DATABASE_URL) yield ['database', await examineDatabase(env.DATABASE_URL)];
  yield ['sign-in', await examineSignIn(env)];
  if (env.REDIS_URL && URL.canParse(env.REDIS_URL)) yield ['Redis', await examineCache(env.REDIS_URL)];
  if (!/^(sk|rk)_(test|live)_/.test(env.STRIPE_SECRET_KEY ?? '')) return; // told among the settings
  const account = connectToStripe(env);
  const key = await examineKey(account.stripe, account.apiBase);
  yield ['Stripe key', key];
  if (key.some(({ level }) => level === 'fault')) return; // what cannot be read cannot be examined
  yield ['clock', await examineClock(account.apiBase, now)];
  yield ['catalogue', await examineCatalogue(account.stripe, account.appUrl)];
  yield ['promotion codes', await examinePromotionCodes(account.stripe, now())];
  const [secret = null] = (env.STRIPE_WEBHOOK_SECRET || '').split(',').filter(Boolean);
  yield ['webhook', await examineWebhook({ ...account, secret, now: now() })];
}
