/** Decimal places of an amount: the most that Stripe takes in `unit_amount_decimal`. */
const PLACES = 12;
const ONE = 10n ** BigInt(PLACES);

/** A decimal such as `12.345` in whole 10⁻¹² minor units. The text has at most 12 places. */
export function scaled(text: string): bigint {
  if (!text.includes('.')) return BigInt(text) * ONE;
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const units = BigInt(whole === '' ? '0' : whole) * ONE + BigInt(fraction.padEnd(PLACES, '0'));
  return negative ? -units : units;
}

/** Whole minor units, halves away from zero. */
export function wholeUnits(amount: bigint): number {
  const positive = amount < 0n ? -amount : amount;
  const rounded = Number((2n * positive + ONE) / (2n * ONE));
  return amount < 0n ? 0 - rounded : rounded;
}

/** The shortest decimal text: `1500`, `0.5`. */
export function decimalText(amount: bigint): string {
  const positive = amount < 0n ? -amount : amount;
  const rest = positive % ONE;
  const fraction = rest === 0n ? '' : rest.toString().padStart(PLACES, '0').replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${positive / ONE}${fraction === '' ? '' : `.${fraction}`}`;
}

/** `amount ÷ count` to 12 places, such as `333.333333333333`. */
export function dividedText(amount: number, count: number): string {
  return count === 0 ? '0' : decimalText((BigInt(amount) * ONE) / BigInt(count));
}
