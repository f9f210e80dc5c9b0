// Ends what a launcher started, last started first, however the launcher itself is ended.

import { tellFailure } from './failure.mjs';
import { watchForOrphaning } from './orphan-watch.mjs';
import { endRunning } from './run.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Does a launcher's work and ends the process: after the work, when a signal arrives, when nobody reads what it prints
 * any more, or when npm, having started this process, is gone.
 * @param {(lifetime: { onEnd(close: () => Promise<void> | void): void, untilAsked: Promise<void> }) => Promise<void>} work
 *   registers what has to be closed; `untilAsked` settles when the process is asked to end
 */
export async function live(work) {
  const closers = [];
  let ending = false;
  let asked = () => {};
  const untilAsked = new Promise((resolve) => {
    asked = resolve;
  });
  for (const signal of SIGNALS) process.on(signal, asked);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', asked); // nobody reads any more: `| head`
  const stopWatching = watchForOrphaning(
    asked,
    'npm_lifecycle_event' in process.env || process.argv.includes('--ephemeral'),
  );

  const close = async (closer) => {
    try {
      await closer();
    } catch (error) {
      tellFailure(error); // the others still have to be closed
    }
  };
  const lifetime = {
    untilAsked,
    /** What is started after the end began is closed at once. */
    onEnd: (closer) => (ending ? close(closer) : closers.push(closer)),
  };

  try {
    await Promise.race([work(lifetime), untilAsked]);
  } catch (error) {
    tellFailure(error);
  }
  ending = true;
  stopWatching();
  for (const closer of closers.reverse()) await close(closer);
  await endRunning();
  process.exit();
}
