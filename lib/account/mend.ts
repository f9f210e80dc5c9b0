import 'server-only';
import type { User } from '../auth';
import { currentSubscription, type Invoice, openInvoice } from '../billing/customer-state';
import { type Refusal, refusalOf } from '../billing/refusal';
import { endsAt, type Subscription } from '../billing/subscription';
import { dueInWords } from '../billing/subscription-words';
import { log } from '../log';
import { stripe } from '../stripe/client';
import { StripeUnavailableError, stripeErrorIn } from '../stripe/errors';
import { syncCustomer } from '../stripe/sync';
import { freshState } from './current';

/** What the portal has no deep link for, done through the API. Null when it is done, else why not. */
export type Mended = Refusal | null;

/**
 * Takes back a cancellation that has not come true. Flexible subscriptions end by `cancel_at`, classic ones by
 * `cancel_at_period_end`; Stripe takes only one of the two at a time.
 */
export function keepPlan(user: User): Promise<Mended> {
  return mending('keep-plan', user, async ({ subscription }) => {
    if (endsAt(subscription) === null) return 'no-change';
    const undo = subscription.cancelAtPeriodEnd
      ? { cancel_at_period_end: false }
      : { cancel_at: '' as const };
    await stripe().subscriptions.update(subscription.id, undo);
    return null;
  });
}

/** Takes back a change that waits for the period's end: the plan goes on as it is. */
export function keepCurrentPlan(user: User): Promise<Mended> {
  return mending('keep-current-plan', user, async ({ subscription }) => {
    if (!subscription.schedule) return 'no-change';
    await stripe().subscriptionSchedules.release(subscription.schedule);
    return null;
  });
}

/**
 * Charges the plan's open invoice on the card that pays the plan: after the card was replaced, and not before. `seen` is
 * the amount that the button named, as it was written there: a page may be old, or another person's of this browser.
 */
export function payOpenInvoice(user: User, seen: FormDataEntryValue | null): Promise<Mended> {
  return mending('pay-open-invoice', user, async ({ invoice }) => {
    if (!invoice) return 'nothing-to-pay';
    if (seen !== dueInWords(invoice)) return 'amount-changed';
    await stripe().invoices.pay(
      invoice.id,
      {},
      // two presses are one attempt; another attempt, after it failed, is another
      { idempotencyKey: `sidedoor-pay-${invoice.id}-${invoice.attemptCount}` },
    );
    return null;
  });
}

type Facts = Readonly<{ subscription: Subscription; invoice: Invoice | null }>;

async function mending(what: string, user: User, work: (facts: Facts) => Promise<Mended>): Promise<Mended> {
  let begun = false;
  try {
    const state = await freshState(user);
    const subscription = state && currentSubscription(state);
    if (!state || !subscription) return 'no-subscription';
    begun = true;
    const result = await work({ subscription, invoice: openInvoice(state) });
    await syncedWhenPossible(state.customerId);
    return result;
  } catch (error) {
    const cause = stripeErrorIn(error);
    if (!cause) throw error;
    const reason = refusalOf(cause);
    // an answer that did not come says nothing about what was done
    const refused = begun && reason === 'stripe-unavailable' ? 'unanswered' : reason;
    log[refused === 'unexpected' ? 'error' : 'warn']('account.refused', { what, refused, error: cause });
    return refused;
  }
}

/** The work is done by now; what cannot be read at once is read when its event arrives. */
async function syncedWhenPossible(customerId: string): Promise<void> {
  try {
    await syncCustomer(customerId);
  } catch (error) {
    if (!(error instanceof StripeUnavailableError)) throw error;
    log.warn('account.read-later', { customer: customerId, error });
  }
}
