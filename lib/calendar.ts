/**
 * The same day `months` later, in UTC. Months are counted from the anchor: the last day of a short month stands in for
 * a day it lacks, and the anchor's day comes back in the next long month.
 */
export function addMonths(anchor: Date, months: number): Date {
  const [year, month] = [anchor.getUTCFullYear(), anchor.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate(); // day 0 of the month after
  const result = new Date(anchor);
  result.setUTCFullYear(year, month, Math.min(anchor.getUTCDate(), lastDay));
  return result;
}

/** Unix seconds as a written-out UTC date: "21 December 2026". The default locale puts the day first. */
export function formatDate(unix: number, locale = 'en-GB'): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(unix * 1000);
}

/** The same to the minute, for what ends within the day: "21 December 2026 at 09:30 UTC". */
export function formatMoment(unix: number): string {
  const time = new Date(unix * 1000).toISOString().slice(11, 16);
  return `${formatDate(unix)} at ${time} UTC`;
}

/** The UTC day of a moment in Unix seconds: "2026-12-21". */
export const dayOf = (unix: number): string => new Date(unix * 1000).toISOString().slice(0, 10);
