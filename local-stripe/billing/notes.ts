import type { Account } from '../account';
import type { Note } from '../records';

/** Adds to what is noted of an object; `undefined` takes an entry out. */
export function note(
  account: Account,
  id: string,
  entries: { [K in Exclude<keyof Note, 'id'>]?: Note[K] | undefined },
): void {
  const kept = Object.entries({ ...account.store.get('notes', id), ...entries }).filter(
    ([, value]) => value !== undefined,
  );
  account.store.put('notes', { ...Object.fromEntries(kept), id });
}
