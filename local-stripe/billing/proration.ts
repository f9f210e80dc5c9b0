import type { Period } from './calendar';

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
