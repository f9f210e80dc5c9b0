import type { Subscription } from '../records';
import { ApiError } from '../wire/errors';
import { type At, isHome } from './flow-page';
import { checkFlow, type Flow } from './flow-rules';
import type { OpenSession } from './open-session';

type OnSubscription = 'subscription_cancel' | 'subscription_pause' | 'subscription_update';

/** The customer's subscription that a page is about: the flow's, or on the portal's home the one in the address. */
export function subscriptionAt({ account, customer, session }: OpenSession, at: At): Subscription | null {
  const { flow } = session;
  const id =
    at.id ??
    (flow?.subscription_cancel ?? flow?.subscription_pause ?? flow?.subscription_update)?.subscription ??
    '';
  const subscription = account.store.get('subscriptions', id);
  return subscription && subscription.customer === customer.id ? subscription : null;
}

/** A flow about a subscription as a session would keep it, for the same rules where no session has one. */
function flowOn(type: OnSubscription, subscription: string, given: Flow | null): Flow {
  const none: Flow = {
    type,
    after_completion: { type: 'portal_homepage', hosted_confirmation: null, redirect: null },
    customer_update: null,
    subscription_cancel: null,
    subscription_pause: null,
    subscription_update: null,
    subscription_update_confirm: null,
  };
  if (given?.type === type && given[type]?.subscription === subscription) return given;
  if (type === 'subscription_cancel')
    return { ...none, subscription_cancel: { subscription, retention: null } };
  return { ...none, [type]: { subscription } };
}

/**
 * Whether the configuration and the state of the subscription let this be done now. The home offers less than a link
 * can ask for: a plan that is about to end can be renewed only.
 * https://docs.stripe.com/customer-management#customer-portal-limitations
 */
export function mayDo(open: OpenSession, type: OnSubscription, subscription: Subscription): boolean {
  const { id, cancel_at } = subscription;
  if (isHome(open) && type !== 'subscription_cancel' && cancel_at !== null) return false;
  try {
    checkFlow(open, flowOn(type, id, open.session.flow));
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
