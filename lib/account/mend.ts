import 'server-only';
import type { User } from '../auth';
import { currentSubscription, openInvoice } from '../billing/customer-state';
import { type Refusal, refusalOf } from '../billing/refusal';
import { endsAt } from '../billing/subscription';
import { log } from '../log';
import { stripe } from '../stripe/client';
import { isStripeError } from '../stripe/errors';
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

/** Charges the plan's open invoice on the card that pays the plan: after the card was replaced, and not before. */
export function payOpenInvoice(user: User): Promise<Mended> {
  return mending('pay-open-invoice', user, async ({ invoice }) => {
    if (!invoice) return 'nothing-to-pay';
    await stripe().invoices.pay(
      invoice.id,
      {},
      // two presses are one attempt; another attempt, after it failed, is another
      { idempotencyKey: `sidedoor-pay-${invoice.id}-${invoice.attemptCount}` },
    );
    return null;
  });
}

type Facts = Readonly<{
  subscription: NonNullable<ReturnType<typeof currentSubscription>>;
  invoice: ReturnType<typeof openInvoice>;
}>;

async function mending(what: string, user: User, work: (facts: Facts) => Promise<Mended>): Promise<Mended> {
  try {
    const state = await freshState(user);
    const subscription = state && currentSubscription(state);
    if (!state || !subscription) return 'no-subscription';
    const result = await work({ subscription, invoice: openInvoice(state) });
    await syncCustomer(state.customerId);
    return result;
  } catch (error) {
    if (!isStripeError(error)) throw error;
    const refused = refusalOf(error);
    log[refused === 'unexpected' ? 'error' : 'warn']('account.refused', { what, refused, error });
    return refused;
  }
}
