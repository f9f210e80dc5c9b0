import type { Account } from '../account';
import type { Customer, Subscription, SubscriptionSchedule } from '../records';
import { applyChange } from './apply-change';
import type { NewSubscription } from './bare-subscription';
import { cancelNow } from './cancel';
import { intervalOf, type Wanted } from './change';
import { orCustomers } from './customer-discount';
import { hasEnded } from './ended';
import { note } from './notes';
import { itemsOf, type Phase, phaseFrom, termsOfPhase, wantedOf } from './phase';
import { redeem } from './redemption';
import { cancelSchedule, releaseSchedule } from './schedule';
import { subscribe } from './subscribe';

/** `subscription_schedule.expiring`, seven days before the last phase ends. */
export function announceExpiry(account: Account, schedule: SubscriptionSchedule): void {
  note(account, schedule.id, { expiring: schedule.current_phase?.end_date });
  account.emit('subscription_schedule.expiring', schedule);
}

/** The first phase begins: the subscription is made. A first payment that fails leaves it past due. */
export function beginSchedule(account: Account, schedule: SubscriptionSchedule): SubscriptionSchedule {
  const [phase] = schedule.phases;
  const customer = account.store.get('customers', schedule.customer);
  if (!phase || !customer) return cancelSchedule(account, schedule);
  const id = account.ids.next('sub');
  const active = account.store.put('subscriptionSchedules', {
    ...schedule,
    status: 'active',
    subscription: id,
    current_phase: { start_date: phase.start_date, end_date: phase.end_date },
  });
  subscribe(account, subscriptionFrom(account, schedule, phase, { id, customer }));
  endWithSchedule(account, active);
  account.emit('subscription_schedule.updated', active, schedule);
  return active;
}

/** The subscription that begins now with a schedule's first phase. */
export function subscriptionFrom(
  account: Account,
  schedule: SubscriptionSchedule,
  phase: Phase,
  { id, customer }: { id: string; customer: Customer },
): NewSubscription {
  const settings = settingsOf(schedule, phase);
  const holder = { id, customer: customer.id, currency: phase.currency };
  return {
    id,
    customer,
    currency: phase.currency,
    items: phase.items.flatMap((wanted) => {
      const price = account.store.get('prices', wanted.price);
      const terms = termsOfPhase(account, wanted.discounts, holder);
      const { quantity = 1, metadata } = wanted;
      return price ? [{ id: null, price, quantity, metadata: metadata ?? {}, terms }] : [];
    }),
    terms: orCustomers(account, customer.id, termsOfPhase(account, phase.discounts, holder)),
    defaultPaymentMethod: settings.default_payment_method,
    paymentBehavior: 'scheduled',
    prorationBehavior: 'create_prorations',
    billingMode: schedule.billing_mode.type === 'classic' ? 'classic' : 'flexible',
    start: account.now(),
    anchor: null,
    trialEnd: phase.trial_end,
    metadata: phase.metadata ?? {},
    description: settings.description,
    collectionMethod: settings.collection_method,
    daysUntilDue: settings.days_until_due,
    schedule: schedule.id,
  };
}

/** A phase is over: the next one begins, or after the last one the schedule is done. */
export function moveOn(account: Account, schedule: SubscriptionSchedule): void {
  const subscription = account.store.get('subscriptions', schedule.subscription ?? '');
  const next = phaseFrom(schedule, schedule.current_phase?.end_date ?? 0);
  if (!subscription || hasEnded(subscription)) cancelSchedule(account, schedule);
  else if (next) enter(account, schedule, subscription, next);
  else if (schedule.end_behavior === 'cancel') complete(account, schedule, subscription);
  else releaseSchedule(account, schedule);
}

function complete(account: Account, schedule: SubscriptionSchedule, subscription: Subscription): void {
  const completed = account.store.put('subscriptionSchedules', {
    ...schedule,
    status: 'completed',
    current_phase: null,
    completed_at: account.now(),
  });
  account.emit('subscription_schedule.completed', completed);
  cancelNow(account, subscription);
}

function enter(
  account: Account,
  schedule: SubscriptionSchedule,
  subscription: Subscription,
  phase: Phase,
): void {
  const moved = account.store.put('subscriptionSchedules', {
    ...schedule,
    current_phase: { start_date: phase.start_date, end_date: phase.end_date },
  });
  account.emit('subscription_schedule.updated', moved, schedule);
  const at = account.now();
  const renews = subscription.items.data.some((item) => item.current_period_end <= at);
  const trial = phase.trial_end !== null && phase.trial_end > at;
  if (renews && !trial) switchBeforeRenewal(account, moved, subscription, phase);
  else applyPhase(account, moved, subscription, phase, phase.proration_behavior);
}

