/** Whole minor units of a currency, its code in lower case as at Stripe: `{ amount: 1200, currency: 'usd' }` is $12.00. */
export type Money = Readonly<{ amount: number; currency: string }>;

/** Throws on anything but a whole number of minor units and a lower-case three-letter currency. */
export function money(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount))
    throw new RangeError(`Money needs whole minor units, got ${amount} ${currency}`);
  if (!/^[a-z]{3}$/.test(currency))
    throw new RangeError(`Money needs a currency like "usd", got "${currency}"`);
  return { amount: amount + 0, currency }; // + 0 turns -0, which would print as "-$0.00", into 0
}

/** Sum of two amounts of one currency; throws when the currencies differ. */
export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new TypeError(`Cannot add ${b.currency} to ${a.currency}`);
  return money(a.amount + b.amount, a.currency);
}

/** `a` minus `b`, of one currency. */
export function subtract(a: Money, b: Money): Money {
  return add(a, money(-b.amount, b.currency));
}

/** The amount for a quantity of units; `quantity` is a whole number. */
export function times(unit: Money, quantity: number): Money {
  return money(unit.amount * quantity, unit.currency);
}

/**
 * A percentage of an amount, rounded to the nearest minor unit, halves away from zero.
 * Stripe's percentages have at most four decimals, so the sum is done in whole numbers: 2.675 never becomes 2.67.
 */
export function percentOf(m: Money, percent: number): Money {
  const scaled = BigInt(Math.abs(m.amount)) * BigInt(Math.round(percent * 10_000));
  const rounded = Number((scaled + 500_000n) / 1_000_000n);
  return money(m.amount < 0 ? -rounded : rounded, m.currency);
}

// Stripe's table (docs.stripe.com/currencies), not ICU's: isk and ugx stay at two digits in the API.
const ZERO_DECIMAL = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ');
const THREE_DECIMAL = 'bhd jod kwd omr tnd'.split(' ');

/** How many digits of a Stripe amount stand behind the decimal point. */
export function fractionDigits(currency: string): number {
  if (ZERO_DECIMAL.includes(currency)) return 0;
  return THREE_DECIMAL.includes(currency) ? 3 : 2;
}

/** "$12.00", "¥2,200", "-€7.50": always with the currency's own digits. */
export function formatMoney({ amount, currency }: Money, locale = 'en'): string {
  const digits = fractionDigits(currency);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits);
}

/** "12.00", "2200", "-7.50": for machines, with the currency's own digits and no sign of it. */
export function inDecimals({ amount, currency }: Money): string {
  const digits = fractionDigits(currency);
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const sign = amount < 0 ? '-' : '';
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
