import { type Account, NO_REQUEST } from '../account';
import { expireSession } from '../checkout/expiry';
import type { Invoice, Subscription, SubscriptionSchedule } from '../records';
import { finalizeAndAdvance } from './advance';
import { after } from './calendar';
import { cancelAtItsTime } from './cancel';
import { nextMoment, type Timed } from './due';
import { passDueDate, retry } from './dunning';
import { voidInvoice } from './invoices';
import { announceRenewal, announceTrialEnd } from './notices';
import { endPause } from './pause';
import { announceExpiry, beginSchedule, moveOn } from './phases';
import { renew } from './renew';
import { endTrialWithoutMethod, stopsWithoutMethod } from './trial-end';
import { expireWaiting } from './waiting-change';

/**
 * Does what time does until now: trials end, periods renew and are charged, refused payments are tried again, scheduled
 * changes and cancellations come true, each at its own moment and in order.
 */
export function letTimePass(account: Account): void {
  account.request = NO_REQUEST;
  passTime(account, null, account.now());
}

/** The same for what lives by one clock, until `until` (Unix seconds). No request brought it about. */
export function passTime(account: Account, clock: string | null, until: number): void {
  const asked = account.request;
  account.request = NO_REQUEST;
  try {
    pass(account, clock, until);
  } finally {
    account.request = asked;
  }
}

function pass(account: Account, clock: string | null, until: number): void {
  const { store } = account;
  for (let next = store.takeDue(clock, until); next; next = store.takeDue(clock, until)) {
    const { at, collection, id } = next;
    const moment = nextMoment(account.store, collection, id);
    if (moment?.at !== at || moment.clock !== clock) continue;
    const what = `${moment.kind} of ${id} at ${at}`;
    if (account.stuck.has(what)) continue;
    try {
      account.transaction(() => {
        try {
          account.at(at, () => comeDue(account, collection, id, moment.kind));
        } catch (error) {
          throw new Stuck(error);
        }
      });
    } catch (error) {
      // Writes that cannot be kept are the request's to report: they are tried again.
      if (!(error instanceof Stuck)) throw error;
      account.stuck.add(what);
      account.listener.failed(account, what, error.cause);
    }
  }
}

/** The work of one moment failed. Left out, it does not fail every later request of its account. */
class Stuck extends Error {
  override name = 'Stuck';
  constructor(cause: unknown) {
    super('What came due failed', { cause });
  }
}

const FIVE_YEARS = { interval: 'year', interval_count: 5 };

/**
 * The furthest (Unix seconds) that the account's time may be moved at once: every period until then is billed before
 * anybody is answered. Null when nothing recurs.
 */
export function furthestMove(account: Account): number | null {
  const { store } = account;
  if (store.isEmpty('subscriptions') && store.isEmpty('subscriptionSchedules')) return null;
  return after(account.now(), FIVE_YEARS, 1);
}

type Kind = NonNullable<ReturnType<typeof nextMoment>>['kind'];

function comeDue(account: Account, collection: Timed, id: string, kind: Kind): void {
  const record = account.store.get(collection, id);
  if (record?.object === 'subscription') ofSubscription(account, record, kind);
  else if (record?.object === 'subscription_schedule') ofSchedule(account, record, kind);
  else if (record?.object === 'checkout.session') expireSession(account, record);
  else if (record) ofInvoice(account, record, kind);
}

function ofSubscription(account: Account, before: Subscription, kind: Kind): void {
  if (kind === 'give_up') giveUp(account, before);
  else if (kind === 'waiting_expires') expireWaiting(account, before);
  else if (kind === 'collection_resumes') resumeCollection(account, before);
  else if (kind === 'pause_ends') endPause(account, before);
  else if (kind === 'cancel') cancelAtItsTime(account, before);
  else if (kind === 'trial_will_end') announceTrialEnd(account, before);
  else if (kind === 'upcoming') announceRenewal(account, before);
  else if (stopsWithoutMethod(account, before)) endTrialWithoutMethod(account, before);
  else renew(account, before, account.now());
}

function ofSchedule(account: Account, schedule: SubscriptionSchedule, kind: Kind): void {
  if (kind === 'begin') beginSchedule(account, schedule);
  else if (kind === 'expiring') announceExpiry(account, schedule);
  else moveOn(account, schedule);
}

function ofInvoice(account: Account, invoice: Invoice, kind: Kind): void {
  if (kind === 'finalize') finalizeAndAdvance(account, invoice, true);
  else if (kind === 'overdue') passDueDate(account, invoice);
  else retry(account, invoice);
}

/** A first payment that nobody made is given up, and nobody owes it any more. */
function giveUp(account: Account, before: Subscription): void {
  const invoice = account.store.get('invoices', before.latest_invoice ?? '');
  if (invoice?.status === 'open') voidInvoice(account, invoice);
  const expired = account.store.put('subscriptions', {
    ...before,
    status: 'incomplete_expired',
    ended_at: account.now(),
  });
  account.emit('customer.subscription.updated', expired, before);
}

function resumeCollection(account: Account, before: Subscription): void {
  const resumed = account.store.put('subscriptions', { ...before, pause_collection: null });
  account.emit('customer.subscription.updated', resumed, before);
}
