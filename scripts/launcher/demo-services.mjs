// Starts everything the app needs, in order, and the app: database, Stripe, seed, app.

import { join, relative } from 'node:path';
import { startApp } from './app.mjs';
import { ensureAppBuilt } from './app-build.mjs';
import { startLocalStripe } from './local-stripe.mjs';
import { NO_SETTINGS } from './no-settings.mjs';
import { claimPort } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { step } from './progress.mjs';
import { PROJECT } from './project.mjs';
import { announceRunning } from './running.mjs';
import { migrateDatabase, seed } from './seeding.mjs';
import { LOCAL_KEY } from './stripe-choice.mjs';

/** Who may see /campaigns in the demo; signing in is all it takes to be them. */
const DEMO_TEAM = 'team@northlight.example';

/**
 * @param {object} given
 * @param {ReturnType<typeof import('./options.mjs').readOptions>} given.options
 * @param {Awaited<ReturnType<typeof import('./data-folder.mjs').openDataFolder>>} given.data
 * @param {ReturnType<typeof import('./stripe-choice.mjs').chooseStripe>} given.stripe
 * @param {string | undefined} given.databaseUrl undefined: the project's own Postgres
 * @param {{ onEnd(close: () => Promise<void> | void): void }} given.lifetime
 */
export async function startServices({ options, data, stripe, databaseUrl, lifetime }) {
  const broken = [];
  const keep = (service) => {
    lifetime.onEnd(service.stop);
    broken.push(service.untilBroken);
  };
  if (!options.dev) await step('build', ensureAppBuilt);

  await step('database', async () => {
    let words = 'DATABASE_URL';
    if (!databaseUrl) {
      const postgres = await startPostgres({
        dataFolder: join(data.path, 'postgres'),
        password: data.secrets.postgresPassword,
        temporary: options.ephemeral,
      });
      keep(postgres);
      databaseUrl = postgres.url;
      words = `Postgres, data in ${options.ephemeral ? 'a temporary folder' : shorten(postgres.data)}`;
    }
    await migrateDatabase(databaseUrl);
    return words;
  });

  // Asked for again: while the app was built, others may have taken the ports.
  const appPort = await claimPort(options.port, 'the app', '--port');
  const appUrl = `http://localhost:${appPort}`;
  const env = {
    ...process.env,
    ...(options.ephemeral && NO_SETTINGS),
    APP_URL: appUrl,
    NEXTAUTH_URL: appUrl,
    NEXTAUTH_SECRET: (!options.ephemeral && process.env.NEXTAUTH_SECRET) || data.secrets.nextauthSecret,
    DATABASE_URL: databaseUrl,
  };
  let stripeUrl = null;
  let customers = [];
  let seededBefore = false;

  if (stripe.local) {
    await step('local Stripe', async () => {
      const port = await claimPort(options.stripePort, 'the local Stripe', '--stripe-port');
      const { url, service } = await startLocalStripe({
        port,
        data: join(data.path, 'stripe'),
        now: options.now,
        log: join(data.path, 'stripe.log'),
      });
      keep(service);
      stripeUrl = url;
      return url;
    });
    Object.assign(env, {
      STRIPE_API_BASE: stripeUrl,
      STRIPE_SECRET_KEY: LOCAL_KEY,
      SIDEDOOR_DEMO: '1',
      CAMPAIGN_TEAM: (!options.ephemeral && process.env.CAMPAIGN_TEAM) || DEMO_TEAM,
    });
    if (options.now !== undefined) env.SIDEDOOR_NOW = String(options.now);

    await step('seed', async () => {
      const report = await seed({ ...env, SEED_WEBHOOK_ENDPOINT: data.secrets.webhook?.endpoint ?? '' });
      if (report.webhook) {
        data.secrets.webhook = report.webhook;
        data.keepSecrets();
      }
      customers = report.customers;
      seededBefore = report.created === 0;
      env.STRIPE_WEBHOOK_SECRET = data.secrets.webhook?.secret;
      return report.created === 0 ? 'everything is there' : `${report.created} things created`;
    });
  }

  await step('app', async () => {
    keep(await startApp({ port: appPort, dev: options.dev, env, log: join(data.path, 'app.log') }));
    return appUrl;
  });
  const {
    APP_URL,
    DATABASE_URL,
    NEXTAUTH_SECRET,
    STRIPE_API_BASE,
    STRIPE_SECRET_KEY,
    STRIPE_WEBHOOK_SECRET,
  } = env;
  const { SIDEDOOR_DEMO, SIDEDOOR_NOW } = env;
  lifetime.onEnd(
    announceRunning(data.path, {
      APP_URL,
      DATABASE_URL,
      NEXTAUTH_SECRET,
      STRIPE_API_BASE,
      STRIPE_SECRET_KEY,
      STRIPE_WEBHOOK_SECRET,
      SIDEDOOR_DEMO,
      SIDEDOOR_NOW,
    }),
  );
  return {
    appUrl,
    stripeUrl,
    stripeKey: env.STRIPE_SECRET_KEY,
    databaseUrl,
    customers,
    seededBefore,
    /** Rejects when one of the services ends by itself. */
    untilBroken: Promise.race(broken),
  };
}

function shorten(path) {
  const inside = relative(PROJECT, path);
  return inside.startsWith('..') ? path : inside;
}
