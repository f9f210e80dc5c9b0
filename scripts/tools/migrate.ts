// npm run db:migrate: brings the database in DATABASE_URL to the newest schema.

import { join } from 'node:path';
import { migrate } from '../../lib/db/migrate';

const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) throw new Error('DATABASE_URL is not set. Set it in .env, or run "npm run demo".');
await migrate(databaseUrl, join(process.cwd(), 'lib', 'db', 'migrations'));
