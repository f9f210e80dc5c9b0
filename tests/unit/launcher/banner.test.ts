import { expect, test, vi } from 'vitest';
import { printBanner } from '../../../scripts/launcher/banner.mjs';

const DEMO = {
  appUrl: 'http://localhost:3000',
  stripeUrl: 'http://localhost:12111',
  customers: [{ email: 'emi@example.com', state: 'Starter, monthly, last payment failed' }],
  data: '.sidedoor/data',
};

test.each([
  ['of its first start', false, []],
  [
    'of a later one, when they may have ended',
    true,
    ['so at the first start; without .sidedoor/data the demo begins anew'],
  ],
])('the demo tells the customers’ states as those %s', (_when, seededBefore, told) => {
  const printed = vi.spyOn(console, 'log').mockReturnValue(undefined);
  printBanner({ ...DEMO, seededBefore });
  const lines = printed.mock.calls.flat().join('\n').split('\n');
  const customer = lines.findIndex((line) => line.includes('emi@example.com'));
  expect(lines.slice(customer + 1, lines.indexOf('', customer)).map((line) => line.trim())).toEqual(told);
});
