// npm run db:migrate, and migrate.mjs of a release: brings the database in DATABASE_URL to the newest schema.

import { join } from 'node:path';
import { migrate } from '../../lib/db/migrate';

const databaseUrl = process.env.DATABASE_URL;

/** Neither the address nor its password; of a failed statement, what Postgres says of it. */
function reasonOf(error: unknown): string {
  const { message, code, cause } = Object(error);
  return cause === undefined ? String(code ?? message) : `${message}\n${Object(cause).message}`;
}

if (databaseUrl) {
  try {
    await migrate(databaseUrl, join(process.cwd(), 'lib', 'db', 'migrations'));
    console.log('The database is up to date.');
  } catch (error) {
    console.error(`The database in DATABASE_URL was left as it was: ${reasonOf(error)}`);
    process.exitCode = 1;
  }
} else {
  console.error('DATABASE_URL is not set: it names the database, as postgres://user:password@host/name.');
  process.exitCode = 1;
}
