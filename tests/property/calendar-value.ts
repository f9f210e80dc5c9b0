import { addMonths } from '@/lib/calendar';

/**
 * What time costs, worked out on its own: a price flows evenly through each interval that is counted from the anchor.
 * Months come from the app's calendar, whose arithmetic shares no line with the local Stripe's.
 */
export type Interval = 'day' | 'week' | 'month' | 'year';

const DAY = 86_400;

/** The moment (Unix seconds) `count` intervals after the anchor. */
export function boundary(anchor: number, interval: Interval, count: number): number {
  if (interval === 'day') return anchor + count * DAY;
  if (interval === 'week') return anchor + count * 7 * DAY;
  return addMonths(new Date(anchor * 1000), interval === 'year' ? count * 12 : count).getTime() / 1000;
}

/** The interval that `moment` lies in. */
export function windowAt(anchor: number, interval: Interval, moment: number): { start: number; end: number } {
  let count = 0;
  while (boundary(anchor, interval, count) > moment) count -= 1;
  while (boundary(anchor, interval, count + 1) <= moment) count += 1;
  return { start: boundary(anchor, interval, count), end: boundary(anchor, interval, count + 1) };
}

/** A stretch of time that was charged for, at a price (minor units) for each whole interval. */
export type Stretch = Readonly<{
  from: number;
  to: number;
  price: number;
  anchor: number;
  interval: Interval;
  /** Seconds that the price is for, when it was charged for several intervals at once: it flows evenly through them. */
  seconds?: number;
}>;

/** The value of a stretch in minor units, not rounded. */
export function worthOf({ from, to, price, anchor, interval, seconds }: Stretch): number {
  if (seconds !== undefined) return (price * (to - from)) / seconds;
  let value = 0;
  for (let at = from; at < to; ) {
    const { start, end } = windowAt(anchor, interval, at);
    const until = Math.min(end, to);
    value += (price * (until - at)) / (end - start);
    at = until;
  }
  return value;
}

/** To the whole minor unit, halves away from zero. */
export const whole = (value: number): number => Math.sign(value) * Math.round(Math.abs(value));
