import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { env } from './env';
import { BadEnvironmentError } from './env-schema';
import { log } from './log';
import { processWide } from './process-wide';

/** Below the ten seconds that container platforms wait before they kill. */
const LONGEST_END_MS = 9_000;

const state = () => processWide('stopping', () => ({ since: null as number | null }));

/** True once the process was asked to end: nothing new is begun. */
export const isStopping = (): boolean => state().since !== null;

/**
 * Ends the process in order when it is asked to (SIGTERM, SIGINT). Next takes no more requests, answers those it has and
 * waits for what they left to do; the inbox finishes the customer it is at and leaves the others to the next process.
 * What takes longer than nine seconds is cut: the database takes an unfinished claim back by itself.
 */
export function endInOrder(): void {
  const begin = () => {
    if (isStopping()) return;
    state().since = Date.now();
    log.info('process.ending');
    setTimeout(() => {
      log.warn('process.cut-short');
      process.exit(0);
    }, LONGEST_END_MS).unref();
  };
  // Node closes the connections that are idle at that moment; a busy one would go on for as long as a proxy uses it
  subscribe('http.server.request.start', (message) => {
    if (isStopping()) (message as { response: ServerResponse }).response.setHeader('connection', 'close');
  });
  process.on('SIGTERM', begin);
  process.on('SIGINT', begin);
}

/** Ends a process whose settings are wrong, with the words that name them: Next itself would go on without an app. */
export function endUnlessSet(): void {
  try {
    env();
  } catch (error) {
    if (!(error instanceof BadEnvironmentError)) throw error;
    console.error(`\n${error.message}\n`);
    process.exit(1);
  }
}
