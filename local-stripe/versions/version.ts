import type { Account } from '../account';
import { invalid } from '../wire/errors';
import { type Field, string } from '../wire/params';

export const API_VERSION = '2026-10-28.endive';

/** The days of the versions that took away what is told here, by the names of the releases. https://docs.stripe.com/changelog */
export const [BASIL, CLOVER, DAHLIA, ENDIVE] = [
  '2025-03-31',
  '2025-09-30',
  '2026-03-25',
  '2026-09-30',
] as const;

/** Before all of them: what has ever been taken is taken. */
const FIRST = '2011-01-01';

/** The day of an older version, such as `2024-06-20`; null is the one that this server is written in. */
export type Older = string | null;

/** The version whose names a request may use, and the one whose shapes it is answered in. */
export type Spoken = Readonly<{ reads: Older; answers: Older }>;

const CURRENT: Spoken = { reads: null, answers: null };

/**
 * By its `Stripe-Version`, else by the version of the account (`POST /_local/account`). An account that has none set is
 * answered in the current one, and may use every name that Stripe ever took: what it would mean cannot be known.
 * Throws a 400 for a header that is no version.
 */
export function spokenIn(account: Account, header: unknown): Spoken {
  if (header === API_VERSION) return CURRENT;
  if (typeof header !== 'string' && account.apiVersion === API_VERSION)
    return { reads: FIRST, answers: null };
  const version = olderOf(typeof header === 'string' ? header : account.apiVersion);
  return { reads: version, answers: version };
}

/** The day of a version such as `2025-04-30.basil`, when that speaks otherwise than the current one does. */
export function olderOf(version: string): Older {
  if (!/^\d{4}-\d{2}-\d{2}/.test(version))
    throw invalid(`Invalid Stripe API version: ${version.slice(0, 80)}`);
  const day = version.slice(0, 10);
  return day < ENDIVE ? day : null;
}

/** A Stripe version such as `2026-10-28.endive` or `2024-06-20`. */
export const apiVersion = (): Field<string | undefined> => {
  const text = string();
  return {
    ...text,
    read: (value, path) => {
      const version = text.read(value, path);
      if (version !== undefined && !/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(version))
        throw invalid(`Invalid API version: ${version.slice(0, 80)}`, { param: path });
      return version;
    },
  };
};