/** The renewal that comes at the same moment bills the phase's items; nothing is left to be prorated. */
function switchBeforeRenewal(
  account: Account,
  schedule: SubscriptionSchedule,
  subscription: Subscription,
  phase: Phase,
): void {
  const at = account.now();
  const items = itemsOf(account, phase, subscription);
  const switched = items.some(
    (item, i) => intervalOf(item.price) !== intervalOf(subscription.items.data[i]?.price),
  );
  const terms = termsOfPhase(account, phase.discounts, subscription);
  const discounts = terms.map((each) => redeem(account, each, subscription.id).id);
  // Counted from a new anchor, so that a new interval's first period is a whole one.
  const fresh = switched || anchorOf(schedule, phase) === 'now';
  account.store.put('subscriptions', {
    ...subscription,
    ...fieldsOf(subscription, schedule, phase),
    discounts,
    billing_cycle_anchor: fresh ? at : subscription.billing_cycle_anchor,
    items: { ...subscription.items, data: items },
  });
  for (const want of wantedOf(account, phase, subscription))
    for (const each of want.terms ?? []) redeem(account, each, subscription.id);
}

/** Makes a subscription what a phase says, in the middle of a period. */
export function applyPhase(
  account: Account,
  schedule: SubscriptionSchedule,
  subscription: Subscription,
  phase: Phase,
  prorationBehavior: string,
): void {
  const wanted = wantedNow(account, schedule, subscription, phase, prorationBehavior);
  applyChange(account, subscription, wanted, {
    onRefusal: 'unpaid',
    fields: fieldsOf(subscription, schedule, phase),
    newTerms: termsOfPhase(account, phase.discounts, subscription),
  });
}

/** The change that makes a subscription what a phase says, now. */
export function wantedNow(
  account: Account,
  schedule: SubscriptionSchedule,
  subscription: Subscription,
  phase: Phase,
  prorationBehavior: string,
): Wanted {
  const at = account.now();
  return {
    items: wantedOf(account, phase, subscription),
    terms: orCustomers(account, subscription.customer, termsOfPhase(account, phase.discounts, subscription)),
    anchor: anchorOf(schedule, phase),
    prorationBehavior:
      prorationBehavior === 'none' || prorationBehavior === 'always_invoice'
        ? prorationBehavior
        : 'create_prorations',
    at,
    endTrial: false,
    ...(phase.trial_end !== null && phase.trial_end > at && { trialUntil: phase.trial_end }),
  };
}

/** A schedule that cancels at its end shows that on its subscription. */
export function endWithSchedule(account: Account, schedule: SubscriptionSchedule): void {
  const before = account.store.get('subscriptions', schedule.subscription ?? '');
  if (!before || schedule.status !== 'active') return;
  const end = schedule.end_behavior === 'cancel' ? (schedule.phases.at(-1)?.end_date ?? null) : null;
  if (before.cancel_at === end) return;
  const after = account.store.put('subscriptions', { ...before, cancel_at: end });
  account.emit('customer.subscription.updated', after, before);
}

const anchorOf = (schedule: SubscriptionSchedule, phase: Phase): 'now' | 'unchanged' =>
  (phase.billing_cycle_anchor ?? schedule.default_settings.billing_cycle_anchor) === 'phase_start'
    ? 'now'
    : 'unchanged';

/** What holds for a phase: its own settings, else the schedule's. */
function settingsOf({ default_settings }: SubscriptionSchedule, phase: Phase) {
  const method = phase.collection_method ?? default_settings.collection_method;
  return {
    collection_method:
      method === 'send_invoice' ? ('send_invoice' as const) : ('charge_automatically' as const),
    days_until_due:
      phase.invoice_settings?.days_until_due ?? default_settings.invoice_settings.days_until_due,
    default_payment_method: phase.default_payment_method ?? default_settings.default_payment_method,
    description: phase.description ?? default_settings.description,
  };
}

function fieldsOf(
  subscription: Subscription,
  schedule: SubscriptionSchedule,
  phase: Phase,
): Partial<Subscription> {
  const settings = settingsOf(schedule, phase);
  return {
    ...settings,
    default_payment_method: settings.default_payment_method ?? subscription.default_payment_method,
    description: settings.description ?? subscription.description,
    metadata: { ...subscription.metadata, ...phase.metadata },
  };
}
