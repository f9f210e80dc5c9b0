import 'server-only';
import postgres from 'postgres';
import { env } from '../env';

const CONNECT_TIMEOUT_SECONDS = 5;

/**
 * Does `work` unless another process does work under the same number; tells whether it did. The lock is the
 * connection's, not a transaction's: work of hours holds up no other, and a process that dies lets go.
 */
export async function whileAlone(lock: number, work: () => Promise<void>): Promise<boolean> {
  const connection = postgres(env().DATABASE_URL, { max: 1, connect_timeout: CONNECT_TIMEOUT_SECONDS });
  try {
    const [row] = await connection<[{ free: boolean }]>`select pg_try_advisory_lock(${lock}) as free`;
    if (row.free) await work();
    return row.free;
  } finally {
    await connection.end({ timeout: CONNECT_TIMEOUT_SECONDS }); // ends the lock with it
  }
}
