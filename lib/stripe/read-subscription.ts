import 'server-only';
import type Stripe from 'stripe';
import { INTERVALS } from '../billing/catalogue';
import { offerOf, type PlanOffer } from '../billing/plan';
import {
  type Discount,
  isLive,
  type PendingUpdate,
  type Subscription,
  type Upcoming,
} from '../billing/subscription';
import { money } from '../money';
import { oneOf } from '../search';
import { recentPlanPrices } from './catalog';
import { idOf, stripe } from './client';
import { isMissing } from './errors';
import { toPaymentMethod } from './payment-method';
import { toCoupon } from './promotion-codes';

/** A subscription in the app's terms; null for one whose first item has no single amount (metered, tiered). */
export async function toSubscription(subscription: Stripe.Subscription): Promise<Subscription | null> {
  const [item] = subscription.items.data;
  if (!item || item.price.unit_amount === null) return null;
  const productId = idOf(item.price.product) ?? '';
  const { currency } = subscription;
  const [offer, discounts, upcoming, pendingUpdate] = await Promise.all([
    offerFor(item.price),
    Promise.all(subscription.discounts.map((discount) => toDiscount(discount, currency))),
    isLive(subscription.status) ? readUpcoming(subscription) : null,
    toPendingUpdate(subscription),
  ]);
  return {
    id: subscription.id,
    status: subscription.status,
    item: item.id,
    itemCount: subscription.items.data.length,
    priceId: item.price.id,
    productId,
    plan: offer.plan,
    interval: offer.interval,
    unit: money(await unitAmount(item.price, currency), currency),
    quantity: item.quantity ?? 1,
    currentPeriodStart: item.current_period_start,
    currentPeriodEnd: item.current_period_end,
    cancelAt: subscription.cancel_at,
    cancelAtPeriodEnd: subscription.cancel_at_period_end,
    canceledAt: subscription.canceled_at,
    endedAt: subscription.ended_at,
    trialEnd: subscription.trial_end,
    created: subscription.created,
    schedule: idOf(subscription.schedule),
    upcoming,
    pendingUpdate,
    discounts: discounts.filter((discount) => discount !== null),
    paymentMethod: toPaymentMethod(subscription.default_payment_method),
    latestInvoice: idOf(subscription.latest_invoice),
  };
}

type KnownOffer = { [Field in keyof PlanOffer]: PlanOffer[Field] | null };

/** The plan of a price: by lookup key, or for a replaced price, which lost its key, by its product. */
async function offerFor(price: Stripe.Price): Promise<KnownOffer> {
  const offer = offerOf(price.lookup_key);
  if (offer) return offer;
  const sibling = (await recentPlanPrices()).find((known) => known.productId === idOf(price.product));
  return { plan: sibling?.plan ?? null, interval: oneOf(INTERVALS, price.recurring?.interval) ?? null };
}

/** The price's amount in the subscription's currency, which need not be the price's own. */
async function unitAmount(price: Stripe.Price, currency: string): Promise<number> {
  if (price.currency === currency) return price.unit_amount ?? 0;
  const { currency_options } = await stripe().prices.retrieve(price.id, { expand: ['currency_options'] });
  const amount = currency_options?.[currency]?.unit_amount ?? null;
  if (amount === null)
    throw new Error(`Price ${price.id} has no amount in ${currency}, its subscription's currency.`);
  return amount;
}

async function toDiscount(discount: string | Stripe.Discount, currency: string): Promise<Discount | null> {
  if (typeof discount === 'string') return null;
  const coupon = await couponOf(discount, currency);
  if (!coupon) return null;
  const { id, name, percentOff, amountOff, duration, durationInMonths } = toCoupon(coupon);
  return {
    id: discount.id,
    coupon: { id, name, percentOff, amountOff, duration, durationInMonths },
    promotionCode: idOf(discount.promotion_code),
    start: discount.start,
    end: discount.end,
  };
}

/** The coupon of a discount, with amounts of other currencies when the subscription needs one of them. */
async function couponOf(discount: Stripe.Discount, currency: string): Promise<Stripe.Coupon | null> {
  const { coupon } = discount.source;
  if (coupon === null || typeof coupon === 'string') return null;
  if (coupon.amount_off === null || coupon.currency === currency) return coupon;
  try {
    // one level too deep to be expanded in the list of subscriptions
    return await stripe().coupons.retrieve(coupon.id, { expand: ['currency_options'] });
  } catch (error) {
    if (isMissing(error)) return coupon; // deleted meanwhile: the discount itself goes on
    throw error;
  }
}

/** What a subscription's schedule changes it to next; null without one. */
async function readUpcoming(subscription: Stripe.Subscription): Promise<Upcoming | null> {
  const schedule = idOf(subscription.schedule);
  if (!schedule) return null;
  const { phases } = await stripe().subscriptionSchedules.retrieve(schedule);
  const now = subscription.items.data[0];
  const next = now && phases.find((phase) => phase.start_date >= now.current_period_end);
  const [item] = next?.items ?? [];
  const priceId = item && idOf(item.price);
  if (!next || !item || !priceId) return null;
  const price = await stripe().prices.retrieve(priceId);
  const planned = await toPlanned(price, item.quantity, subscription.currency);
  return { ...planned, startsAt: next.start_date };
}

/** The plan that waits for its payment; null when nothing waits, or something else than a plan. */
async function toPendingUpdate({
  pending_update,
  currency,
}: Stripe.Subscription): Promise<PendingUpdate | null> {
  const [item] = pending_update?.subscription_items ?? [];
  if (!pending_update || !item) return null;
  const planned = await toPlanned(item.price, item.quantity, currency);
  return { ...planned, expiresAt: pending_update.expires_at };
}

const toPlanned = async (price: Stripe.Price, quantity: number | undefined, currency: string) => ({
  priceId: price.id,
  ...(await offerFor(price)),
  unit: money(await unitAmount(price, currency), currency),
  quantity: quantity ?? 1,
});
