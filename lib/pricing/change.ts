import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { freshState } from '../account/current';
import { type Door, orRefused } from '../account/door';
import type { User } from '../auth';
import { factsBefore } from '../billing/before';
import { CURRENCIES, catalogPlan, DEFAULT_CURRENCY, type PlanKey } from '../billing/catalogue';
import type { Recurring } from '../billing/change';
import { type CustomerState, currentSubscription, hasPaidBefore } from '../billing/customer-state';
import { findPrice, type PlanPrice, priceIn } from '../billing/plan';
import { applyPromotion, type PromotionCode, type PromotionRefusal } from '../billing/promotion';
import { chosenQuantity } from '../billing/quantity';
import type { Refusal } from '../billing/refusal';
import type { Subscription } from '../billing/subscription';
import type { Attribution } from '../campaigns/link';
import { now } from '../clock';
import { findCustomer, readState } from '../db/customer-store';
import { type Money, times } from '../money';
import { oneOf } from '../search';
import { listPlanPrices, recentPlanPrices } from '../stripe/catalog';
import { endSpareCheckouts, openCheckout } from '../stripe/checkout';
import { reachableCustomer } from '../stripe/customer';
import { stripeErrorIn } from '../stripe/errors';
import { openPortal } from '../stripe/portal';
import { findPromotionCode, recentPromotionCode } from '../stripe/promotion-codes';
import { syncCustomer } from '../stripe/sync';
import { laterStart } from './buttons';
import { type Choice, pricingPath } from './choice';

type PlanChoice = Choice & {
  plan: PlanKey;
  /** The campaign link that the visitor came by; noted with the visit, and on the subscription once it is bought. */
  attribution?: Attribution | null;
  /** The page that was pressed showed the code's reduced price. Nothing is reduced by it: without the code nothing opens. */
  reduced?: boolean;
};

/**
 * Opens Stripe's page for the chosen plan: the portal's confirm page for somebody who has a plan, Checkout for a first
 * one. Everything but the choice's keys is looked up: the live subscription, the price, the code. A code that does not
 * count for this plan is left out, as the page said; one that counted there and no longer does is refused, so that nobody
 * meets a higher price at Stripe. A number that cannot be had is refused before anybody is asked.
 */
export function openPlanDoor(user: User, choice: PlanChoice): Promise<Door> {
  return orRefused('plan', async () => {
    const stored = await whatIsStored(user);
    if (quantityOf(choice, stored && currentSubscription(stored)) === null)
      return { refused: 'quantity-not-offered' };
    return (await openFromWhatIsKnown(user, choice, stored)) ?? openFromFreshReads(user, choice);
  });
}

/** What the last sync stored of the user's customer; null for one who was never read. */
async function whatIsStored(user: User): Promise<CustomerState | null> {
  const customer = await findCustomer(user.id);
  return customer?.syncedAt ? readState(customer) : null;
}

/** How many of the plan are chosen; null when the number cannot be had. */
function quantityOf({ plan, quantity: typed }: PlanChoice, subscription: Subscription | null): number | null {
  const { quantity, problem } = chosenQuantity(catalogPlan(plan), subscription, typed);
  return problem === null ? quantity : null;
}

/**
 * The quick way, one round trip to Stripe long: the link is asked for from what is stored while the customer is read
 * again. Null when the two do not agree, or Stripe refuses: then everything is read first. A link that was made in vain
 * is told to nobody.
 */
async function openFromWhatIsKnown(
  user: User,
  choice: PlanChoice,
  stored: CustomerState | null,
): Promise<Door | null> {
  if (!stored || stored.deleted || !currentSubscription(stored)) return null;
  const fresh = syncCustomer(stored.customerId);
  const [door, state] = await Promise.all([attemptChange(user, choice, stored), fresh]);
  return door && 'url' in door && isSameGround(stored, state) ? door : null;
}

async function attemptChange(user: User, choice: PlanChoice, stored: CustomerState): Promise<Door | null> {
  try {
    const prices = await recentPlanPrices();
    const price = findPrice(prices, choice.plan, choice.interval);
    return price ? await openChange(user, choice, price, stored, prices, recentPromotionCode) : null;
  } catch (error) {
    if (stripeErrorIn(error)) return null;
    throw error;
  }
}

/** True when a visit that was opened from what was stored would be opened just so from what Stripe says. */
function isSameGround(stored: CustomerState, fresh: CustomerState): boolean {
  const [was, is] = [currentSubscription(stored), currentSubscription(fresh)];
  return (
    was?.id === is?.id &&
    was?.item === is?.item &&
    hasPaidBefore(stored) === hasPaidBefore(fresh) &&
    isDeepStrictEqual(factsBefore(stored), factsBefore(fresh))
  );
}

