import type { Account } from '../account';
import type { Subscription, SubscriptionItem } from '../records';
import { collectRenewal } from './apply-change';
import { bill, noteDebits } from './bill';
import { recurringOf, renewalDrafts } from './change';
import { runsAt, termsOf } from './discounts';
import { dueAt } from './due';
import { endDiscount } from './redemption';
import { discountsOf, itemsOf, nextPhase } from './schedule';

/**
 * Does what time does until now: trials end, periods renew and are charged, scheduled changes and cancellations come
 * true, each at its own moment and in order.
 */
export function letTimePass(account: Account): void {
  const until = account.now();
  for (let next = account.store.due.take(until); next; next = account.store.due.take(until)) {
    const [at, id] = next;
    const subscription = account.store.get('subscriptions', id);
    if (!subscription || dueAt(subscription) !== at) continue;
    account.transaction(() => account.at(at, () => comeDue(account, subscription, at)));
  }
}

function comeDue(account: Account, before: Subscription, at: number): void {
  if (before.status === 'incomplete') expire(account, before);
  else if (before.cancel_at !== null && before.cancel_at <= at) end(account, before, at);
  else renew(account, before, at);
}

function expire(account: Account, before: Subscription): void {
  const after = account.store.put('subscriptions', {
    ...before,
    status: 'incomplete_expired',
    ended_at: account.now(),
  });
  account.emit('customer.subscription.updated', after, before);
}

function end(account: Account, before: Subscription, at: number): void {
  const ended = account.store.put('subscriptions', { ...before, status: 'canceled', ended_at: at });
  account.emit('customer.subscription.deleted', ended);
}

function renew(account: Account, before: Subscription, at: number): void {
  const changed = withScheduledItems(account, withoutSpentDiscounts(account, before, at), at);
  const due = changed.items.data.filter((item) => item.current_period_end <= at);
  const terms = termsOf(account, changed.discounts, at);
  const drafts = renewalDrafts(account, changed, due, terms);
  const trialOver = before.status === 'trialing';
  const renewed = account.store.put('subscriptions', {
    ...changed,
    ...(trialOver && { status: 'active' as const }),
    items: {
      ...changed.items,
      data: changed.items.data.map((item) => {
        const draft = drafts.find((each) => each.item === item.id);
        return draft
          ? { ...item, current_period_start: draft.period.start, current_period_end: draft.period.end }
          : item;
      }),
    },
  });
  const invoice = bill(account, renewed, {
    drafts,
    discounts: changed.discounts,
    reason: 'subscription_cycle',
  });
  noteDebits(account, drafts, invoice);
  account.emit('customer.subscription.updated', collectRenewal(account, renewed.id, invoice), before);
}

/** A discount whose months are over goes before the new period is charged. */
function withoutSpentDiscounts(account: Account, subscription: Subscription, at: number): Subscription {
  const over = subscription.discounts.filter((id) => {
    const discount = account.store.get('discounts', id);
    return discount !== undefined && !runsAt(discount, at);
  });
  if (over.length === 0) return subscription;
  for (const id of over) endDiscount(account, id);
  return account.store.put('subscriptions', {
    ...subscription,
    discounts: subscription.discounts.filter((id) => !over.includes(id)),
  });
}

/** The items of the schedule's phase that begins now, when one does. */
function withScheduledItems(account: Account, subscription: Subscription, at: number): Subscription {
  const phase = nextPhase(account, subscription, at);
  if (!phase) return account.store.get('subscriptions', subscription.id) ?? subscription;
  const items = itemsOf(account, phase, subscription);
  const switched = items.some((item, i) => intervalOf(item) !== intervalOf(subscription.items.data[i]));
  return account.store.put('subscriptions', {
    ...subscription,
    discounts: discountsOf(phase),
    // Counted from a new anchor, so that a new interval's first period is a whole one.
    billing_cycle_anchor: switched ? at : subscription.billing_cycle_anchor,
    items: { ...subscription.items, data: items },
  });
}

function intervalOf(item: SubscriptionItem | undefined): string {
  const { interval, interval_count } = item ? recurringOf(item.price) : { interval: '', interval_count: 0 };
  return `${interval_count} ${interval}`;
}
