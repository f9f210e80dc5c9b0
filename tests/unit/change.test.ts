import { expect, test } from 'vitest';
import { waitsForPeriodEnd } from '@/lib/billing/change';

const per = (interval: 'month' | 'year', amount: number, quantity = 1) => ({
  unit: { amount, currency: 'usd' },
  interval,
  quantity,
});

test.each([
  ['Starter to Pro', per('month', 1500), per('month', 4900), false, false],
  ['Pro to Starter', per('month', 4900), per('month', 1500), false, true],
  ['Pro monthly to Pro yearly, which costs less a month', per('month', 4900), per('year', 49000), true, true],
  ['Starter monthly to Pro yearly', per('month', 1500), per('year', 49000), false, false],
  ['Pro yearly to Pro monthly', per('year', 49000), per('month', 4900), true, true],
  ['Pro yearly to Scale monthly', per('year', 49000), per('month', 14900), false, false],
  ['fewer units', per('month', 1500, 3), per('month', 1500, 2), true, true],
  ['Scale yearly to more workspaces by the month', per('year', 149000), per('month', 14900, 2), true, false],
  ['a price of earlier to a dearer one, both monthly', per('month', 4900), per('month', 5900), true, false],
  ['a price of earlier to a dearer one, both yearly', per('year', 49000), per('year', 59000), true, false],
  ['another plan that costs as much', per('month', 4900), per('month', 4900), false, false],
])('%s waits for the period end: %s', (_name, from, to, samePlan, expected) => {
  expect(waitsForPeriodEnd(from, to, samePlan)).toBe(expected);
});