async function openFromFreshReads(user: User, choice: PlanChoice): Promise<Door> {
  const [state, prices] = await Promise.all([freshState(user), listPlanPrices()]);
  const price = findPrice(prices, choice.plan, choice.interval);
  if (!price) return { refused: 'price-not-offered' };
  if (state && currentSubscription(state))
    return openChange(user, choice, price, state, prices, findPromotionCode);
  const customer = state && !state.deleted ? state : await reachableCustomer(user);
  const first = await openFirst(user, choice, price, customer);
  if (first !== 'subscribed') return first;
  const after = await freshState(user); // started in another tab a moment ago
  return after
    ? openChange(user, choice, price, after, prices, findPromotionCode)
    : { refused: 'no-subscription' };
}

async function openChange(
  user: User,
  choice: PlanChoice,
  price: PlanPrice,
  state: CustomerState,
  prices: readonly PlanPrice[],
  find: typeof findPromotionCode,
): Promise<Door> {
  const subscription = currentSubscription(state);
  if (!subscription) return { refused: 'no-subscription' };
  // no form can change the currency that a subscription is billed in
  const amount = amountIn(price, subscription.unit.currency);
  if (!amount) return { refused: 'price-not-offered' };
  const quantity = quantityOf(choice, subscription);
  if (quantity === null) return { refused: 'quantity-not-offered' };
  // whoever pays a price from earlier is not moved to today's by asking for what they have
  const isOwn = subscription.plan === choice.plan && subscription.interval === choice.interval;
  if (isOwn && quantity === subscription.quantity) return { refused: 'no-change' };
  const usable = await usableCode(find, choice, state, { ...price, unit: amount, quantity });
  if ('refused' in usable) return usable;
  const { promotion } = usable;
  const intent = {
    kind: 'subscription_update_confirm',
    subscription: subscription.id,
    item: subscription.item,
    price: price.priceId,
    quantity,
    promotionCode: promotion?.id ?? null,
  } as const;
  const { attribution } = choice;
  const visit = { user, state, intent, promotion, prices, backTo: pricingPath(choice), attribution };
  const [url] = await Promise.all([openPortal(visit), endSpareCheckouts(state)]);
  return { url };
}

async function openFirst(
  user: User,
  choice: PlanChoice,
  price: PlanPrice,
  state: CustomerState,
): Promise<Door | 'subscribed'> {
  const amount = amountIn(price, state.currency ?? choice.currency ?? DEFAULT_CURRENCY);
  if (!amount) return { refused: 'price-not-offered' };
  const quantity = quantityOf(choice, null);
  if (quantity === null) return { refused: 'quantity-not-offered' };
  const usable = await usableCode(findPromotionCode, choice, state, { ...price, unit: amount, quantity });
  if ('refused' in usable) return usable;
  const { promotion } = usable;
  const intent = {
    kind: 'checkout',
    price: price.priceId,
    quantity,
    currency: amount.currency,
    promotionCode: promotion?.id ?? null,
    isFree: amount.amount === 0,
    backTo: pricingPath(choice),
  } as const;
  const { attribution } = choice;
  const url = await openCheckout({ user, customerId: state.customerId, intent, promotion, attribution });
  return url === 'subscribed' ? url : { url };
}

function amountIn(price: PlanPrice, currency: string): Money | null {
  const sold = oneOf(CURRENCIES, currency);
  return sold === undefined ? null : priceIn(price, sold);
}

/** The code that was chosen, when it takes something off what this customer would have; refused where the page said so. */
async function usableCode(
  find: typeof findPromotionCode,
  { promo, plan, reduced = false }: PlanChoice,
  state: CustomerState,
  to: PlanPrice & Recurring,
): Promise<{ promotion: PromotionCode | null } | { refused: Refusal }> {
  const code = promo === null ? null : await find(promo, state.customerId);
  if (!code) return reduced ? { refused: 'code-gone' } : { promotion: null };
  const subscription = currentSubscription(state);
  const target = {
    price: times(to.unit, to.quantity),
    productId: to.productId,
    customer: state.customerId,
    hasPaidBefore: hasPaidBefore(state),
    isUpdate: subscription !== null,
    startsAt: subscription && laterStart(to, plan, subscription),
  };
  const result = applyPromotion(code, target, now());
  if (result.applies && result.off.amount > 0) return { promotion: code };
  return reduced
    ? { refused: result.applies ? 'code-not-allowed' : refusalOfCode(result.reason) }
    : { promotion: null };
}

function refusalOfCode(reason: PromotionRefusal): Refusal {
  switch (reason) {
    case 'unknown':
    case 'inactive':
    case 'expired':
    case 'used-up':
      return 'code-gone';
    case 'not-first-time':
      return 'code-not-first-time';
    case 'minimum-on-update':
      return 'code-minimum';
    default:
      return 'code-not-allowed';
  }
}
