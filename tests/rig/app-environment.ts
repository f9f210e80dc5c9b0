import { randomUUID } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { checkoutDb, db, waitingDb } from '@/lib/db/client';
import { copyDatabase } from './database-copy';
import { FROZEN_NOW } from './frozen-now';

// What lib/env.ts reads. Each test file has a database and a Stripe account of its own: several run beside each other, and
// working off the inbox, or reading every customer again, would do so with those of the others.
Object.assign(process.env, {
  APP_URL: 'http://localhost:3000',
  NEXTAUTH_SECRET: 'only-for-the-database-tests',
  DATABASE_URL: await copyDatabase(inject('databaseUrl')),
  STRIPE_API_BASE: inject('stripeApiBase'),
  STRIPE_SECRET_KEY: `sk_test_${randomUUID().replaceAll('-', '')}`,
  STRIPE_WEBHOOK_SECRET: 'whsec_only_for_the_database_tests',
  SIDEDOOR_DEMO: '1',
  SIDEDOOR_NOW: String(FROZEN_NOW),
  LOG_LEVEL: 'silent',
});

afterAll(async () => {
  await Promise.all([db(), waitingDb(), checkoutDb()].map(({ $client }) => $client.end()));
});
