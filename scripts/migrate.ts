// Brings the database in DATABASE_URL to the newest schema.

import { join } from 'node:path';
import { migrate } from '../lib/db/migrate';

const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) throw new Error('DATABASE_URL is not set. Migrate through "npm run demo".');
await migrate(databaseUrl, join(process.cwd(), 'lib', 'db', 'migrations'));
