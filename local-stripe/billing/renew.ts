import type { Account } from '../account';
import type { Subscription } from '../records';
import { collectRenewal } from './apply-change';
import { bill, noteDebits } from './bill';
import { discountsFor, termsFor } from './customer-discount';
import { runsAt } from './discounts';
import { anchorAtRenewal, renewalDrafts } from './drafts';
import { endOfRetries } from './dunning';
import { endDiscount } from './redemption';

/** The items whose period is over begin the next one, and it is billed. */
export function renew(account: Account, before: Subscription, at: number): void {
  const changed = withoutSpentDiscounts(account, before, at);
  const due = changed.items.data.filter((item) => item.current_period_end <= at);
  const drafts = renewalDrafts(account, changed, due, termsFor(account, changed, at));
  const trialOver = before.status === 'trialing';
  const renewed = account.store.put('subscriptions', {
    ...changed,
    ...(trialOver && { status: 'active' as const }),
    billing_cycle_anchor: anchorAtRenewal(changed, due),
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
    discounts: discountsFor(account, changed),
    reason: 'subscription_cycle',
    keepDraft: renewed.status === 'unpaid' || renewed.pause_collection?.behavior === 'keep_as_draft',
  });
  noteDebits(account, drafts, invoice);
  const { subscription, asked } = collectRenewal(account, renewed.id, invoice);
  account.emit('customer.subscription.updated', subscription, before);
  endOfRetries(account, asked.invoice);
}

/** A discount whose months are over goes before the new period is charged. */
function withoutSpentDiscounts(account: Account, subscription: Subscription, at: number): Subscription {
  const over = (id: string): boolean => {
    const discount = account.store.get('discounts', id);
    return discount !== undefined && !runsAt(discount, at);
  };
  const items = subscription.items.data;
  const ended = [...subscription.discounts, ...items.flatMap((item) => item.discounts)].filter(over);
  if (ended.length === 0) return subscription;
  for (const id of ended) endDiscount(account, id);
  return account.store.put('subscriptions', {
    ...subscription,
    discounts: subscription.discounts.filter((id) => !over(id)),
    items: {
      ...subscription.items,
      data: items.map((item) => ({ ...item, discounts: item.discounts.filter((id) => !over(id)) })),
    },
  });
}
