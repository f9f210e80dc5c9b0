import 'server-only';
import { DrizzleQueryError } from 'drizzle-orm';
import { PgPreparedQuery } from 'drizzle-orm/pg-core';

/**
 * A statement the database did not take. It carries the statement and what was wrong with it, never a value: the
 * framework prints an error that nobody caught as it is, and values are e-mail addresses and the like.
 */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
  constructor(
    readonly query: string,
    cause: unknown,
  ) {
    super(`The database did not take: ${query}`, { cause: withoutValues(cause) });
  }
}

type Run = (this: unknown, query: string, params: unknown[], run: () => Promise<unknown>) => Promise<unknown>;
const PATCHED = Symbol('sidedoor.no-values-in-errors');

/**
 * Makes every statement of this process fail with a DatabaseError. Drizzle writes the parameters into the message of its
 * own error and has no setting against it; this is the one method that all statements of a transaction go through, too.
 */
export function keepValuesOutOfErrors(): void {
  // a protected method, so its type cannot be named from outside
  const prototype = PgPreparedQuery.prototype as unknown as { queryWithCache: Run; [PATCHED]?: true };
  if (prototype[PATCHED]) return;
  const original = prototype.queryWithCache;
  prototype.queryWithCache = async function (query, params, run) {
    try {
      return await original.call(this, query, params, run);
    } catch (error) {
      throw error instanceof DrizzleQueryError ? new DatabaseError(query, error.cause) : error;
    }
  };
  prototype[PATCHED] = true;
}

/** Postgres quotes the value in these (class 22, data exceptions), and in `detail`, `where` and `hint` of any error. */
const QUOTES_VALUES = /^22/;
const KEPT = ['code', 'severity', 'schema_name', 'table_name', 'column_name', 'constraint_name'] as const;

function withoutValues(cause: unknown): unknown {
  if (!(cause instanceof Error)) return undefined;
  const fields: Error & Partial<Record<(typeof KEPT)[number], unknown>> = cause;
  const kept = KEPT.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]] as const]));
  const message = QUOTES_VALUES.test(String(fields.code))
    ? cause.message.replace(/".*"/gs, '"…"')
    : cause.message;
  return Object.assign(new Error(message), { name: cause.name }, Object.fromEntries(kept));
}
