import 'server-only';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { env } from '../env';
import { processWide } from '../process-wide';
import { keepValuesOutOfErrors } from './query-error';
import * as schema from './schema';

const MAX_CONNECTIONS = 10;
const MAX_WAITING_CONNECTIONS = 5;
/** How many customers one process reads side by side for events; pages that prove a return need waiting connections, too. */
export const INBOX_LANES = 3;
const MAX_CHECKOUT_CONNECTIONS = 3;
const CONNECT_TIMEOUT_SECONDS = 5;

/** The app's database; the first call opens the pool, so that a build needs no database. */
export function db() {
  return processWide('database', () => connect(MAX_CONNECTIONS));
}

/**
 * The same database for transactions that hold a lock while they ask Stripe. They have a pool of their own, so that a
 * slow Stripe never takes the connections the pages need.
 */
export function waitingDb() {
  return processWide('waiting-database', () => connect(MAX_WAITING_CONNECTIONS));
}

/**
 * The same database for working off the inbox: its claims are held while a sync, on a waiting connection, asks Stripe.
 * Of a pool shared by both, claims alone could take every connection.
 */
export function inboxDb() {
  return processWide('inbox-database', () => connect(INBOX_LANES));
}

/**
 * The same database for the lock under which a Checkout is opened: held while a sync, on a waiting connection, asks
 * Stripe.
 */
export function checkoutDb() {
  return processWide('checkout-database', () => connect(MAX_CHECKOUT_CONNECTIONS));
}

function connect(max: number) {
  keepValuesOutOfErrors();
  const client = postgres(env().DATABASE_URL, { max, connect_timeout: CONNECT_TIMEOUT_SECONDS });
  return drizzle(client, { schema });
}

export type Transaction = Parameters<Parameters<ReturnType<typeof connect>['transaction']>[0]>[0];
