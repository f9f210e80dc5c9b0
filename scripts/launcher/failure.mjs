// An expected stop (busy port, missing browser, failed build): told to people in words, without a stack trace.

export class Failure extends Error {
  name = 'Failure';
}

/**
 * Ends the process for an error: a `Failure` prints its message alone, anything else is a bug and keeps its stack.
 * @param {unknown} error
 */
export function tellFailure(error) {
  const words =
    error instanceof Failure ? error.message : error instanceof Error ? error.stack : String(error);
  console.error(`\n${words}\n`);
  process.exitCode = 1;
}
