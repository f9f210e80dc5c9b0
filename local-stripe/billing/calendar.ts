/** How often a price recurs. */
export type Recurring = Readonly<{ interval: string; interval_count: number }>;

/** From `start` up to but without `end`, in Unix seconds. */
export type Period = Readonly<{ start: number; end: number }>;

/** In seconds; UTC has no shorter or longer ones. */
export const DAY = 86_400;

/** Three years: the longest that a price can recur after, and that a pause can last. */
export const LONGEST_INTERVAL = { day: 1095, week: 156, month: 36, year: 3 } as const;

/**
 * The moment `count` intervals after the anchor. Months and years are counted from the anchor and clamped to the
 * month's last day: 31 January is followed by 28 February and then 31 March.
 */
export function after(anchor: number, { interval, interval_count }: Recurring, count: number): number {
  const steps = interval_count * count;
  if (interval === 'day') return anchor + steps * DAY;
  if (interval === 'week') return anchor + steps * 7 * DAY;
  const from = new Date(anchor * 1000);
  const months = interval === 'year' ? steps * 12 : steps;
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const to = new Date(from);
  to.setUTCFullYear(year, month, Math.min(from.getUTCDate(), lastDay));
  return to.getTime() / 1000;
}

/** The billing period, counted from the anchor, that `moment` lies in. */
export function periodAround(anchor: number, recurring: Recurring, moment: number): Period {
  const length = after(anchor, recurring, 1) - anchor;
  // A first guess by the first period's length, then the exact place by the calendar.
  let count = Math.floor((moment - anchor) / length);
  let [start, end] = [after(anchor, recurring, count), after(anchor, recurring, count + 1)];
  for (; start > moment; count -= 1) [start, end] = [after(anchor, recurring, count - 1), start];
  for (; end <= moment; count += 1) [start, end] = [end, after(anchor, recurring, count + 2)];
  return { start, end };
}
