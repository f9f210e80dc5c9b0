import 'server-only';
import { storedState } from '../account/current';
import { auth } from '../auth';
import type { PlanKey } from '../billing/catalogue';
import { currentSubscription } from '../billing/customer-state';
import { REFUSALS } from '../billing/refusal';
import { now } from '../clock';
import { firstValue, oneOf, type SearchParams } from '../search';
import { recentPlanPrices } from '../stripe/catalog';
import { recentPromotionCode } from '../stripe/promotion-codes';
import { readChoice, unknownChoice } from './choice';
import { type DueToday, dueToday } from './due-today';
import { rememberCode } from './known-codes';
import { offersOf, pricingView } from './page-view';
import type { PricingView } from './types';

/**
 * The pricing page for whoever asks, and what each change costs them today, which comes later. Query: promo, plan,
 * interval, currency, quantity, refused. Throws a StripeUnavailableError when Stripe does not answer: a price page
 * without true prices is worse than none.
 */
export async function getPricingView(
  search: SearchParams,
): Promise<{ view: PricingView; dueToday: Partial<Record<PlanKey, DueToday>> }> {
  // an empty field is an answer, too
  const field = (name: string) => firstValue(search, name) ?? (name in search ? '' : null);
  const { promo, ...choice } = readChoice(field);
  const [user, prices] = await Promise.all([auth(), recentPlanPrices()]);
  const state = user && (await storedState(user));
  const code = promo ? await recentPromotionCode(promo, state?.customerId ?? null) : null;
  if (code && !user) rememberCode(code); // the next anonymous visitor's page may be kept
  const own = state && currentSubscription(state);
  const facts = {
    ...choice,
    // somebody who says nothing sees their own plan among the others
    interval: field('interval') === null && own?.interval ? own.interval : choice.interval,
    email: user?.email ?? null,
    visitor: { signedIn: user !== null, state },
    prices,
    promo: promo ? { text: promo, code } : null,
    refused: oneOf(REFUSALS, field('refused')) ?? unknownChoice(field),
    todayAtOnce: field('today') !== null,
  };
  const at = now();
  return { view: pricingView(facts, at), dueToday: dueToday(offersOf(facts, at), facts.visitor) };
}
