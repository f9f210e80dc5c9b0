import type Stripe from 'stripe';
import { inTens, LOOKUP_KEYS, offerOf } from '@/lib/billing/plan';
import {
  type ConfigurationParams,
  type ListedPrice,
  PORTAL_PURPOSE,
  portalConfiguration,
} from '@/lib/billing/portal-configuration';
import { blocked, doing, type Plan, type Step } from './step';

/** A price by the two ids that a portal configuration names, and the key that leads to it. */
export type Offered = ListedPrice & Readonly<{ lookupKey: string }>;

/** Stripe takes at most ten products in a portal configuration. */
const MOST = 10;

/** The catalogue's prices that are there now. */
export async function offeredPrices(stripe: Stripe): Promise<Offered[]> {
  const offered: Offered[] = [];
  for (const lookup_keys of inTens(LOOKUP_KEYS)) {
    const { data } = await stripe.prices.list({ lookup_keys, active: true, limit: 100 });
    for (const { id, product, lookup_key } of data) {
      const offer = offerOf(lookup_key);
      if (!offer || lookup_key === null) continue;
      const productId = typeof product === 'string' ? product : product.id;
      offered.push({ priceId: id, productId, plan: offer.plan, lookupKey: lookup_key });
    }
  }
  return offered;
}

/**
 * The portal configuration of this app's address, found by purpose and fingerprint. Earlier ones of the same address
 * are switched off once the new one is there; those of other addresses serve other deployments and stay.
 */
export async function planPortalConfiguration(
  stripe: Stripe,
  prices: readonly Offered[],
  appUrl: string,
): Promise<Plan> {
  const products = new Set(prices.map(({ productId }) => productId)).size;
  if (products > MOST)
    return blocked(
      `The catalogue sells ${products} products, and Stripe's portal offers at most ${MOST}.`,
      `Leave ${products - MOST} out of the portal configuration (lib/billing/portal-configuration.ts).`,
    );
  const { params, fingerprint } = portalConfiguration(prices, appUrl);
  const ours: Stripe.BillingPortal.Configuration[] = [];
  for await (const found of stripe.billingPortal.configurations.list({
    active: true,
    limit: 100,
    expand: ['data.features.subscription_update.products'],
  })) {
    const forThisApp = found.metadata?.sidedoor_purpose === PORTAL_PURPOSE && isAt(found, appUrl);
    if (forThisApp) ours.push(found);
  }
  const fits = (found: Stripe.BillingPortal.Configuration) =>
    found.metadata?.sidedoor_fingerprint === fingerprint && isAsMade(found, params);
  const create: Step = {
    what: `create portal configuration "${params.name}" for ${products} products`,
    take: () => stripe.billingPortal.configurations.create(params),
  };
  const switchOff = ours
    .filter((found) => !fits(found))
    .map(({ id }) => ({
      what: `switch off portal configuration ${id}: a newer one takes its place`,
      // every save checks the stored list of prices again, and one of them may be archived by now
      take: () =>
        stripe.billingPortal.configurations.update(id, {
          active: false,
          features: { subscription_update: { enabled: false, products: '' } },
        }),
    }));
  return doing(...(ours.some(fits) ? [] : [create]), ...switchOff);
}

/** False when somebody switched a door off, took a price out or moved a limit in the Dashboard: the fingerprint stays then. */
function isAsMade({ features }: Stripe.BillingPortal.Configuration, { features: made }: ConfigurationParams) {
  const doors = (of: typeof features | typeof made) =>
    [of.subscription_update, of.subscription_cancel, of.subscription_pause, of.payment_method_update].map(
      (feature) => feature?.enabled,
    );
  const counts = (made.subscription_update?.default_allowed_updates || []).includes('quantity');
  const offered = (update: typeof features.subscription_update | typeof made.subscription_update) =>
    (update?.products || [])
      .map(({ product, prices, adjustable_quantity: limits }) => [
        product,
        [...prices].sort(),
        // Stripe fills in limits of its own where none were asked for
        counts ? [limits?.enabled, limits?.minimum, limits?.maximum] : [],
      ])
      .sort();
  const rules = ({
    subscription_update: update,
    subscription_cancel: cancel,
  }: typeof features | typeof made) => [
    [...(update?.default_allowed_updates || [])].sort(),
    update?.proration_behavior,
    cancel?.mode,
  ];
  return (
    JSON.stringify([doors(features), offered(features.subscription_update), rules(features)]) ===
    JSON.stringify([doors(made), offered(made.subscription_update), rules(made)])
  );
}

const isAt = ({ default_return_url: url }: Stripe.BillingPortal.Configuration, appUrl: string): boolean =>
  url !== null && new URL(url).origin === new URL(appUrl).origin;
