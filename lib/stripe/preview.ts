import 'server-only';
import { type CustomerState, currentSubscription } from '../billing/customer-state';
import { endsAt } from '../billing/subscription';
import { log } from '../log';
import { type Money, money } from '../money';
import { stripe } from './client';
import { isStripeError } from './errors';

/**
 * What a change of the live subscription to so many of a price costs at once, by Stripe's own preview with the same
 * terms as our portal configuration gives the confirm page: prorations invoiced now, a trial ended. `promotionCode` is
 * an id and, as on the confirm page, replaces the discounts there are. Null when the preview failed: it must not hide
 * the page.
 */
export async function previewChange(
  state: CustomerState,
  to: Readonly<{ price: string; quantity: number }>,
  promotionCode: string | null,
): Promise<Money | null> {
  const subscription = currentSubscription(state);
  if (!subscription) return null;
  const { id, item, status } = subscription;
  try {
    const preview = await stripe().invoices.createPreview({
      customer: state.customerId,
      subscription: id,
      subscription_details: {
        items: [{ id: item, ...to }],
        proration_behavior: 'always_invoice',
        ...(status === 'trialing' && { trial_end: 'now' as const }),
      },
      ...(promotionCode !== null && { discounts: [{ promotion_code: promotionCode }] }),
    });
    return money(preview.amount_due, preview.currency);
  } catch (error) {
    if (!isStripeError(error)) throw error;
    log.warn('stripe.preview-failed', { customer: state.customerId, error });
    return null;
  }
}

/** `at` is Unix seconds, `amount` minor units. */
export type NextPayment = Readonly<{ amount: number; currency: string; at: number }>;

/**
 * What the customer pays next for their plan, by Stripe's own preview; null when nothing comes. A preview that fails
 * is left out: it must not hide what the page is there to tell.
 */
export async function previewNextPayment(state: CustomerState): Promise<NextPayment | null> {
  const subscription = currentSubscription(state);
  if (!subscription || endsAt(subscription) !== null) return null;
  try {
    const { schedule, id } = subscription;
    // asked for a scheduled subscription alone, Stripe would price the plan that is about to be left
    const of = schedule ? { schedule } : { subscription: id };
    const preview = await stripe().invoices.createPreview({ customer: state.customerId, ...of });
    return { amount: preview.amount_due, currency: preview.currency, at: subscription.currentPeriodEnd };
  } catch (error) {
    if (!isStripeError(error)) throw error;
    if (error.code !== 'invoice_upcoming_none') {
      log.warn('stripe.preview-failed', { customer: state.customerId, error });
    }
    return null;
  }
}
