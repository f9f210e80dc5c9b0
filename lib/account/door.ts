import 'server-only';
import type { User } from '../auth';
import { currentSubscription } from '../billing/customer-state';
import type { PortalIntent } from '../billing/portal-flow';
import { type Refusal, refusalOf } from '../billing/refusal';
import { retentionCoupon } from '../billing/retention';
import { canPause, endsAt, type Subscription } from '../billing/subscription';
import type { Attribution } from '../campaigns/link';
import { log } from '../log';
import { reachableCustomer } from '../stripe/customer';
import { isStripeError, stripeErrorIn } from '../stripe/errors';
import { openPortal } from '../stripe/portal';
import { freshState } from './current';

/** Where a button leads: a portal URL to redirect to (a credential), or the reason why the portal stays closed. */
export type Door = Readonly<{ url: string } | { refused: Refusal }>;

/** The doors of the account page; a change to a chosen plan is opened from the pricing page. */
export type AccountDoor = Exclude<PortalIntent['kind'], 'subscription_update_confirm'>;

/**
 * Opens one of the account page's doors for a user. `attribution` is the campaign link they came by, for the door that
 * leads to another plan.
 */
export function openAccountDoor(
  user: User,
  kind: AccountDoor,
  attribution: Attribution | null = null,
): Promise<Door> {
  return orRefused(kind, async () => {
    switch (kind) {
      case 'home':
      case 'payment_method_update':
      case 'customer_update': {
        const state = await reachableCustomer(user);
        return { url: await openPortal({ user, state, intent: { kind }, backTo: '/account' }) };
      }
      case 'subscription_cancel':
      case 'subscription_update':
      case 'subscription_pause':
        return openSubscriptionDoor(user, kind, attribution);
    }
  });
}

/** Turns Stripe's refusal of an opening into a named one; anything else is a surprise and is thrown. */
export async function orRefused<Result>(
  kind: string,
  open: () => Promise<Result>,
): Promise<Result | { refused: Refusal }> {
  try {
    return await open();
  } catch (error) {
    const cause = stripeErrorIn(error);
    if (!cause) throw error;
    const refused = refusalOf(cause);
    log[refused === 'unexpected' ? 'error' : 'warn']('portal.refused', { kind, refused, error: cause });
    return { refused };
  }
}

async function openSubscriptionDoor(
  user: User,
  kind: 'subscription_cancel' | 'subscription_update' | 'subscription_pause',
  attribution: Attribution | null,
): Promise<Door> {
  const state = await freshState(user);
  const subscription = state && currentSubscription(state);
  if (!state || !subscription) return { refused: 'no-subscription' };
  const open = (intent: PortalIntent) => openPortal({ user, state, intent, backTo: '/account', attribution });
  if (kind === 'subscription_cancel') return openCancelDoor(subscription, open);
  if (kind === 'subscription_pause' && !canPause(subscription)) return { refused: 'not-pausable' };
  return { url: await open({ kind, subscription: subscription.id }) };
}

/** The way out never depends on an offer: when Stripe does not take the coupon, the same door opens without it. */
async function openCancelDoor(
  subscription: Subscription,
  open: (intent: PortalIntent) => Promise<string>,
): Promise<Door> {
  if (endsAt(subscription) !== null) return { refused: 'already-ending' };
  const intent = { kind: 'subscription_cancel', subscription: subscription.id } as const;
  const offer = retentionCoupon(subscription);
  if (offer === null) return { url: await open({ ...intent, retentionCoupon: null }) };
  try {
    return { url: await open({ ...intent, retentionCoupon: offer }) };
  } catch (error) {
    if (!isStripeError(error) || refusalOf(error) !== 'code-gone') throw error;
    log.warn('portal.without-offer', { coupon: offer, error });
    return { url: await open({ ...intent, retentionCoupon: null }) };
  }
}
