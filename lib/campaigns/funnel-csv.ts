import { inDecimals } from '../money';
import { csv } from './csv';
import type { Funnel } from './funnel';

const STEPS = ['Visits', 'Signed in', 'Opened', 'Confirmed'];

/**
 * Funnels as CSV, a line each behind its `heads`; revenue in a column for each currency that occurs, in whole units
 * with the currency's own digits.
 */
export function funnelCsv(
  heads: readonly string[],
  lines: readonly Readonly<{ cells: readonly string[]; funnel: Funnel }>[],
): string {
  const all = lines.flatMap(({ funnel }) => funnel.revenue.map(({ currency }) => currency));
  const currencies = [...new Set(all)].sort();
  return csv([
    [...heads, ...STEPS, ...currencies.map((currency) => `Revenue ${currency.toUpperCase()}`)],
    ...lines.map(({ cells, funnel: { visits, signedIn, opened, confirmed, revenue } }) => [
      ...cells,
      visits,
      signedIn,
      opened,
      confirmed,
      ...currencies.map((currency) => {
        const amount = revenue.find((each) => each.currency === currency);
        return amount ? inDecimals(amount) : '0';
      }),
    ]),
  ]);
}
