import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type Stripe from 'stripe';
import { users } from '@/lib/db/schema';
import { WEBHOOK_EVENTS } from '@/lib/stripe/event';
import { openAccount } from '../../scripts/seed/account';
import { seedCatalogue } from '../../scripts/seed/catalogue';
import { openDatabase } from '../../scripts/seed/rows';
import { copyDatabase } from './database-copy';
import { PlainBrowser } from './plain-browser';
import { sessionCookie } from './session';

const SECRET = 'only-for-apps-that-tests-start';

export type Database = ReturnType<typeof openDatabase>['db'];
export type StageUser = Readonly<{ id: string; email: string }>;

type LocalForm = Readonly<Record<string, string>> | [name: string, value: string][];

/** What an app needs and a test looks at: a Stripe account with the catalogue, and a database with the schema. */
export type Stage = Readonly<{
  stripe: Stripe;
  databaseUrl: string;
  database: Database;
  /** The settings of an app on this stage; proxies go in by `overrides`. */
  env(appUrl: string, overrides?: Readonly<Record<string, string>>): Record<string, string>;
  /** One of the local Stripe's switches for tests. */
  local(what: string, form: LocalForm): Promise<void>;
  /** Makes Stripe deliver the app's events to `url`. */
  deliverTo(url: string): Promise<void>;
  /** A browser without JavaScript, signed in as this user. */
  browserOf(user: StageUser): Promise<PlainBrowser>;
  aUser(email?: string): Promise<StageUser>;
  userOf(email: string): Promise<StageUser>;
  /** What deliveries to the app are signed with. */
  webhookSecret: string;
  close(): Promise<void>;
}>;

/**
 * @param given where Postgres (a migrated database, which is copied) and the local Stripe answer, and where the
 *   account's clock stands (Unix seconds)
 */
export async function aStage(given: { databaseUrl: string; stripeUrl: string; now: number }): Promise<Stage> {
  const { stripeUrl, now } = given;
  const databaseUrl = await copyDatabase(given.databaseUrl);
  const key = `sk_test_${randomUUID().replaceAll('-', '')}`;
  const account = openAccount(key, stripeUrl, now);
  const { db, close } = openDatabase(databaseUrl);
  const stage = {
    webhookSecret: 'whsec_none',
    async local(what: string, form: LocalForm) {
      const answer = await fetch(`${stripeUrl}/_local/${what}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: new URLSearchParams(form),
      });
      if (!answer.ok)
        throw new Error(`The local Stripe refused ${what}: ${answer.status} ${await answer.text()}`);
    },
    async deliverTo(url: string) {
      const { secret } = await account.stripe.webhookEndpoints.create({
        url,
        enabled_events: WEBHOOK_EVENTS,
      });
      stage.webhookSecret = secret ?? '';
    },
  };
  await seedCatalogue(account);
  await stage.local('clock', { now: String(now) });
  const row = async (email: string): Promise<StageUser> => {
    const [user] = await db
      .select({ id: users.id, email: users.email })
      .from(users)
      .where(eq(users.email, email));
    if (!user) throw new Error(`Nobody has the address ${email}.`);
    return user;
  };
  return Object.assign(stage, {
    stripe: account.stripe,
    databaseUrl,
    database: db,
    env: (appUrl: string, overrides: Readonly<Record<string, string>> = {}) => ({
      APP_URL: appUrl,
      NEXTAUTH_URL: appUrl,
      NEXTAUTH_SECRET: SECRET,
      DATABASE_URL: databaseUrl,
      STRIPE_API_BASE: stripeUrl,
      STRIPE_SECRET_KEY: key,
      STRIPE_WEBHOOK_SECRET: stage.webhookSecret,
      SIDEDOOR_DEMO: '1',
      SIDEDOOR_NOW: String(now),
      ...overrides,
    }),
    browserOf: async (user: StageUser) =>
      new PlainBrowser(await sessionCookie(db, user), ({ pathname }) => !pathname.startsWith('/p/')),
    async aUser(email = `person-${randomUUID()}@example.com`) {
      await db.insert(users).values({ email });
      return row(email);
    },
    userOf: row,
    close,
  });
}
