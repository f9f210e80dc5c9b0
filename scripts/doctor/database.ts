import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { counted } from '../tools/counted';
import { type Finding, fault, warning } from './finding';

const OLDEST_POSTGRES = 14;
const MIGRATE = 'Run: npm run db:migrate';

/** Whether the database answers, has the newest schema, and has worked off what was sent to it. */
export async function examineDatabase(url: string): Promise<Finding[]> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    const [server] = await sql`select current_setting('server_version_num')::int / 10000 as version`;
    const old: Finding[] =
      server?.version < OLDEST_POSTGRES
        ? [
            fault(
              `The database is PostgreSQL ${server?.version}.`,
              `The schema needs ${OLDEST_POSTGRES} or newer.`,
              'Move to a newer PostgreSQL.',
            ),
          ]
        : [];
    return [...old, ...(await ofSchema(sql))];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [
      fault(
        `The database does not answer: ${'code' in error ? String(error.code) : error.message}.`,
        'Nobody can sign in, and no page of an account is shown.',
        'See that it runs, and that DATABASE_URL is right.',
      ),
    ];
  } finally {
    await sql.end();
  }
}

async function ofSchema(sql: postgres.Sql): Promise<Finding[]> {
  const journal = JSON.parse(
    readFileSync(join(process.cwd(), 'lib', 'db', 'migrations', 'meta', '_journal.json'), 'utf8'),
  );
  const known: number = journal.entries.length;
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  const [row] = table?.there
    ? await sql`select count(*)::int as applied from drizzle.__drizzle_migrations`
    : [];
  const applied: number = row?.applied ?? 0;
  if (applied < known)
    return [
      fault(
        `${known - applied} of ${known} database migrations are not applied.`,
        'Pages that need them end in an error.',
        MIGRATE,
      ),
    ];
  if (applied > known)
    return [
      warning(
        `The database has ${applied - known} migrations that this version does not know.`,
        'A newer version of the app has been here.',
        'Start the newer version, or restore the database that belongs to this one.',
      ),
    ];
  return ofInbox(sql);
}

async function ofInbox(sql: postgres.Sql): Promise<Finding[]> {
  const [inbox] = await sql`
    select count(*) filter (where status = 'dead')::int as dead,
           count(*) filter (where status = 'pending' and due_at < now() - interval '10 minutes')::int as overdue
    from inbox`;
  const found: Finding[] = [];
  if (inbox?.dead > 0)
    found.push(
      fault(
        `Given up: ${counted(inbox?.dead, 'event')}.`,
        'What they tell of may be missing from the database.',
        'Run: npm run events -- list, then: npm run events -- retry',
      ),
    );
  if (inbox?.overdue > 0)
    found.push(
      fault(
        `Due and not worked off: ${counted(inbox?.overdue, 'event')}.`,
        'No instance of the app runs on this database.',
        'Start the app, or run: npm run events -- retry',
      ),
    );
  return found;
}
