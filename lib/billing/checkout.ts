import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import type { Before } from './before';
import type { CustomerState } from './customer-state';
import { newDiscounts, type PlanOutcome } from './plan-outcome';
import type { PortalIntent } from './portal-flow';
import { currentPosition, positionOf } from './position';
import { FIRST_PAYMENT_SECONDS, isLive, type Subscription } from './subscription';

/** What somebody without a plan wants to start, as ids that were looked up. */
export type CheckoutIntent = Readonly<{
  kind: 'checkout';
  price: string;
  quantity: number;
  currency: string;
  /** The id of a promotion code (`promo_…`), not its text. */
  promotionCode: string | null;
  /** Nothing is due now or later, so no card is asked for. */
  isFree: boolean;
  /** Path in this app to the same choice, for somebody who comes back without having started it. */
  backTo: string;
}>;

/** What somebody went to Stripe's pages for. */
export type VisitIntent = PortalIntent | CheckoutIntent;

/** On our sessions at Stripe: which choice it is for, so that the same choice finds it again. */
export const CHOICE_MARK = 'sidedoor_choice';

/** What becomes metadata of the subscription once it begins. */
export type SubscriptionMetadata = Readonly<Record<string, string>>;

/** The same for two intents exactly when one session can serve both. */
export function choiceMark(
  { price, quantity, currency, promotionCode }: CheckoutIntent,
  metadata: SubscriptionMetadata = {},
): string {
  const choice = JSON.stringify([price, quantity, currency, promotionCode, ...Object.entries(metadata)]);
  return createHash('sha256').update(choice).digest('hex').slice(0, 32);
}

/**
 * The Checkout session of an intent. `returnUrl` is where Stripe sends the customer afterwards, whether it was finished
 * or left: what happened is read from Stripe there. A code of ours is fixed on the session; without one the page lets
 * the customer type one, Stripe takes only one of the two. `metadata` stands on the subscription once there is one.
 */
export function checkoutParams(
  intent: CheckoutIntent,
  customer: string,
  returnUrl: string,
  metadata: SubscriptionMetadata = {},
): Stripe.Checkout.SessionCreateParams {
  const { price, quantity, currency, promotionCode, isFree } = intent;
  return {
    mode: 'subscription',
    customer,
    currency,
    line_items: [{ price, quantity }],
    success_url: returnUrl,
    cancel_url: returnUrl,
    metadata: { [CHOICE_MARK]: choiceMark(intent, metadata) },
    ...(Object.keys(metadata).length > 0 && { subscription_data: { metadata } }),
    ...(isFree && { payment_method_collection: 'if_required' as const }),
    ...(promotionCode === null
      ? { allow_promotion_codes: !isFree }
      : { discounts: [{ promotion_code: promotionCode }] }),
  };
}

/**
 * Decides what a visit to Checkout did: a plan that began since the session was opened (`openedAt`, Unix seconds by
 * Stripe's clock) and that was not there before; one that waits for its first payment is pending. Another plan than the
 * one wanted came by another way.
 */
export function checkoutOutcome(
  intent: CheckoutIntent,
  before: Before,
  after: CustomerState,
  openedAt: number,
): PlanOutcome {
  const made = after.subscriptions.filter(
    ({ priceId, quantity, created }) =>
      priceId === intent.price && quantity === intent.quantity && created >= openedAt,
  );
  const waits = (each: Subscription) =>
    each.status === 'incomplete' && firstInvoice(each, after)?.status === 'open';
  const now = currentPosition(after);
  const wanted = made.find(({ status }) => isLive(status)) ?? (now ? undefined : made.find(waits));
  const common = {
    about: 'plan',
    from: before.position,
    to: wanted ? positionOf(wanted) : now,
    startsAt: null,
    invoice: wanted ? firstInvoice(wanted, after) : null,
    newDiscounts: wanted ? newDiscounts(wanted, before) : [],
    paymentMethod: wanted?.paymentMethod ?? after.paymentMethod,
  } as const;
  if (!wanted) return { ...common, kind: now ? 'superseded' : 'unchanged' };
  if (common.invoice?.status !== 'open') return { ...common, kind: 'changed' };
  const begins = waits(wanted) && { waitsUntil: wanted.created + FIRST_PAYMENT_SECONDS };
  return { ...common, kind: 'pending', ...begins };
}

const firstInvoice = ({ id }: Subscription, { invoices }: CustomerState) =>
  invoices.find((each) => each.subscription === id && each.billingReason === 'subscription_create') ?? null;
