import type { Account } from '../account';
import { boolean, clearable, type Infer, integer, list, oneOf } from '../wire/params';

/** What a test can make of an account's deliveries (`POST /_local/deliveries`). */
export const switchParams = {
  /** `send` at once, `hold` until it is `send` again, or `drop`. */
  mode: oneOf('send', 'hold', 'drop'),
  /** Milliseconds that each delivery waits before its first attempt. */
  delay: integer({ min: 0, max: 600_000 }),
  /** How often each delivery is sent again although it arrived. */
  duplicates: integer({ min: 0, max: 10 }),
  /** How those that were held go out. */
  order: oneOf('created', 'reversed'),
  /** Milliseconds before the second and later attempts; empty: three retries after 1, 5 and 30 seconds. */
  retry_after: clearable(list(integer({ min: 0, max: 3_600_000 }), { max: 20 })),
  /** Whether a failed delivery is tried again at all. */
  retry: boolean(),
};

export type Switches = Readonly<{
  mode: 'send' | 'hold' | 'drop';
  delay: number;
  duplicates: number;
  order: 'created' | 'reversed';
  retry_after: readonly number[];
  retry: boolean;
}>;

/** Stripe's sandbox also gives up after three retries, hours later. */
const UNTOUCHED: Switches = {
  mode: 'send',
  delay: 0,
  duplicates: 0,
  order: 'created',
  retry_after: [1_000, 5_000, 30_000],
  retry: true,
};

export function switchesOf(account: Account): Switches {
  const stored = account.store.get('settings', 'deliveries')?.value;
  return typeof stored === 'string' ? { ...UNTOUCHED, ...JSON.parse(stored) } : UNTOUCHED;
}

/** Sets the switches that are given; the others stay as they are. All of them come back. */
export function setSwitches(account: Account, given: Partial<Infer<typeof switchParams>>): Switches {
  const changed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const after: Switches = { ...switchesOf(account), ...changed };
  const settled = given.retry_after === null ? { ...after, retry_after: UNTOUCHED.retry_after } : after;
  account.transaction(() =>
    account.store.put('settings', { id: 'deliveries', value: JSON.stringify(settled) }),
  );
  return settled;
}
