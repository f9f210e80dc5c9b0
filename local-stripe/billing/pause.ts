import type { Account } from '../account';
import type { Subscription, SubscriptionItem, WaitingChange } from '../records';
import { bill, noteDebits } from './bill';
import { periodAround } from './calendar';
import { collect, methodOf } from './collect';
import { nextAttempt } from './collect-subscription';
import { discountsFor, termsFor } from './customer-discount';
import { forgetDebits } from './debits';
import {
  credits,
  debit,
  fullLine,
  NOTHING,
  netAmounts,
  type Prorations,
  pricedItem,
  recurringOf,
} from './drafts';
import { GIVEN_UP_AFTER } from './due';
import { addInvoiceItem } from './invoice-items';
import type { Draft } from './lines';
import { note } from './notes';
import { pauseAs } from './trial-end';
import { carriedOut } from './waiting-change';

export type Pause = Readonly<{
  /** What is given back: the time from now on, the whole period, or nothing. */
  unused: 'now' | 'item_current_period_start' | 'none';
  invoicing: 'invoice' | 'pending_invoice_item';
  /** When it is resumed by itself (Unix seconds); not at all without it. */
  until?: number | null;
}>;

/** Stops a subscription: its items' periods end now, and no invoice is made until it is resumed. */
export function pause(account: Account, before: Subscription, given: Pause): Subscription {
  const { unused, invoicing, until } = given;
  const at = account.now();
  note(account, before.id, { resumesAt: until ?? undefined });
  const drafts = pauseCredits(account, before, unused);
  for (const item of before.items.data) forgetDebits(account, item.id);
  const items = before.items.data.map((item) => ({ ...item, current_period_end: at }));
  const fields: Partial<Subscription> = { items: { ...before.items, data: items } };
  if (drafts.length > 0 && invoicing === 'invoice') {
    const billed = bill(account, before, { drafts, discounts: [], reason: 'subscription_update' });
    const method = methodOf(account, before.customer, before.default_payment_method);
    fields.latest_invoice = collect(account, billed, method).invoice.id;
  } else for (const draft of drafts) addInvoiceItem(account, draft, before.customer, before.currency);
  return pauseAs(account, before, 'pause_requested', fields);
}

/** What a pause gives back. */
export function pauseCredits(account: Account, subscription: Subscription, unused: Pause['unused']): Draft[] {
  if (unused === 'none') return [];
  return subscription.items.data.flatMap((item) => {
    const from = unused === 'now' ? account.now() : item.current_period_start;
    return credits(account, subscription, item, from, 'create_prorations');
  });
}

export type Resume = Readonly<{
  anchor: 'now' | 'unchanged';
  paymentBehavior: 'resume_on_payment_attempt' | 'resume_on_payment_success';
  prorationBehavior: Prorations;
  at: number;
}>;

/**
 * Starts a paused subscription again. With a new anchor a whole period is billed now; with the old one the rest of the
 * period is prorated. What is billed is charged now: unpaid, the subscription is past due or stays paused, as asked.
 */
export function resume(account: Account, before: Subscription, wanted: Resume): Subscription {
  const { items, drafts, anchor } = planResume(account, before, wanted);
  note(account, before.id, { resumesAt: undefined });
  const invoiced =
    drafts.length > 0 && (wanted.anchor === 'now' || wanted.prorationBehavior === 'always_invoice');
  if (!invoiced) {
    for (const draft of drafts) addInvoiceItem(account, draft, before.customer, before.currency);
    noteDebits(account, drafts, null);
    return active(account, before, { items, anchor }, 'active');
  }
  const discounts = discountsFor(account, before);
  const billed = bill(account, before, { drafts, discounts, reason: 'subscription_update' });
  const method = methodOf(account, before.customer, before.default_payment_method);
  const atOnce = wanted.paymentBehavior === 'resume_on_payment_attempt' && method !== null;
  const next = atOnce ? nextAttempt(billed, account.now()) : null;
  const { kind, invoice } = collect(account, { ...billed, next_payment_attempt: next }, method);
  const waiting: WaitingChange = {
    kind: 'resume',
    invoice: invoice.id,
    items,
    anchor,
    trialEnd: null,
    drafts,
    taken: [],
    expires: account.now() + GIVEN_UP_AFTER,
  };
  if (kind === 'paid') return carriedOut(account, before, waiting, invoice);
  if (atOnce) {
    noteDebits(account, drafts, invoice);
    return active(account, before, { items, anchor, invoice: invoice.id }, 'past_due');
  }
  note(account, before.id, { waiting });
  const after = account.store.put('subscriptions', { ...before, latest_invoice: invoice.id });
  account.emit('customer.subscription.updated', after, before);
  return after;
}

/** A pause that was given an end is over. */
export function endPause(account: Account, before: Subscription): Subscription {
  return resume(account, before, {
    anchor: 'now',
    paymentBehavior: 'resume_on_payment_attempt',
    prorationBehavior: 'create_prorations',
    at: account.now(),
  });
}

function active(
  account: Account,
  before: Subscription,
  to: { items: SubscriptionItem[]; anchor: number; invoice?: string },
  status: 'active' | 'past_due',
): Subscription {
  const { status_details: _, ...rest } = account.store.get('subscriptions', before.id) ?? before;
  const after = account.store.put('subscriptions', {
    ...rest,
    status,
    billing_cycle_anchor: to.anchor,
    items: { ...before.items, data: to.items },
    ...(to.invoice !== undefined && { latest_invoice: to.invoice }),
  });
  account.emit('customer.subscription.resumed', after);
  account.emit('customer.subscription.updated', after, before);
  return after;
}

/** The items' periods after resuming, and what is charged for them. Nothing is stored. */
export function planResume(
  account: Account,
  before: Subscription,
  { anchor: kind, at, prorationBehavior }: Omit<Resume, 'paymentBehavior'>,
) {
  const anchor = kind === 'now' ? at : before.billing_cycle_anchor;
  const terms = termsFor(account, before, at);
  const priced = before.items.data.map((item) => pricedItem(account, item, at));
  const nets = netAmounts(priced, terms, before.currency);
  const drafts: Draft[] = [];
  const items = before.items.data.map((item, i): SubscriptionItem => {
    const period = periodAround(anchor, recurringOf(item.price), at);
    const net = nets[i] ?? NOTHING;
    if (kind === 'now') drafts.push(fullLine(account, before, item, period, net));
    else if (prorationBehavior !== 'none') drafts.push(debit(account, before, item, period, net, at, anchor));
    return { ...item, current_period_start: period.start, current_period_end: period.end };
  });
  return { items, drafts, anchor };
}
