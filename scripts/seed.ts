// Fills a Stripe account and the app's database with what the demo and the browser tests need. It creates only what is
// missing, so a second run changes nothing. Its report is JSON on standard output.

import { COMPANY } from '@/lib/billing/catalogue';
import { nameBusiness, openAccount } from './seed/account';
import { seedCatalogue } from './seed/catalogue';
import { type SeededCustomer, seedCustomers } from './seed/customers';
import { linkCustomer, openDatabase } from './seed/rows';
import { type NewWebhook, seedWebhookEndpoint } from './seed/webhook-endpoint';

export type SeedReport = Readonly<{
  /** How many objects were missing; 0 when everything was there. */
  created: number;
  customers: readonly SeededCustomer[];
  /** Null when the endpoint named by SEED_WEBHOOK_ENDPOINT is still there. */
  webhook: NewWebhook | null;
}>;

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Seed through "npm run demo".`);
  return value;
}

const now = Number(process.env.SIDEDOOR_NOW || Math.floor(Date.now() / 1000));
const account = openAccount(setting('STRIPE_SECRET_KEY'), setting('STRIPE_API_BASE'), now);
const { db, close } = openDatabase(setting('DATABASE_URL'));
try {
  await nameBusiness(setting('STRIPE_SECRET_KEY'), setting('STRIPE_API_BASE'), COMPANY.name);
  await seedCatalogue(account);
  const customers = await seedCustomers(account);
  for (const { email, customer } of customers) {
    if (await linkCustomer(db, email, customer)) account.created += 1;
  }
  // Last, so that the app is not told about everything above when it is not running yet.
  const webhook = await seedWebhookEndpoint(
    account,
    `${setting('APP_URL')}/api/stripe/webhook`,
    process.env.SEED_WEBHOOK_ENDPOINT || null,
  );
  const report: SeedReport = { created: account.created, customers, webhook };
  console.log(JSON.stringify(report));
} finally {
  await close();
}
