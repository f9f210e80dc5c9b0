import { type Period, periodAround, type Recurring } from './calendar';

/** `amount × numerator ÷ denominator` in whole minor units, halves away from zero; exact for any size. */
export function share(amount: number, numerator: number, denominator: number): number {
  const [product, divisor] = [BigInt(amount) * BigInt(numerator), BigInt(denominator)];
  const positive = product < 0n ? -product : product;
  const rounded = Number((2n * positive + divisor) / (2n * divisor));
  return product < 0n ? 0 - rounded : rounded;
}

/** What `amount`, charged for the whole period, is worth from `moment` to the period's end: to the second. */
export function remaining(amount: number, { start, end }: Period, moment: number): number {
  if (moment <= start) return amount;
  if (moment >= end) return 0;
  return share(amount, end - moment, end - start);
}

/**
 * How many whole intervals, counted from the anchor, a stretch of time comes to: `[numerator, denominator]`. Each
 * interval is measured by its own length, so that half of a February is as much as half of a March.
 */
export function intervalsIn({ start, end }: Period, anchor: number, recurring: Recurring): [number, number] {
  const [first, last] = [periodAround(anchor, recurring, start), periodAround(anchor, recurring, end)];
  const [head, tail] = [first.end - first.start, last.end - last.start];
  // The end of a period is the start of the next, of which nothing counts.
  if (end <= first.end) return [end - start, head];
  let whole = 0;
  for (let at = first.end; at < last.start; at = periodAround(anchor, recurring, at).end) whole += 1;
  return [(first.end - start) * tail + whole * head * tail + (end - last.start) * head, head * tail];
}
