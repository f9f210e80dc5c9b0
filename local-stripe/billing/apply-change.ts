import type { Account } from '../account';
import type { Invoice, Subscription } from '../records';
import { invalid } from '../wire/errors';
import { bill, noteDebits } from './bill';
import { planChange, type Wanted } from './change';
import { type Collected, collect, methodOf } from './collect';
import type { Terms } from './discounts';
import { addInvoiceItem } from './invoice-items';
import type { Draft } from './lines';
import { endDiscount, redeem } from './redemption';

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
  /** What a refused payment does: the change stays and the subscription is past due, or `PaymentRefused` is thrown. */
  onRefusal: 'past_due' | 'throw';
  /** Further fields to set, such as metadata. */
  fields?: Partial<Subscription>;
  /** Given when the discounts are replaced. */
  newTerms?: readonly Terms[];
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
  const charged = wanted.prorationBehavior === 'always_invoice' || change.invoiceNow;
  const discounts = options.newTerms
    ? options.newTerms.map((terms) => redeem(account, terms, before.id).id)
    : before.discounts;
  for (const id of before.discounts) if (!discounts.includes(id)) endDiscount(account, id);
  const endsTrial = wanted.endTrial && before.status === 'trialing';
  let after: Subscription = account.store.put('subscriptions', {
    ...before,
    ...options.fields,
    discounts,
    billing_cycle_anchor: change.anchor,
    items: { ...before.items, data: change.items },
    ...(endsTrial && { trial_end: wanted.at, status: 'active' }),
  });
  if (charged && change.drafts.length > 0) {
    const invoice = bill(account, after, { drafts: change.drafts, discounts, reason: 'subscription_update' });
    const collected = collect(
      account,
      invoice,
      methodOf(account, after.customer, after.default_payment_method),
    );
    if (collected.kind !== 'paid' && options.onRefusal === 'throw')
      throw new PaymentRefused(collected, change.drafts);
    if (collected.kind === 'no_method') throw invalid(NO_METHOD, { code: 'resource_missing' });
    noteDebits(account, change.drafts, collected.invoice);
    after = withInvoice(account, after.id, collected);
  } else {
    for (const draft of change.drafts) addInvoiceItem(account, draft, after.customer, after.currency);
    noteDebits(account, change.drafts, null);
  }
  account.emit('customer.subscription.updated', after, before);
  return after;
}

/** The subscription after its newest invoice was paid, or not. */
function withInvoice(account: Account, id: string, { kind, invoice }: Collected): Subscription {
  const now = account.store.get('subscriptions', id);
  if (!now) throw new Error(`Subscription ${id} vanished during its own change`);
  const status = kind === 'paid' ? (now.status === 'past_due' ? 'active' : now.status) : 'past_due';
  return account.store.put('subscriptions', { ...now, status, latest_invoice: invoice.id });
}

/** Collects the invoice of a new period; the subscription is past due when that fails. */
export function collectRenewal(account: Account, id: string, invoice: Invoice): Subscription {
  const subscription = account.store.get('subscriptions', id);
  if (!subscription) throw new Error(`Subscription ${id} vanished during its renewal`);
  const method = methodOf(account, subscription.customer, subscription.default_payment_method);
  return withInvoice(account, id, collect(account, invoice, method));
}

/** A subscription whose open invoice was just paid is in good standing again. */
export function settleSubscription(account: Account, invoice: Invoice): void {
  const before = account.store.get('subscriptions', invoice.parent?.subscription_details?.subscription ?? '');
  if (!before || before.latest_invoice !== invoice.id) return;
  if (!['past_due', 'incomplete', 'unpaid'].includes(before.status)) return;
  const after = account.store.put('subscriptions', { ...before, status: 'active' });
  account.emit('customer.subscription.updated', after, before);
}
