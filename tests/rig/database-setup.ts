import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '@/lib/db/migrate';
import { openDataFolder } from '../../scripts/launcher/data-folder.mjs';
import { startPostgres } from '../../scripts/launcher/postgres.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The migrated database under test: `inject('databaseUrl')`. */
    databaseUrl: string;
  }
}

export const MIGRATIONS = join(process.cwd(), 'lib', 'db', 'migrations');

/** Starts the project's own Postgres on a free port, its data in a temporary folder, with the app's schema. */
export default async function startDatabaseUnderTest(project: TestProject): Promise<() => Promise<void>> {
  const data = await openDataFolder(null);
  const postgres = await startPostgres({
    dataFolder: join(data.path, 'postgres'),
    password: data.secrets.postgresPassword,
    temporary: true,
  });
  const stop = async () => {
    await postgres.stop();
    data.close();
  };
  try {
    await migrate(postgres.url, MIGRATIONS);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('databaseUrl', postgres.url);
  return stop;
}
