import { expect, test } from 'vitest';
import { monthsAfter, periodStart } from '../../../scripts/seed/periods';

const unix = (iso: string) => Date.parse(iso) / 1000;

test.each([
  ['2026-11-16T00:00:00Z', '2026-11-01T00:00:00Z'],
  ['2026-11-03T00:00:00Z', '2026-11-01T00:00:00Z'],
  ['2026-11-02T23:59:59Z', '2026-10-23T23:59:59Z'], // too early in the month: ten days ago
  ['2027-01-01T12:00:00Z', '2026-12-22T12:00:00Z'],
  ['2027-01-30T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['2027-01-30T00:00:01Z', '2027-01-20T00:00:01Z'], // too late in it
  ['2028-02-29T12:00:00Z', '2028-02-19T12:00:00Z'],
  ['2026-12-31T23:59:30Z', '2026-12-21T23:59:30Z'],
])('seeded at %s, the demo subscriptions began at %s', (now, start) => {
  expect(periodStart(unix(now))).toBe(unix(start));
});

test('in the tests, the seeded month is November 2026', () => {
  expect(periodStart(1794787200)).toBe(1793491200);
  expect(monthsAfter(1793491200, 1)).toBe(1796083200);
});
