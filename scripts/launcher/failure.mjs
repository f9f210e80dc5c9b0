// An expected stop (busy port, missing browser, failed build): told to people in words, without a stack trace.

export class Failure extends Error {
  name = 'Failure';
}

/** What Node and Postgres say of a full disk. */
const DISK_FULL = new Set(['ENOSPC', '53100']);

function wordsOf(error) {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof Failure) return error.message;
  if (DISK_FULL.has(error.code))
    return `The disk is full (${error.message}). Make room, and run the same command again.`;
  return error.stack;
}

/**
 * Ends the process for an error: a `Failure` prints its message alone, anything unexpected is a bug and keeps its stack.
 * @param {unknown} error
 */
export function tellFailure(error) {
  console.error(`\n${wordsOf(error)}\n`);
  process.exitCode = 1;
}
