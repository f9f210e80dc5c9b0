import type { Account } from '../account';
import { planChange, type Wanted } from '../billing/change';
import { termsFor } from '../billing/customer-discount';
import type { Terms } from '../billing/discounts';
import type { Draft } from '../billing/lines';
import { pauseCredits, planResume } from '../billing/pause';
import { previewInvoice, previewRenewal } from '../billing/preview';
import type { Customer, Invoice, Subscription } from '../records';
import { invalid } from '../wire/errors';
import type { PreviewDetails } from './invoice-preview-params';
import { nothingUpcoming, refuseMixedActs } from './invoice-preview-refusals';
import { refusePause } from './subscription-pause';

/** What ending, pausing or resuming a subscription now would bill; null when nothing of that is asked for. */
export function previewAct(
  account: Account,
  subscription: Subscription,
  customer: Customer,
  details: PreviewDetails,
): Invoice | null {
  refuseMixedActs(details);
  const at = details.proration_date ?? account.now();
  if (details.cancel_now)
    return atOnce(account, subscription, customer, endDrafts(account, subscription, details, at));
  if (details.pause) return previewPause(account, subscription, customer, details.pause);
  return details.resume_at ? previewResume(account, subscription, customer, details, at) : null;
}

const endDrafts = (
  account: Account,
  subscription: Subscription,
  { proration_behavior }: PreviewDetails,
  at: number,
): readonly Draft[] => {
  const ending: Wanted = {
    items: [],
    terms: [],
    anchor: 'unchanged',
    prorationBehavior: proration_behavior ?? 'create_prorations',
    at,
    endTrial: false,
  };
  return planChange(account, subscription, ending).drafts;
};

/** A pause whose credits wait for the next invoice bills nothing. */
function previewPause(
  account: Account,
  subscription: Subscription,
  customer: Customer,
  { bill_for, invoicing_behavior }: NonNullable<PreviewDetails['pause']>,
): Invoice {
  refusePause(subscription);
  const drafts = pauseCredits(account, subscription, bill_for?.unused_time_from?.type ?? 'now');
  if (invoicing_behavior !== 'invoice' || drafts.length === 0)
    throw nothingUpcoming(`subscription: ${subscription.id}`);
  return atOnce(account, subscription, customer, drafts);
}

function previewResume(
  account: Account,
  subscription: Subscription,
  customer: Customer,
  { billing_cycle_anchor, proration_behavior = 'create_prorations' }: PreviewDetails,
  at: number,
): Invoice {
  if (subscription.status !== 'paused')
    throw invalid(
      `This subscription cannot be resumed because its status is \`${subscription.status}\`; it must be \`paused\`.`,
      { param: 'subscription_details[resume_at]' },
    );
  const kind = billing_cycle_anchor?.type ?? 'now';
  const wanted = { anchor: kind, at, prorationBehavior: proration_behavior };
  const { items, drafts, anchor } = planResume(account, subscription, wanted);
  const terms = termsFor(account, subscription, at);
  if (kind === 'now' || proration_behavior === 'always_invoice')
    return atOnce(account, subscription, customer, drafts, terms);
  const resumed = { ...subscription, billing_cycle_anchor: anchor };
  const renewal = previewRenewal(account, resumed, customer, { items, terms, drafts });
  if (!renewal) throw nothingUpcoming(`subscription: ${subscription.id}`);
  return renewal.invoice;
}

/** An invoice of now, with what waits for the next one. */
function atOnce(
  account: Account,
  subscription: Subscription,
  customer: Customer,
  drafts: readonly Draft[],
  terms: readonly Terms[] = [],
): Invoice {
  const now = account.now();
  const invoice = previewInvoice(account, {
    customer,
    subscription,
    currency: subscription.currency,
    drafts,
    terms,
    withPending: true,
    period: { start: now, end: now },
  });
  if (invoice.lines.data.length === 0) throw nothingUpcoming(`subscription: ${subscription.id}`);
  return invoice;
}
