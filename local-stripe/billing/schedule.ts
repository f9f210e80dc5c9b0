import type { Account } from '../account';
import type { Subscription, SubscriptionItem, SubscriptionSchedule } from '../records';
import { after } from './calendar';
import { recurringOf, type WantedItem } from './change';
import type { Terms } from './discounts';
import { redeem } from './redemption';
import { planOf } from './subscription-item';

type Phase = SubscriptionSchedule['phases'][number];

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
  const start = Math.min(...current.items.data.map((item) => item.current_period_start));
  const end = Math.max(...current.items.data.map((item) => item.current_period_end));
  const recurring = items[0] ? recurringOf(items[0].price) : { interval: 'month', interval_count: 1 };
  const discounts = terms.map((each) => redeem(account, each, current.id).id);
  const now = current.items.data.map((item) => ({ price: item.price.id, quantity: item.quantity ?? 1 }));
  const next = items.map((item) => ({ price: item.price.id, quantity: item.quantity }));
  const schedule: SubscriptionSchedule = {
    id: account.ids.next('sub_sched'),
    object: 'subscription_schedule',
    application: null,
    billing_mode: current.billing_mode,
    canceled_at: null,
    completed_at: null,
    created: account.now(),
    current_phase: { start_date: start, end_date: end },
    customer: current.customer,
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
    phases: [
      phase(current.currency, now, current.discounts, start, end),
      phase(
        current.currency,
        next,
        discounts.length > 0 ? discounts : current.discounts,
        end,
        after(end, recurring, 1),
      ),
    ],
    released_at: null,
    released_subscription: null,
    status: 'active',
    subscription: current.id,
    test_clock: null,
  };
  account.store.put('subscriptionSchedules', schedule);
  account.emit('subscription_schedule.created', schedule);
  const scheduled = account.store.put('subscriptions', { ...current, schedule: schedule.id });
  account.emit('customer.subscription.updated', scheduled, before);
  return scheduled;
}

function phase(
  currency: string,
  items: readonly { price: string; quantity: number }[],
  discounts: readonly string[],
  start: number,
  end: number,
): Phase {
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: null,
    billing_thresholds: null,
    collection_method: null,
    currency,
    default_payment_method: null,
    default_tax_rates: [],
    description: null,
    discounts: discounts.map((discount) => ({ coupon: null, discount, promotion_code: null })),
    end_date: end,
    invoice_settings: null,
    items: items.map(({ price, quantity }) => ({
      billing_thresholds: null,
      discounts: [],
      metadata: {},
      plan: price,
      price,
      quantity,
      tax_rates: [],
    })),
    metadata: {},
    on_behalf_of: null,
    proration_behavior: 'none',
    start_date: start,
    transfer_data: null,
    trial_end: null,
  };
}

/** The phase that begins at `start` (Unix seconds). */
export const phaseFrom = (schedule: SubscriptionSchedule, start: number): Phase | undefined =>
  schedule.phases.find((phase) => phase.start_date === start);

/** The ids of a phase's discounts. */
export const discountsOf = (phase: Phase): string[] =>
  phase.discounts.flatMap(({ discount }) => discount ?? []);

/** A subscription's items as a phase has them; their periods are still the subscription's. */
export function itemsOf(account: Account, phase: Phase, subscription: Subscription): SubscriptionItem[] {
  return phase.items.map((wanted, i) => {
    const item = subscription.items.data[i];
    const price = account.store.get('prices', wanted.price);
    if (!item || !price)
      throw new Error(`A schedule of ${subscription.id} names what is not there: ${wanted.price}`);
    return { ...item, price, plan: planOf(price), quantity: wanted.quantity ?? 1 };
  });
}

/** Moves an attached schedule on at `at` and gives the phase that begins; after the last one it is released. */
export function nextPhase(account: Account, subscription: Subscription, at: number): Phase | null {
  const schedule = account.store.get('subscriptionSchedules', subscription.schedule ?? '');
  if (!schedule?.current_phase || schedule.current_phase.end_date > at) return null;
  const phase = phaseFrom(schedule, schedule.current_phase.end_date);
  if (!phase) {
    releaseSchedule(account, schedule);
    return null;
  }
  const moved = account.store.put('subscriptionSchedules', {
    ...schedule,
    current_phase: { start_date: phase.start_date, end_date: phase.end_date },
  });
  account.emit('subscription_schedule.updated', moved, schedule);
  return phase;
}

/** Takes a schedule off its subscription, which goes on as it is. */
export function releaseSchedule(account: Account, schedule: SubscriptionSchedule): SubscriptionSchedule {
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
    const after = account.store.put('subscriptions', { ...before, schedule: null });
    account.emit('customer.subscription.updated', after, before);
  }
  return released;
}
