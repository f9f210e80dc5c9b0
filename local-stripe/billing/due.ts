import type { Collection, Invoice, Note, Subscription, SubscriptionSchedule } from '../records';
import type { Store } from '../store';
import { DAY } from './calendar';
import { hasEnded } from './ended';

/** What time alone changes. */
export type Timed = 'subscriptions' | 'subscriptionSchedules' | 'invoices' | 'checkoutSessions';

/** Where the objects are that a record of this collection tells the next moment of. */
export function timedBy(collection: Collection): readonly Timed[] {
  switch (collection) {
    case 'subscriptions':
    case 'subscriptionSchedules':
    case 'invoices':
    case 'checkoutSessions':
      return [collection];
    case 'notes':
      return ['subscriptions', 'subscriptionSchedules', 'invoices'];
    default:
      return [];
  }
}

const HOUR = 3600;

/** Seconds after which a payment that was never made is given up. */
export const GIVEN_UP_AFTER = 23 * HOUR;
const TRIAL_WILL_END = 3 * DAY;
const UPCOMING = 3 * DAY;
const EXPIRING = 7 * DAY;

type SubscriptionMoment =
  | 'give_up'
  | 'waiting_expires'
  | 'collection_resumes'
  | 'pause_ends'
  | 'cancel'
  | 'trial_will_end'
  | 'upcoming'
  | 'renew';
type ScheduleMoment = 'begin' | 'next_phase' | 'expiring';
type InvoiceMoment = 'finalize' | 'retry' | 'overdue';
type CheckoutMoment = 'expire';

type Moment<K> = Readonly<{ at: number; kind: K }>;

/** The next moment at which time changes this object, and the clock that it lives by; null when it never does. */
export function nextMoment(
  store: Store,
  collection: Timed,
  id: string,
):
  | (Moment<SubscriptionMoment | ScheduleMoment | InvoiceMoment | CheckoutMoment> & { clock: string | null })
  | null {
  const record = store.get(collection, id);
  if (!record) return null;
  if (record.object === 'checkout.session')
    return record.status === 'open' ? { at: record.expires_at, kind: 'expire', clock: null } : null;
  const note = store.get('notes', id);
  const next =
    record.object === 'subscription'
      ? ofSubscription(record, note)
      : record.object === 'invoice'
        ? ofInvoice(record, note)
        : ofSchedule(record, note);
  return next && { at: next.at, kind: next.kind, clock: record.test_clock };
}

/** When time next changes this subscription, and how. Of several things at one moment, the first named happens first. */
function ofSubscription(
  subscription: Subscription,
  note: Note | undefined,
): Moment<SubscriptionMoment> | null {
  const { status, cancel_at, pause_collection } = subscription;
  if (hasEnded(subscription)) return null;
  if (status === 'incomplete') return { at: subscription.created + GIVEN_UP_AFTER, kind: 'give_up' };
  const moments: Moment<SubscriptionMoment>[] = [];
  if (note?.waiting) moments.push({ at: note.waiting.expires, kind: 'waiting_expires' });
  if (pause_collection?.resumes_at)
    moments.push({ at: pause_collection.resumes_at, kind: 'collection_resumes' });
  if (cancel_at !== null) moments.push({ at: cancel_at, kind: 'cancel' });
  if (status === 'paused' && note?.resumesAt !== undefined)
    moments.push({ at: note.resumesAt, kind: 'pause_ends' });
  if (status !== 'paused') moments.push(...ofPeriod(subscription, note));
  return earliest(moments);
}

function ofPeriod(subscription: Subscription, note: Note | undefined): Moment<SubscriptionMoment>[] {
  const { status, cancel_at, trial_end, trial_start, items } = subscription;
  const moments: Moment<SubscriptionMoment>[] = [];
  if (status === 'trialing' && trial_end !== null && note?.trialWillEnd !== trial_end)
    moments.push({ at: Math.max(trial_end - TRIAL_WILL_END, trial_start ?? 0), kind: 'trial_will_end' });
  const renews = items.data.reduce<(typeof items.data)[number] | undefined>(
    (first, item) => (first && first.current_period_end <= item.current_period_end ? first : item),
    undefined,
  );
  if (!renews) return moments;
  const { current_period_start: start, current_period_end: end } = renews;
  const announced = end - UPCOMING;
  const moment = Math.max(announced, subscription.created);
  if (announced > start && note?.upcoming !== end && (cancel_at === null || cancel_at > end))
    moments.push({ at: moment, kind: 'upcoming' });
  moments.push({ at: end, kind: 'renew' });
  return moments;
}

/** When time next changes this schedule, and how. */
function ofSchedule(schedule: SubscriptionSchedule, note: Note | undefined): Moment<ScheduleMoment> | null {
  const [first] = schedule.phases;
  if (schedule.status === 'not_started' && first) return { at: first.start_date, kind: 'begin' };
  const current = schedule.current_phase;
  if (schedule.status !== 'active' || !current) return null;
  const moments: Moment<ScheduleMoment>[] = [{ at: current.end_date, kind: 'next_phase' }];
  if (schedule.phases.at(-1)?.end_date === current.end_date && note?.expiring !== current.end_date)
    moments.unshift({ at: Math.max(current.start_date, current.end_date - EXPIRING), kind: 'expiring' });
  return earliest(moments);
}

/** When a draft is finalized, and an open invoice is tried again or is overdue. */
function ofInvoice(invoice: Invoice, note: Note | undefined): Moment<InvoiceMoment> | null {
  if (invoice.status === 'draft' && invoice.auto_advance && invoice.automatically_finalizes_at !== null)
    return { at: invoice.automatically_finalizes_at, kind: 'finalize' };
  if (invoice.status !== 'open') return null;
  if (invoice.collection_method === 'send_invoice')
    return invoice.due_date === null || note?.overdue === invoice.due_date
      ? null
      : { at: invoice.due_date, kind: 'overdue' };
  return invoice.next_payment_attempt === null || !invoice.auto_advance
    ? null
    : { at: invoice.next_payment_attempt, kind: 'retry' };
}

function earliest<K>(moments: readonly Moment<K>[]): Moment<K> | null {
  return moments.reduce<Moment<K> | null>(
    (first, each) => (first === null || each.at < first.at ? each : first),
    null,
  );
}
