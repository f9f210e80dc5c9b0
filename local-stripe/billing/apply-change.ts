import type { Account } from '../account';
import type { Invoice, Subscription } from '../records';
import { invalid } from '../wire/errors';
import { bill, noteDebits } from './bill';
import { type Change, planChange, type Wanted } from './change';
import { type Collected, type Collecting, collect, methodOf, openPayment } from './collect';
import { type Asked, collectAsAgreed } from './collect-subscription';
import { discountsFor } from './customer-discount';
import type { Terms } from './discounts';
import { addInvoiceItem } from './invoice-items';
import { subscriptionOf } from './invoice-subscription';
import type { Draft } from './lines';
import { endDiscount, redeem } from './redemption';
import { savedMethod } from './save-method';
import { carryOutWaiting, changeWhenPaid, dropWaiting } from './waiting-change';

/** The payment that a change needed was refused, so that nothing of the change may stay. */
export class PaymentRefused extends Error {
  override name = 'PaymentRefused';
  constructor(
    readonly collected: Exclude<Collected, { kind: 'paid' }>,
    readonly drafts: readonly Draft[],
  ) {
    super('The payment for this change was refused.');
  }
}

type Options = Readonly<{
  /**
   * What a refused payment does: the change stays and the subscription is past due; `PaymentRefused` is thrown; or the
   * change waits as `pending_update`. With `unasked` nobody is charged yet and the subscription is past due until then;
   * with `unpaid` it is past due for want of a payment method too, where otherwise that is refused.
   */
  onRefusal: 'past_due' | 'throw' | 'wait' | 'unasked' | 'unpaid';
  /** Further fields to set, such as metadata. */
  fields?: Partial<Subscription>;
  /** Given when the discounts are replaced. */
  newTerms?: readonly Terms[];
  /** How the payment is tried. */
  payment?: Collecting;
}>;

export const NO_METHOD =
  'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.';

/**
 * Changes a subscription as the API and the portal both do: items and discounts replaced, time charged and credited,
 * and, when something is due now, an invoice collected. One `customer.subscription.updated` tells all of it.
 */
export function applyChange(
  account: Account,
  before: Subscription,
  wanted: Wanted,
  options: Options,
): Subscription {
  const change = planChange(account, before, wanted);
  const charged =
    (wanted.prorationBehavior === 'always_invoice' || change.invoiceNow) && change.drafts.length > 0;
  if (options.onRefusal === 'wait' && charged) return changeWhenPaid(account, before, wanted, change);
  let after = stored(account, before, wanted, change, options);
  if (charged) {
    const discounts = discountsFor(account, after);
    const invoice = bill(account, after, { drafts: change.drafts, discounts, reason: 'subscription_update' });
    const asked = ask(account, after, invoice, change.drafts, options);
    noteDebits(account, change.drafts, asked.invoice);
    after = withInvoice(account, after.id, asked);
  } else {
    for (const draft of change.drafts) addInvoiceItem(account, draft, after.customer, after.currency);
    noteDebits(account, change.drafts, null);
  }
  account.emit('customer.subscription.updated', after, before);
  return after;
}

/** Asks for the money of a change at once. */
function ask(
  account: Account,
  subscription: Subscription,
  invoice: Invoice,
  drafts: readonly Draft[],
  { onRefusal, payment }: Options,
): Asked {
  const method = methodOf(account, subscription.customer, subscription.default_payment_method);
  if (onRefusal === 'unasked' && invoice.amount_due > 0) {
    openPayment(account, invoice, method);
    return { kind: 'no_method', invoice };
  }
  if (onRefusal === 'throw' && invoice.collection_method === 'charge_automatically') {
    const collected = collect(account, invoice, method, payment);
    if (collected.kind !== 'paid') throw new PaymentRefused(collected, drafts);
    return collected;
  }
  const asked = collectAsAgreed(account, subscription, invoice, payment);
  if (asked.kind === 'no_method' && onRefusal === 'past_due')
    throw invalid(NO_METHOD, { code: 'resource_missing' });
  return asked;
}

