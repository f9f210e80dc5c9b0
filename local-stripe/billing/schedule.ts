import type { Account } from '../account';
import type { Subscription, SubscriptionSchedule } from '../records';
import { after } from './calendar';
import type { WantedItem } from './change';
import type { Terms } from './discounts';
import { recurringOf } from './drafts';
import { phaseItem, phaseOf, phaseOfSubscription } from './phase';
import { redeem } from './redemption';

type Given = Pick<SubscriptionSchedule, 'customer' | 'phases' | 'billing_mode' | 'test_clock'> &
  Partial<SubscriptionSchedule>;

/** A schedule with Stripe's defaults for what is not given. Not stored. */
export function bareSchedule(account: Account, given: Given): SubscriptionSchedule {
  return {
    id: account.ids.next('sub_sched'),
    object: 'subscription_schedule',
    application: null,
    canceled_at: null,
    completed_at: null,
    created: account.now(),
    current_phase: null,
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      billing_cycle_anchor: 'automatic',
      billing_thresholds: null,
      collection_method: 'charge_automatically',
      default_payment_method: null,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: null,
        description: null,
        footer: null,
        issuer: { type: 'self' },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: 'release',
    livemode: false,
    metadata: {},
    pause_schedules: [],
    released_at: null,
    released_subscription: null,
    status: 'not_started',
    subscription: null,
    ...given,
  };
}

/** The first second and the end of what a subscription has been charged for. */
export const paidTime = ({ items }: Subscription): { start: number; end: number } => ({
  start: Math.min(...items.data.map((item) => item.current_period_start)),
  end: Math.max(...items.data.map((item) => item.current_period_end)),
});

/** Puts a subscription under a schedule whose one phase is what it is now. */
export function scheduleOf(account: Account, before: Subscription): SubscriptionSchedule {
  const { start, end } = paidTime(before);
  const schedule = bareSchedule(account, {
    customer: before.customer,
    billing_mode: before.billing_mode,
    test_clock: before.test_clock,
    current_phase: { start_date: start, end_date: end },
    phases: [phaseOfSubscription(before, start, end)],
    status: 'active',
    subscription: before.id,
    end_behavior: before.cancel_at === null ? 'release' : 'cancel',
  });
  return attachSchedule(account, before, schedule);
}

function attachSchedule(
  account: Account,
  before: Subscription,
  schedule: SubscriptionSchedule,
): SubscriptionSchedule {
  account.store.put('subscriptionSchedules', schedule);
  account.emit('subscription_schedule.created', schedule);
  const scheduled = account.store.put('subscriptions', { ...before, schedule: schedule.id });
  account.emit('customer.subscription.updated', scheduled, before);
  return schedule;
}

/**
 * Leaves a subscription as it is until its period ends, and has it change then: a schedule with the current phase and
 * the one that follows. A schedule that is already there is replaced.
 */
export function scheduleChange(
  account: Account,
  before: Subscription,
  items: readonly WantedItem[],
  terms: readonly Terms[],
): Subscription {
  const attached = account.store.get('subscriptionSchedules', before.schedule ?? '');
  if (attached) releaseSchedule(account, attached);
  const current = account.store.get('subscriptions', before.id) ?? before;
  const { start, end } = paidTime(current);
  const recurring = items[0] ? recurringOf(items[0].price) : { interval: 'month', interval_count: 1 };
  const discounts = terms.map((each) => redeem(account, each, current.id).id);
  const now = phaseOfSubscription(current, start, end);
  const kept = discounts.length > 0 ? discounts : current.discounts;
  const next = phaseOf({
    currency: current.currency,
    start_date: end,
    end_date: after(end, recurring, 1),
    discounts: kept.map((discount) => ({ coupon: null, discount, promotion_code: null })),
    items: items.map((item) => phaseItem(item.price.id, item.quantity)),
    proration_behavior: 'none',
  });
  const schedule = bareSchedule(account, {
    customer: current.customer,
    billing_mode: current.billing_mode,
    test_clock: current.test_clock,
    current_phase: { start_date: start, end_date: end },
    phases: [{ ...now, proration_behavior: 'none' }, next],
    status: 'active',
    subscription: current.id,
  });
  attachSchedule(account, current, schedule);
  return account.store.get('subscriptions', before.id) ?? current;
}

/** Takes a schedule off its subscription, which goes on as it is; also a cancellation that the schedule has set. */
export function releaseSchedule(
  account: Account,
  schedule: SubscriptionSchedule,
  { keepCancelDate = false } = {},
): SubscriptionSchedule {
  const released = account.store.put('subscriptionSchedules', {
    ...schedule,
    status: 'released',
    current_phase: null,
    released_at: account.now(),
    released_subscription: schedule.subscription,
    subscription: null,
  });
  account.emit('subscription_schedule.released', released);
  const before = account.store.get('subscriptions', schedule.subscription ?? '');
  if (before) {
    const freed = schedule.end_behavior === 'cancel' && !keepCancelDate;
    const after = account.store.put('subscriptions', {
      ...before,
      schedule: null,
      ...(freed && { cancel_at: null, canceled_at: null }),
    });
    account.emit('customer.subscription.updated', after, before);
  }
  return released;
}

/** Ends a schedule together with its subscription, which is still there to be ended by the caller. */
export function cancelSchedule(
  account: Account,
  schedule: SubscriptionSchedule,
  event: 'canceled' | 'aborted' = 'canceled',
): SubscriptionSchedule {
  const canceled = account.store.put('subscriptionSchedules', {
    ...schedule,
    status: 'canceled',
    current_phase: null,
    canceled_at: account.now(),
  });
  account.emit(`subscription_schedule.${event}`, canceled);
  return canceled;
}

/** The schedule of a subscription that ends for want of payment ends too. */
export function abortSchedule(account: Account, { schedule }: Subscription): void {
  const attached = account.store.get('subscriptionSchedules', schedule ?? '');
  if (attached?.status === 'active') cancelSchedule(account, attached, 'aborted');
}

/** A change made to a scheduled subscription itself is its current phase from now on. */
export function mirrorInPhase(account: Account, subscription: Subscription): void {
  const schedule = account.store.get('subscriptionSchedules', subscription.schedule ?? '');
  const current = schedule?.current_phase;
  if (!schedule || !current) return;
  const { items, discounts } = phaseOfSubscription(subscription, current.start_date, current.end_date);
  const phases = schedule.phases.map((phase) =>
    phase.start_date === current.start_date ? { ...phase, items, discounts } : phase,
  );
  const after = account.store.put('subscriptionSchedules', { ...schedule, phases });
  account.emit('subscription_schedule.updated', after, schedule);
}
