import { readFileSync } from 'node:fs';

/** The running app and what stands behind it, as scripts/demo.mjs --ephemeral describes them. */
export type Services = Readonly<{
  appUrl: string;
  stripeUrl: string;
  stripeKey: string;
  databaseUrl: string;
  now: number;
}>;

/** Reads the description that the web server of playwright.config.ts wrote. */
export function readServices(): Services {
  const file = process.env.SIDEDOOR_SERVICES;
  if (!file)
    throw new Error('SIDEDOOR_SERVICES is not set: start the browser tests with "npx playwright test".');
  return JSON.parse(readFileSync(file, 'utf8'));
}
