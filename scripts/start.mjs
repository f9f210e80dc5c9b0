// npm run start: one instance of the production output, on the database in DATABASE_URL.
//   --port 3000 (or PORT) · --hostname 127.0.0.1: who may reach it directly; 0.0.0.0 for everybody

import './launcher/node-version.mjs';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Failure, tellFailure } from './launcher/failure.mjs';
import { claimPort, parsePort } from './launcher/ports.mjs';
import { PROJECT } from './launcher/project.mjs';
import { SERVER, STANDALONE } from './launcher/standalone.mjs';

function readFlags() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: process.env.PORT || '3000' },
        hostname: { type: 'string', default: '127.0.0.1' },
      },
    }).values;
  } catch (error) {
    throw new Failure(`${error.message}\nFlags: --port N, --hostname ADDRESS.`);
  }
}

/** Told here and not mended: an instance that starts must not change the database under the others. */
async function checkMigrations(databaseUrl) {
  const { default: postgres } = await import('postgres');
  const sql = postgres(databaseUrl, { max: 1, connect_timeout: 5, onnotice: () => {} });
  const journal = join(STANDALONE, 'lib', 'db', 'migrations', 'meta', '_journal.json');
  const known = JSON.parse(readFileSync(journal, 'utf8')).entries.length;
  let applied = 0;
  try {
    const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
    if (table.there)
      [{ applied }] = await sql`select count(*)::int as applied from drizzle.__drizzle_migrations`;
  } catch (error) {
    throw new Failure(`The database in DATABASE_URL does not answer: ${error.code ?? error.message}`);
  } finally {
    await sql.end();
  }
  if (applied < known)
    throw new Failure(
      `${known - applied} of ${known} database migrations are not applied. Run: npm run db:migrate`,
    );
}

try {
  const { port, hostname } = readFlags();
  const file = join(PROJECT, '.env');
  if (existsSync(file)) process.loadEnvFile(file); // what the shell says goes before it
  if (!existsSync(join(STANDALONE, 'migrate.mjs')))
    throw new Failure('There is no build yet. Run: npm run build');
  if (!process.env.DATABASE_URL)
    throw new Failure('DATABASE_URL is not set. Set it in the shell or in .env, see .env.example.');
  const free = await claimPort(parsePort(port, '--port'), 'the app', '--port');
  await checkMigrations(process.env.DATABASE_URL);
  Object.assign(process.env, {
    NODE_ENV: 'production',
    PORT: String(free),
    HOSTNAME: hostname,
    NEXT_TELEMETRY_DISABLED: '1',
  });
  await import(pathToFileURL(SERVER).href); // in this process: it gets the signals, and nothing stands between
} catch (error) {
  tellFailure(error);
}
