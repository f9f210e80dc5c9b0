import 'server-only';
import { setTimeout as pause } from 'node:timers/promises';
import { whileAlone } from '../db/alone';
import { env } from '../env';
import { log } from '../log';
import { countDue, reconcile } from './reconcile';

/** Any number that nothing else in this database locks. */
const RECONCILE_LOCK = 7_233_650_422;
const LONGEST_LOOK_MS = 10 * 60 * 1000;
/** Four customers a second: some twelve requests, of the hundred that Stripe takes. */
const PAUSE_MS = 250;

/**
 * Reads every customer again that nobody has read for SYNC_EVERY_HOURS, slowly, in one process at a time. A restart
 * forgets nothing: when a customer was read stands in its row.
 */
export function keepReconciling(): void {
  const hours = env().SYNC_EVERY_HOURS;
  if (hours === 0) return;
  const seconds = hours * 3600;
  const look = setInterval(
    () => {
      reconcileRound(seconds).catch((error) => log.error('sync.round-failed', { error }));
    },
    Math.min(LONGEST_LOOK_MS, seconds * 100),
  );
  look.unref();
}

/** One round over the customers that were not read for so many seconds; nothing while another process is at it. */
export async function reconcileRound(seconds: number, pauseMs = PAUSE_MS): Promise<void> {
  if ((await countDue(seconds)) === 0) return;
  await whileAlone(RECONCILE_LOCK, async () => {
    const report = { customers: 0, mended: 0, failed: 0 };
    for await (const read of reconcile(seconds)) {
      report.customers += 1;
      if ('error' in read) {
        report.failed += 1;
        log.warn('sync.failed', { customer: read.customerId, error: read.error });
      } else if (read.differences.length > 0) {
        report.mended += 1;
        // what differed, not how: the values are names and addresses, too
        const fields = read.differences.map((line) => line.split(':')[0]);
        log.warn('sync.mended', { customer: read.customerId, fields });
      }
      await pause(pauseMs, undefined, { ref: false });
    }
    log.info('sync.round', report);
  });
}
