import type Stripe from 'stripe';
import { LOOKUP_KEYS, type PlanPrice } from '@/lib/billing/plan';
import { PORTAL_PURPOSE, portalConfiguration } from '@/lib/billing/portal-configuration';
import type { Plan, Step } from './step';

/** A price by the two ids that a portal configuration names. */
type Offered = Pick<PlanPrice, 'productId' | 'priceId'>;

/** Stripe takes at most ten products in a portal configuration, and ten lookup keys in one question. */
const MOST = 10;

/** The catalogue's prices that are there now. */
export async function offeredPrices(stripe: Stripe): Promise<Offered[]> {
  const offered: Offered[] = [];
  for (let at = 0; at < LOOKUP_KEYS.length; at += MOST) {
    const lookup_keys = LOOKUP_KEYS.slice(at, at + MOST);
    const { data } = await stripe.prices.list({ lookup_keys, active: true, limit: 100 });
    for (const { id, product } of data)
      offered.push({ priceId: id, productId: typeof product === 'string' ? product : product.id });
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
  if (products > MOST) {
    const obstacle = `the catalogue sells ${products} products, and Stripe's portal offers at most ${MOST}. Leave ${products - MOST} out of the portal configuration (lib/billing/portal-configuration.ts).`;
    return { steps: [], obstacles: [obstacle] };
  }
  const { params, fingerprint } = portalConfiguration(prices, appUrl);
  const ours: Stripe.BillingPortal.Configuration[] = [];
  for await (const found of stripe.billingPortal.configurations.list({ active: true, limit: 100 })) {
    const forThisApp = found.metadata?.sidedoor_purpose === PORTAL_PURPOSE && isAt(found, appUrl);
    if (forThisApp) ours.push(found);
  }
  const fits = (found: Stripe.BillingPortal.Configuration) =>
    found.metadata?.sidedoor_fingerprint === fingerprint;
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
  return { steps: [...(ours.some(fits) ? [] : [create]), ...switchOff], obstacles: [] };
}

const isAt = ({ default_return_url: url }: Stripe.BillingPortal.Configuration, appUrl: string): boolean =>
  url !== null && new URL(url).origin === new URL(appUrl).origin;
