import { randomUUID } from 'node:crypto';
import postgres from 'postgres';

/** A database of its own with the same schema and rows. Nobody may be connected to the one at `databaseUrl` meanwhile. */
export async function copyDatabase(databaseUrl: string): Promise<string> {
  const name = `copy_${randomUUID().replaceAll('-', '')}`;
  const maintenance = postgres(new URL('/postgres', databaseUrl).href, { max: 1, onnotice: () => {} });
  try {
    const template = new URL(databaseUrl).pathname.slice(1);
    await maintenance`create database ${maintenance(name)} template ${maintenance(template)}`;
  } finally {
    await maintenance.end();
  }
  return new URL(`/${name}`, databaseUrl).href;
}
