import { fractionDigits } from '../../billing/currency-units';
import { intlTag } from '../locale-of';
import type { Money } from './view';

/** Making a format takes longer than all the rest of a line on a page. */
function remembered<Format>(make: (locale: string, variant: string) => Format) {
  const known = new Map<string, Format>();
  return (locale: string, variant = ''): Format => {
    const key = `${locale} ${variant}`;
    const format = known.get(key) ?? make(intlTag(locale), variant);
    known.set(key, format);
    return format;
  };
}

const moneyFormat = remembered((locale, currency) => {
  const digits = fractionDigits(currency);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
});

const percentFormat = remembered(
  (locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }),
);

// Plain English serves every country: the day comes first, as in the app.
const dateFormat = remembered(
  (locale) =>
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    }),
);

// The calendar printed on cards: Thai dates have another.
const expiryFormat = remembered(
  (locale) =>
    new Intl.DateTimeFormat(locale, {
      month: '2-digit',
      year: 'numeric',
      calendar: 'gregory',
      timeZone: 'UTC',
    }),
);

const listFormat = remembered(
  (locale, type) =>
    new Intl.ListFormat(
      locale,
      type === 'names' ? { style: 'narrow', type: 'unit' } : { type: 'conjunction' },
    ),
);

/** "$14.50"; a negative amount gets a real minus sign, which screen readers read and a hyphen is not. */
export function formatMoney(locale: string, { amount, currency }: Money): string {
  const text = moneyFormat(locale, currency).format(amount / 10 ** fractionDigits(currency));
  return text.replace('-', '\u2212');
}

/** "25%", from the coupon's `percent_off`. */
export const formatPercent = (locale: string, percent: number): string =>
  percentFormat(locale).format(percent / 100);

/** "1 December 2026" in UTC, from Unix seconds. */
export const formatDate = (locale: string, unix: number): string => dateFormat(locale).format(unix * 1000);

/** "16 November – 1 December 2026" in UTC, from Unix seconds. */
export const formatPeriod = (locale: string, from: number, until: number): string =>
  dateFormat(locale).formatRange(from * 1000, until * 1000);

/** "08/2029", a card's expiry in the order of the language. */
export const formatExpiry = (locale: string, month: number, year: number): string =>
  expiryFormat(locale).format(Date.UTC(year, month - 1));

/** "Pro, Support" as the `names` of one thing; "$15.00 and $49.00" as a `sentence`'s part. */
export const formatList = (locale: string, parts: readonly string[], as: 'names' | 'sentence'): string =>
  listFormat(locale, as).format(parts);
