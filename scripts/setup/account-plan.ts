import type Stripe from 'stripe';
import { planCoupons } from './coupons';
import { offeredPrices, planPortalConfiguration } from './portal-configuration';
import { planPrices } from './prices';
import { planProducts } from './products';
import { planPromotionCodes } from './promotion-codes';
import { doing, type Plan, type Step, together } from './step';
import { planWebhookEndpoint, type TellSecret } from './webhook-endpoint';

export type Target = Readonly<{
  stripe: Stripe;
  /** The app's origin. */
  appUrl: string;
  /** False for a local Stripe, which reaches addresses of this machine. */
  atStripe: boolean;
  tellSecret: TellSecret;
}>;

/** What brings products, prices, coupons and promotion codes to what lib/billing/catalogue.ts says. */
export async function planCatalogue(stripe: Stripe): Promise<Plan> {
  const plans = await Promise.all(
    [planProducts, planPrices, planCoupons, planPromotionCodes].map((plan) => plan(stripe)),
  );
  return together(...plans);
}

/** What brings a whole account to what the catalogue says. Nothing is changed by asking. */
export async function planAccount(target: Target): Promise<Plan> {
  const { stripe, appUrl } = target;
  const catalogue = await planCatalogue(stripe);
  const portal =
    catalogue.steps.length > 0
      ? doing(portalOfWhatIsThere(target))
      : await planPortalConfiguration(stripe, await offeredPrices(stripe), appUrl);
  return together(catalogue, portal, await planWebhookEndpoint(stripe, target));
}

/** The configuration names prices, so it is planned once they are there. */
function portalOfWhatIsThere({ stripe, appUrl }: Target): Step {
  return {
    what: 'bring the portal configuration to these products and prices',
    take: async () => {
      const { steps, obstacles } = await planPortalConfiguration(stripe, await offeredPrices(stripe), appUrl);
      if (obstacles[0]) throw new Error(`${obstacles[0].what} ${obstacles[0].mend}`);
      for (const step of steps) await step.take();
    },
  };
}
