import 'server-only';
import { and, eq, gte, sql } from 'drizzle-orm';
import type Stripe from 'stripe';
import type { User } from '../auth';
import {
  CHOICE_MARK,
  type CheckoutIntent,
  checkoutParams,
  choiceMark,
  type SubscriptionMetadata,
} from '../billing/checkout';
import { type CustomerState, currentSubscription } from '../billing/customer-state';
import type { PromotionCode } from '../billing/promotion';
import { attributionMetadata } from '../campaigns/attribution-metadata';
import type { Attribution } from '../campaigns/link';
import { now } from '../clock';
import { checkoutDb, db } from '../db/client';
import { customers, portalIntents } from '../db/schema';
import { noteOpened, storeVisit } from '../db/visit-store';
import { log } from '../log';
import { stripe } from './client';
import { isStripeError } from './errors';
import { syncCustomer } from './sync';

/** An open session that ends sooner is not offered again: nobody is to type a card into a page about to close. */
const ENOUGH_SECONDS = 30 * 60;
const OPEN_FOR_SECONDS = 24 * 60 * 60;

export type CheckoutVisit = Readonly<{
  user: User;
  customerId: string;
  intent: CheckoutIntent;
  promotion: PromotionCode | null;
  /** The campaign link that brought the customer here. */
  attribution?: Attribution | null;
}>;

/**
 * The URL of Stripe's Checkout for a first plan, a credential: redirect to it, never log or store it. 'subscribed' when
 * the customer has a plan by now. Checkout always makes a new subscription, so of one customer one session at most is
 * open: the same choice finds it again, another choice ends it, and both tabs of a hurry wait for one lock.
 */
export async function openCheckout(visit: CheckoutVisit): Promise<string | 'subscribed'> {
  const { customerId, intent } = visit;
  return checkoutDb().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`checkout ${customerId}`}, 0))`);
    const open = await openSessions(customerId);
    // read after the list: what was finished before it is a subscription now
    const state = await syncCustomer(customerId);
    if (currentSubscription(state)) return endAll(open);
    const same = open.find((session) => isFor(session, intent, metadataOf(visit)));
    const others = open.filter((session) => session !== same);
    if (!(await expire(others))) return 'subscribed';
    return same?.url ?? create(visit, state);
  });
}

/**
 * Ends the sessions that are still open beside a plan, wherever that came from: finishing one would begin a second
 * plan. Asks Stripe only about customers who were at Checkout within the day a session lives.
 */
export async function endSpareCheckouts(state: CustomerState): Promise<void> {
  if (!currentSubscription(state)) return;
  const [visit] = await db()
    .select({ id: portalIntents.id })
    .from(portalIntents)
    .innerJoin(customers, eq(customers.userId, portalIntents.userId))
    .where(
      and(
        eq(customers.stripeCustomerId, state.customerId),
        eq(portalIntents.kind, 'checkout'),
        gte(portalIntents.openedAt, now() - OPEN_FOR_SECONDS),
      ),
    )
    .limit(1);
  if (visit) await expire(await openSessions(state.customerId));
}

const metadataOf = ({ attribution }: CheckoutVisit): SubscriptionMetadata =>
  attribution ? attributionMetadata(attribution) : {};

async function create(visit: CheckoutVisit, state: CustomerState): Promise<string> {
  const { user, customerId, intent, promotion, attribution = null } = visit;
  const { id, returnUrl } = await storeVisit({ user, state, intent, promotion, attribution });
  const session = await stripe().checkout.sessions.create(
    checkoutParams(intent, customerId, returnUrl, metadataOf(visit)),
    { idempotencyKey: id },
  );
  if (!session.url) throw new Error('Stripe made a Checkout session without an address.');
  await noteOpened(id, session.created);
  log.info('checkout.opened', { customer: customerId, kind: intent.kind }); // the session's id is part of its address
  return session.url;
}

async function openSessions(customer: string): Promise<Stripe.Checkout.Session[]> {
  const { data } = await stripe().checkout.sessions.list({ customer, status: 'open', limit: 100 });
  return data.filter(({ mode }) => mode === 'subscription');
}

function isFor(
  { metadata, expires_at }: Stripe.Checkout.Session,
  intent: CheckoutIntent,
  ofSubscription: SubscriptionMetadata,
): boolean {
  return (
    metadata?.[CHOICE_MARK] === choiceMark(intent, ofSubscription) && expires_at - now() > ENOUGH_SECONDS
  );
}

async function endAll(open: readonly Stripe.Checkout.Session[]): Promise<'subscribed'> {
  await expire(open);
  return 'subscribed';
}

/** False when one of them was finished before it could be ended: then there is a plan. */
async function expire(open: readonly Stripe.Checkout.Session[]): Promise<boolean> {
  let allEnded = true;
  for (const { id, customer } of open) {
    try {
      await stripe().checkout.sessions.expire(id);
    } catch (error) {
      if (!isStripeError(error) || error.type !== 'StripeInvalidRequestError') throw error;
      log.warn('checkout.not-expired', { customer: typeof customer === 'string' ? customer : null, error });
      allEnded = false;
    }
  }
  return allEnded;
}
