import type Stripe from 'stripe';
import { LOOKUP_KEYS } from '@/lib/billing/plan';
import { planCatalogue } from '../setup/account-plan';
import { type Offered, offeredPrices, planPortalConfiguration } from '../setup/portal-configuration';
import { type Finding, fault, warning } from './finding';

const SETUP = 'Run: npm run stripe:setup';

/** Where the account is not what lib/billing/catalogue.ts says, and which buttons would lead nowhere. */
export async function examineCatalogue(stripe: Stripe, appUrl: string): Promise<Finding[]> {
  const { steps, obstacles } = await planCatalogue(stripe);
  const prices = await offeredPrices(stripe);
  return [
    ...obstacles.map(({ what, mend }) => fault(what, 'npm run stripe:setup stops at it.', mend)),
    ...steps.map(({ what }) =>
      warning(`The catalogue asks to ${what}.`, 'Page, portal and invoice may say different things.', SETUP),
    ),
    ...missingPrices(prices),
    ...(await portalFindings(stripe, prices, appUrl)),
  ];
}

function missingPrices(prices: readonly Offered[]): Finding[] {
  const offered = prices.map(({ lookupKey }) => lookupKey);
  return LOOKUP_KEYS.filter((key) => !offered.includes(key)).map((key) =>
    fault(`No active price has the lookup key "${key}".`, 'The pricing page cannot be shown.', SETUP),
  );
}

/** Each price of a button has to be offered by the configuration that the button's portal uses. */
async function portalFindings(
  stripe: Stripe,
  prices: readonly Offered[],
  appUrl: string,
): Promise<Finding[]> {
  const { steps, obstacles } = await planPortalConfiguration(stripe, prices, appUrl);
  return [
    ...obstacles.map(({ what, mend }) => fault(what, 'The portal cannot offer every plan.', mend)),
    ...steps.map(({ what }) =>
      fault(`The portal asks to ${what}.`, 'A button may lead to a door that is shut.', SETUP),
    ),
  ];
}
