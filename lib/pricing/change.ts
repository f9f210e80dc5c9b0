import 'server-only';
import { freshState } from '../account/current';
import { type Door, orRefused } from '../account/door';
import type { User } from '../auth';
import type { PlanKey } from '../billing/catalogue';
import { CURRENCIES } from '../billing/catalogue';
import { type CustomerState, currentSubscription, hasPaidBefore } from '../billing/customer-state';
import { findPrice, type PlanPrice } from '../billing/plan';
import { applyPromotion, type PromotionCode } from '../billing/promotion';
import type { Subscription } from '../billing/subscription';
import { now } from '../clock';
import { type Money, money } from '../money';
import { oneOf } from '../search';
import { listPlanPrices } from '../stripe/catalog';
import { openPortal } from '../stripe/portal';
import { findPromotionCode } from '../stripe/promotion-codes';
import { type Choice, pricingPath } from './choice';

/**
 * Opens the portal's confirm page for a change to the chosen plan. Everything but the choice's keys is looked up:
 * the live subscription, the price, the code. A code that does not count for this plan is left out, as the page said.
 */
export function openPlanDoor(user: User, choice: Choice & { plan: PlanKey }): Promise<Door> {
  return orRefused('subscription_update_confirm', async () => {
    const [state, prices] = await Promise.all([freshState(user), listPlanPrices()]);
    const subscription = state && currentSubscription(state);
    if (!state || !subscription) return { refused: 'no-subscription' };
    const price = findPrice(prices, choice.plan, choice.interval);
    const amount = price && amountFor(price, subscription);
    if (!price || !amount) return { refused: 'price-not-offered' };
    if (price.priceId === subscription.priceId) return { refused: 'no-change' };
    const promotion = choice.promo ? await usableCode(choice.promo, state, price, amount) : null;
    const intent = {
      kind: 'subscription_update_confirm',
      subscription: subscription.id,
      item: subscription.item,
      price: price.priceId,
      quantity: subscription.quantity,
      promotionCode: promotion?.id ?? null,
    } as const;
    return { url: await openPortal({ user, state, intent, promotion, prices, backTo: pricingPath(choice) }) };
  });
}

/** The price in the currency the subscription is billed in, which no form can change. */
function amountFor(price: PlanPrice, subscription: Subscription): Money | null {
  const currency = oneOf(CURRENCIES, subscription.unit.currency);
  const amount = currency && price.amounts[currency];
  return currency === undefined || amount === undefined ? null : money(amount, currency);
}

async function usableCode(
  text: string,
  state: CustomerState,
  { productId }: PlanPrice,
  price: Money,
): Promise<PromotionCode | null> {
  const code = await findPromotionCode(text, state.customerId);
  if (!code) return null;
  const target = {
    price,
    productId,
    customer: state.customerId,
    hasPaidBefore: hasPaidBefore(state),
    isUpdate: true,
  };
  const result = applyPromotion(code, target, now());
  return result.applies && result.off.amount > 0 ? code : null;
}
