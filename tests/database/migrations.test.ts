import { readdirSync } from 'node:fs';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { migrate } from '@/lib/db/migrate';
import { env } from '@/lib/env';
import { bundle } from '../../scripts/launcher/bundle.mjs';
import { run } from '../../scripts/launcher/run.mjs';
import { MIGRATIONS } from '../rig/database-setup';
import { fresh } from './given';

const databaseUrl = env().DATABASE_URL;
const numberOfMigrations = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql')).length;

/** An empty database beside the one under test. */
async function anEmptyDatabase(): Promise<string> {
  const name = fresh('empty');
  const sql = postgres(databaseUrl, { max: 1 });
  await sql`create database ${sql(name)}`;
  await sql.end();
  return new URL(`/${name}`, databaseUrl).href;
}

async function appliedMigrations(url: string): Promise<number> {
  const sql = postgres(url, { max: 1 });
  const rows = await sql`select hash from drizzle.__drizzle_migrations`;
  await sql.end();
  return rows.length;
}

async function migrateInProcesses(url: string, processes: number): Promise<(number | null)[]> {
  const program = await bundle('scripts/tools/migrate.ts', 'migrate');
  const endings = await Promise.all(
    Array.from({ length: processes }, () =>
      run(process.execPath, [program], { env: { ...process.env, DATABASE_URL: url } }),
    ),
  );
  return endings.map(({ code }) => code);
}

test('of many who begin to migrate one database at the same moment, all succeed', async () => {
  const url = await anEmptyDatabase();
  await Promise.all(Array.from({ length: 8 }, () => migrate(url, MIGRATIONS)));
  expect(await appliedMigrations(url)).toBe(numberOfMigrations);
});

test('several processes that migrate one database at once all succeed, and each migration is applied once', async () => {
  const url = await anEmptyDatabase();
  expect(await migrateInProcesses(url, 4)).toEqual([0, 0, 0, 0]);
  expect(await appliedMigrations(url)).toBe(numberOfMigrations);
}, 120_000);

test('migrating a database that is up to date changes nothing', async () => {
  expect(await migrateInProcesses(databaseUrl, 1)).toEqual([0]);
  expect(await appliedMigrations(databaseUrl)).toBe(numberOfMigrations);
});
