import type { Account } from '../account';
import type { Collection, TestClock } from '../records';
import { invalid, noSuch } from '../wire/errors';
import { after } from './calendar';
import { recurringOf } from './drafts';
import { hasEnded } from './ended';
import { holderOfItem } from './subscription-item';
import { passTime } from './time';

const MAX_CUSTOMERS = 3;

/** Where an id leads, by its prefix. */
const COLLECTIONS: Readonly<Record<string, Collection>> = {
  cus: 'customers',
  sub: 'subscriptions',
  sub_sched: 'subscriptionSchedules',
  in: 'invoices',
  ii: 'invoiceItems',
  pi: 'paymentIntents',
  seti: 'setupIntents',
  pm: 'paymentMethods',
  card: 'paymentMethods',
  bps: 'portalSessions',
};

type Given = Readonly<Record<string, unknown>>;

/** The time (Unix seconds) of the test clock that a request is about; null when it is about none. */
export function clockTime(account: Account, params: Given, path: Given): number | null {
  if (account.store.isEmpty('testClocks')) return null;
  for (const name of ['id', 'customer', 'subscription', 'from_subscription', 'invoice', 'test_clock']) {
    const id = path[name] ?? params[name];
    const clock = typeof id === 'string' ? clockOf(account, id) : undefined;
    if (clock) return clock.frozen_time;
  }
  return null;
}

/** The test clock that an object lives by. */
function clockOf(account: Account, id: string): TestClock | undefined {
  if (id.startsWith('clock_')) return account.store.get('testClocks', id);
  if (id.startsWith('si_')) {
    const holder = holderOfItem(account, id);
    return holder && clockOf(account, holder.subscription.id);
  }
  const collection = COLLECTIONS[id.slice(0, id.lastIndexOf('_'))];
  const record = collection && account.store.get(collection, id);
  if (!record) return undefined;
  const { test_clock: clock, customer } = record as { test_clock?: unknown; customer?: unknown }; // fields that some have
  if (typeof clock === 'string') return account.store.get('testClocks', clock);
  return typeof customer === 'string' && customer !== id ? clockOf(account, customer) : undefined;
}

/** Lets a new customer live by a clock. Throws when there is no such clock or it has its customers already. */
export function requireRoom(account: Account, id: string): string {
  if (!account.store.get('testClocks', id)) throw noSuch('test clock', id, 'test_clock');
  if (account.store.by('customers', 'test_clock', id).length >= MAX_CUSTOMERS)
    throw invalid(`A test clock can have at most ${MAX_CUSTOMERS} customers.`, { param: 'test_clock' });
  return id;
}

/** Moves a clock forward, and everything that lives by it. The clock as it was while it moved. */
export function advance(account: Account, clock: TestClock, to: number): TestClock {
  if (to <= clock.frozen_time)
    throw invalid('You can only advance a test clock to a time after its current `frozen_time`.', {
      param: 'frozen_time',
    });
  const furthest = furthestOf(account, clock);
  if (to > furthest)
    throw invalid(
      `Cannot advance the test clock by more than two intervals of its shortest subscription, or two years without one: ${furthest} at most.`,
      { param: 'frozen_time' },
    );
  const advancing = account.store.put('testClocks', {
    ...clock,
    status: 'advancing',
    status_details: { advancing: { target_frozen_time: to } },
  });
  account.emit('test_helpers.test_clock.advancing', advancing);
  passTime(account, clock.id, to);
  const ready = account.store.put('testClocks', {
    ...clock,
    frozen_time: to,
    status: 'ready',
    status_details: {},
  });
  account.emit('test_helpers.test_clock.ready', ready);
  return advancing;
}

/** Two of the shortest intervals that anything on this clock recurs in, or two years. */
function furthestOf(account: Account, { id, frozen_time }: TestClock): number {
  const ends = account.store
    .by('customers', 'test_clock', id)
    .flatMap((customer) => account.store.by('subscriptions', 'customer', customer.id))
    .filter((subscription) => !hasEnded(subscription))
    .flatMap(({ items }) => items.data.map(({ price }) => after(frozen_time, recurringOf(price), 2)));
  return ends.length > 0 ? Math.min(...ends) : after(frozen_time, { interval: 'year', interval_count: 2 }, 1);
}
