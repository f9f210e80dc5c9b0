import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_233_650_421;

/**
 * Brings the database at `databaseUrl` to the newest schema from the SQL in `migrationsFolder` (lib/db/migrations).
 * Safe to start several times at once: drizzle takes no lock of its own, so one is held around it.
 */
export async function migrate(databaseUrl: string, migrationsFolder: string): Promise<void> {
  const connection = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await connection`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await applyMigrations(drizzle(connection), { migrationsFolder });
  } finally {
    await connection.end(); // ends the connection's lock with it
  }
}
