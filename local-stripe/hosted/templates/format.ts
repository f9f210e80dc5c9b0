import { fractionDigits } from '../../billing/currency-units';
import type { Money } from './view';

/** "$14.50"; a negative amount gets a real minus sign, which screen readers read and a hyphen is not. */
export function formatMoney(locale: string, { amount, currency }: Money): string {
  const digits = fractionDigits(currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(amount / 10 ** digits).replace('-', '\u2212');
}

/** "25%", from the coupon's `percent_off`. */
export function formatPercent(locale: string, percent: number): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(percent / 100);
}

/** "1 December 2026" in UTC, from Unix seconds. */
export function formatDate(locale: string, unix: number): string {
  return dates(locale, { day: 'numeric', month: 'long', year: 'numeric' }).format(unix * 1000);
}

/** "16 November – 1 December 2026" in UTC, from Unix seconds. */
export function formatPeriod(locale: string, from: number, until: number): string {
  return dates(locale, { day: 'numeric', month: 'long', year: 'numeric' }).formatRange(
    from * 1000,
    until * 1000,
  );
}

/** "08/2029", a card's expiry in the order of the language and the calendar printed on cards (Thai dates have another). */
export function formatExpiry(locale: string, month: number, year: number): string {
  return dates(locale, { month: '2-digit', year: 'numeric', calendar: 'gregory' }).format(
    Date.UTC(year, month - 1),
  );
}

function dates(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  // Plain English serves every country: the day comes first, as in the app.
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { ...options, timeZone: 'UTC' });
}