/** The subscription as it is from now on, before anything is charged. */
function stored(
  account: Account,
  before: Subscription,
  wanted: Wanted,
  change: Change,
  { fields, newTerms }: Options,
): Subscription {
  const discounts = newTerms
    ? newTerms.map((terms) => redeem(account, terms, before.id).id)
    : before.discounts;
  for (const want of wanted.items)
    for (const { discount, coupon } of want.terms ?? []) {
      const item = change.items.find((each) => each.discounts.includes(discount.id));
      redeem(account, { coupon, discount: { ...discount, subscription_item: item?.id ?? null } }, before.id);
    }
  const kept = new Set([...discounts, ...change.items.flatMap((item) => item.discounts)]);
  const had = [...before.discounts, ...before.items.data.flatMap((item) => item.discounts)];
  for (const id of had) if (!kept.has(id)) endDiscount(account, id);
  const ending = { ...before, ...fields };
  return account.store.put('subscriptions', {
    ...ending,
    // Set to end with its period, it ends when that does; in flexible billing the date is fixed.
    ...(ending.cancel_at_period_end &&
      ending.billing_mode.type === 'classic' && {
        cancel_at: Math.max(...change.items.map((item) => item.current_period_end)),
      }),
    discounts,
    billing_cycle_anchor: change.anchor,
    ...(change.anchor !== before.billing_cycle_anchor && { billing_cycle_anchor_config: null }),
    items: { ...before.items, data: change.items },
    ...trialFields(before, wanted),
  });
}

/** How a change moves the trial: it ends now, begins now, or ends at another time. */
function trialFields(before: Subscription, wanted: Wanted): Partial<Subscription> {
  if (wanted.trialUntil !== undefined)
    return {
      trial_end: wanted.trialUntil,
      trial_start: before.status === 'trialing' ? before.trial_start : wanted.at,
      status: 'trialing',
    };
  return wanted.endTrial && before.status === 'trialing' ? { trial_end: wanted.at, status: 'active' } : {};
}

/** The subscription after its newest invoice was paid, sent, held back, or not paid. */
export function withInvoice(account: Account, id: string, { kind, invoice }: Asked): Subscription {
  const now = account.store.get('subscriptions', id);
  if (!now) throw new Error(`Subscription ${id} vanished during its own change`);
  const refused = kind === 'declined' || kind === 'no_method' || kind === 'requires_action';
  const recovered = kind === 'paid' && now.status === 'past_due';
  const status = refused ? 'past_due' : recovered ? 'active' : now.status;
  const saved = savedMethod(account, now, invoice);
  return account.store.put('subscriptions', { ...now, ...saved, status, latest_invoice: invoice.id });
}

/** Collects the invoice of a new period; the subscription is past due when that fails. */
export function collectRenewal(
  account: Account,
  id: string,
  invoice: Invoice,
): { subscription: Subscription; asked: Asked } {
  const subscription = account.store.get('subscriptions', id);
  if (!subscription) throw new Error(`Subscription ${id} vanished during its renewal`);
  const asked = collectAsAgreed(account, subscription, invoice);
  return { asked, subscription: withInvoice(account, id, asked) };
}

const OWING: readonly string[] = ['past_due', 'incomplete', 'unpaid'];

/** A subscription whose open invoice was just paid is in good standing again, and what waited for that is done. */
export function settleSubscription(account: Account, invoice: Invoice): void {
  const before = subscriptionOf(account, invoice);
  if (!before) return;
  if (carryOutWaiting(account, before, invoice)) return;
  if (before.latest_invoice !== invoice.id || !OWING.includes(before.status)) return;
  const trialing = before.trial_end !== null && before.trial_end > account.now();
  const after = account.store.put('subscriptions', {
    ...before,
    ...savedMethod(account, before, invoice),
    status: trialing ? 'trialing' : 'active',
  });
  account.emit('customer.subscription.updated', after, before);
}

/** What follows for a subscription when its open invoice is voided or marked uncollectible. */
export function closeForSubscription(account: Account, invoice: Invoice): void {
  const before = subscriptionOf(account, invoice);
  if (!before) return;
  if (invoice.status === 'uncollectible' && carryOutWaiting(account, before, invoice)) return;
  if (dropWaiting(account, before, invoice)) return;
  if (before.latest_invoice !== invoice.id) return;
  const expired = before.status === 'incomplete' && invoice.status === 'void';
  if (!expired && before.status !== 'past_due') return;
  const after = account.store.put('subscriptions', {
    ...before,
    ...(expired
      ? { status: 'incomplete_expired' as const, ended_at: account.now() }
      : { status: 'active' as const }),
  });
  account.emit('customer.subscription.updated', after, before);
}
