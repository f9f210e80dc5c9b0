import { randomUUID } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { checkoutDb, db, waitingDb } from '@/lib/db/client';
import { FROZEN_NOW } from './frozen-now';

// What lib/env.ts reads: the database and the local Stripe under test, with a Stripe account for each test file.
Object.assign(process.env, {
  APP_URL: 'http://localhost:3000',
  NEXTAUTH_SECRET: 'only-for-the-database-tests',
  DATABASE_URL: inject('databaseUrl'),
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
