import { addMonths } from '../../lib/calendar';

const DAY = 86_400;

/** Unix seconds plus calendar months, in Unix seconds. */
export function monthsAfter(unix: number, months: number): number {
  return addMonths(new Date(unix * 1000), months).getTime() / 1000;
}

/**
 * When the demo subscriptions' current month began: on the first of this month, 00:00 UTC, so that people see round
 * dates; in the first and the last two days of a month ten days ago instead, so that some of the period is always used
 * up and some left: what is worth a few cents is not charged at all.
 * @param now Unix seconds
 * @returns Unix seconds
 */
export function periodStart(now: number): number {
  const today = new Date(now * 1000);
  const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 1) / 1000;
  return now - first >= 2 * DAY && monthsAfter(first, 1) - now >= 2 * DAY ? first : now - 10 * DAY;
}
