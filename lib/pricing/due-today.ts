import 'server-only';
import type { PlanKey } from '../billing/catalogue';
import { type CustomerState, currentSubscription } from '../billing/customer-state';
import { formatMoney } from '../money';
import { previewChange } from '../stripe/preview';
import { laterStart, planButton } from './buttons';
import { isCurrent, type Offer, type Visitor } from './offer';

/** "You pay $10.88 today."; null when Stripe's preview failed: the portal shows the amount before anything is paid. */
export type DueToday = Promise<string | null>;

const CHANGES = ['upgrade', 'downgrade', 'interval', 'quantity'];

/**
 * What each change that happens at once costs today, asked of Stripe plan by plan: nobody has to wait for it. Changes
 * that wait for the period's end cost nothing and say so themselves.
 */
export function dueToday(offers: readonly Offer[], visitor: Visitor): Partial<Record<PlanKey, DueToday>> {
  const { state } = visitor;
  const subscription = state && currentSubscription(state);
  if (!state || !subscription) return {};
  const asked = offers.filter(
    (offer) =>
      CHANGES.includes(planButton(offer, visitor).kind) &&
      offer.unit &&
      !isCurrent(offer, visitor) &&
      laterStart(
        { unit: offer.unit, interval: offer.interval, quantity: offer.quantity },
        offer.plan.key,
        subscription,
      ) === null,
  );
  return Object.fromEntries(asked.map((offer) => [offer.plan.key, inWords(offer, state)]));
}

async function inWords(
  { planPrice, quantity, promotion, promotionCode }: Offer,
  state: CustomerState,
): DueToday {
  const applied = promotion?.applies && promotion.off.amount > 0 ? promotionCode : null;
  const due = planPrice && (await previewChange(state, { price: planPrice.priceId, quantity }, applied));
  if (!due) return null;
  return due.amount === 0 ? 'You pay nothing today.' : `You pay ${formatMoney(due)} today.`;
}
