import type { Account } from '../account';
import type { Debits } from '../records';
import type { Period } from './calendar';
import { remaining } from './proration';

type Entry = Debits['entries'][number];

/** What was charged for an item for time after `moment`. */
export function openDebits(account: Account, item: string, moment: number): Entry[] {
  return (account.store.get('debits', item)?.entries ?? []).filter((entry) => entry.end > moment);
}

/** What an entry is still worth at `moment`, in minor units. */
export const unusedOf = (entry: Entry, moment: number): number => remaining(entry.amount, entry, moment);

/** Notes what an item was charged for a period; with `replacing`, earlier charges were credited at its start. */
export function noteDebit(
  account: Account,
  item: string,
  charge: {
    invoice: string | null;
    line: string;
    amount: number;
    period: Period;
    off?: Entry['off'];
    subscription?: string;
  },
  replacing: boolean,
): void {
  const { start, end } = charge.period;
  const { invoice, line, amount, off } = charge;
  const kept = replacing ? [] : openDebits(account, item, start);
  account.store.put('debits', {
    id: item,
    ...(charge.subscription !== undefined && { subscription: charge.subscription }),
    entries: [...kept, { invoice, line, amount, start, end, ...(off && { off }) }],
  });
}

/** What an item was charged so far is never credited again. */
export function forgetDebits(account: Account, item: string): void {
  account.store.put('debits', { ...account.store.get('debits', item), id: item, entries: [] });
}
