import { readFileSync } from 'node:fs';

/** The running app and what stands behind it, as scripts/demo.mjs --ephemeral describes them. */
export type Services = Readonly<{
  appUrl: string;
  stripeUrl: string;
  stripeKey: string;
  databaseUrl: string;
  now: number;
  /** What deliveries to the app's webhook are signed with. */
  webhookSecret: string;
  /** The file that the app's log goes to. */
  appLog: string;
}>;

/** Reads the description that the web server of playwright.config.ts wrote. */
export function readServices(): Services {
  const file = process.env.SIDEDOOR_SERVICES;
  if (!file)
    throw new Error('SIDEDOOR_SERVICES is not set: start the browser tests with "npx playwright test".');
  return JSON.parse(readFileSync(file, 'utf8'));
}
