import type Stripe from 'stripe';
import type { User } from '@/lib/auth';
import { type Currency, type Interval, lookupKey, type PlanKey } from '@/lib/billing/catalogue';
import { db } from '@/lib/db/client';
import { customers } from '@/lib/db/schema';
import { stripe } from '@/lib/stripe/client';
import { syncCustomer } from '@/lib/stripe/sync';
import { aCustomer } from '../factories';
import { aUser } from './given';

/** A plan of the seeded catalogue that somebody has, with further terms of the subscription. */
export type Has = Readonly<{ plan: PlanKey; interval?: Interval; quantity?: number }> &
  Omit<Stripe.SubscriptionCreateParams, 'customer' | 'items' | 'currency'>;

/** What somebody has, in which currency, and what else happened to them at Stripe before. */
export type History = Readonly<{
  currency?: Currency;
  has?: Has;
  past?: (customer: string) => Promise<unknown>;
}>;

/** Begins a plan at Stripe. */
export async function subscribe(
  customer: string,
  currency: Currency,
  { plan, interval = 'month', quantity = 1, ...terms }: Has,
): Promise<Stripe.Subscription> {
  const [price] = (await stripe().prices.list({ lookup_keys: [lookupKey(plan, interval)] })).data;
  const items = [{ price: price?.id ?? '', quantity }];
  return stripe().subscriptions.create({ customer, currency, items, ...terms });
}

/** A user with a card at Stripe and this history, read and stored. */
export async function aPerson({
  currency = 'usd',
  has,
  past,
}: History): Promise<{ user: User; customer: string }> {
  const user = await aUser();
  const { customer } = await aCustomer(stripe());
  await db().insert(customers).values({ stripeCustomerId: customer, userId: user.id, livemode: false });
  if (has) await subscribe(customer, currency, has);
  await past?.(customer);
  await syncCustomer(customer);
  return { user, customer };
}
