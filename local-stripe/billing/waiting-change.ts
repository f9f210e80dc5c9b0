import type { Account } from '../account';
import type { Invoice, Subscription, WaitingChange } from '../records';
import { bill, noteDebits } from './bill';
import type { Change, Wanted } from './change';
import { collect, methodOf } from './collect';
import { discountsFor } from './customer-discount';
import { GIVEN_UP_AFTER } from './due';
import { pendingItems } from './invoice-items';
import { voidInvoice } from './invoices';
import { note } from './notes';

/**
 * `payment_behavior=pending_if_incomplete`: the change is carried out when its invoice is paid; until then it is shown as
 * `pending_update`, for 23 hours or until the period or the trial ends.
 * https://docs.stripe.com/billing/subscriptions/pending-updates-reference
 */
export function changeWhenPaid(
  account: Account,
  before: Subscription,
  wanted: Wanted,
  change: Change,
): Subscription {
  const taken = pendingItems(account, before.customer, before.id).map(({ id }) => id);
  const { drafts, items, anchor } = change;
  const billed = bill(account, before, {
    drafts,
    discounts: discountsFor(account, before),
    reason: 'subscription_update',
  });
  const method = methodOf(account, before.customer, before.default_payment_method);
  const { kind, invoice } = collect(account, { ...billed, auto_advance: false }, method);
  const trialEnd = wanted.trialUntil ?? (wanted.endTrial && before.status === 'trialing' ? wanted.at : null);
  const ends = before.items.data.map((item) => item.current_period_end);
  const waiting: WaitingChange = {
    kind: 'update',
    invoice: invoice.id,
    items,
    anchor,
    trialEnd,
    drafts: [...drafts],
    taken,
    expires: Math.min(account.now() + GIVEN_UP_AFTER, ...ends, before.trial_end ?? Infinity),
  };
  if (kind === 'paid') return carriedOut(account, before, waiting, invoice);
  note(account, before.id, { waiting });
  const after = account.store.put('subscriptions', {
    ...before,
    latest_invoice: invoice.id,
    pending_update: {
      billing_cycle_anchor: anchor === before.billing_cycle_anchor ? null : anchor,
      cancel_at_period_end: null,
      discount: null,
      discounts: null,
      expires_at: waiting.expires,
      metadata: null,
      subscription_items: items,
      trial_end: trialEnd,
      trial_from_plan: null,
    },
  });
  account.emit('customer.subscription.updated', after, before);
  return after;
}

/** Carries out what waited for this invoice; answers whether anything did. */
export function carryOutWaiting(account: Account, before: Subscription, invoice: Invoice): boolean {
  const waiting = account.store.get('notes', before.id)?.waiting;
  if (waiting?.invoice !== invoice.id) return false;
  carriedOut(account, before, waiting, invoice);
  return true;
}

/** The subscription with a change that was paid for. */
export function carriedOut(
  account: Account,
  before: Subscription,
  { kind, items, anchor, trialEnd, drafts }: WaitingChange,
  invoice: Invoice,
): Subscription {
  const now = account.now();
  note(account, before.id, { waiting: undefined });
  const { status_details, ...current } = account.store.get('subscriptions', before.id) ?? before;
  const after = account.store.put('subscriptions', {
    ...current,
    ...(kind === 'update' && status_details && { status_details }),
    items: { ...current.items, data: items },
    billing_cycle_anchor: anchor,
    latest_invoice: invoice.id,
    pending_update: null,
    ...(trialEnd !== null && { trial_end: trialEnd, status: trialEnd > now ? 'trialing' : 'active' }),
    ...(kind === 'resume' && { status: 'active' as const }),
  });
  noteDebits(account, drafts, invoice);
  if (before.pending_update) account.emit('customer.subscription.pending_update_applied', after);
  if (kind === 'resume') account.emit('customer.subscription.resumed', after);
  account.emit('customer.subscription.updated', after, before);
  return after;
}

/** A change that was not paid for in time is given up, and nobody owes its invoice any more. */
export function expireWaiting(account: Account, before: Subscription): void {
  const { waiting } = account.store.get('notes', before.id) ?? {};
  if (!waiting) return;
  const after = giveUp(account, before, waiting);
  if (waiting.kind === 'update') account.emit('customer.subscription.pending_update_expired', after);
  account.emit('customer.subscription.updated', after, before);
}

/** Another change takes the place of one that waits. The subscription without it. */
export function withoutWaiting(account: Account, before: Subscription): Subscription {
  const { waiting } = account.store.get('notes', before.id) ?? {};
  return waiting ? giveUp(account, before, waiting) : before;
}

/** The invoice that a change waits for was voided; answers whether anything waited for it. */
export function dropWaiting(account: Account, before: Subscription, invoice: Invoice): boolean {
  const { waiting } = account.store.get('notes', before.id) ?? {};
  if (waiting?.invoice !== invoice.id) return false;
  account.emit('customer.subscription.updated', giveUp(account, before, waiting), before);
  return true;
}

function giveUp(account: Account, before: Subscription, waiting: WaitingChange): Subscription {
  const invoice = account.store.get('invoices', waiting.invoice);
  if (invoice?.status === 'open') voidInvoice(account, invoice);
  for (const id of waiting.taken) {
    const item = account.store.get('invoiceItems', id);
    if (item) account.store.put('invoiceItems', { ...item, invoice: null });
  }
  note(account, before.id, { waiting: undefined });
  const current = account.store.get('subscriptions', before.id) ?? before;
  return account.store.put('subscriptions', { ...current, pending_update: null });
}
