import { expect, test } from 'vitest';
import { addMonths, formatDate } from '@/lib/calendar';

test.each([
  ['2024-01-31', 1, '2024-02-29'],
  ['2024-01-31', 2, '2024-03-31'], // counted from the anchor, the 31st comes back
  ['2024-02-29', 12, '2025-02-28'],
  ['2026-11-16', 3, '2027-02-16'],
  ['2026-03-31', -1, '2026-02-28'],
])('%s plus %i months is %s', (anchor, months, expected) => {
  expect(addMonths(new Date(anchor), months)).toEqual(new Date(expected));
});

test.each([
  [1797811200, undefined, '21 December 2026'],
  [1796083199, undefined, '30 November 2026'], // one second before December, in UTC
  [1796083200, 'de', '1. Dezember 2026'],
])('%i in %s reads %s', (unix, locale, expected) => {
  expect(formatDate(unix, locale)).toBe(expected);
});
