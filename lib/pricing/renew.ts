import 'server-only';
import { db } from '../db/client';
import { log } from '../log';
import { CATALOGUE_TAG, forgetPages, forgetSharedPages } from '../page-cache/forget';
import { forgetPlanPrices } from '../stripe/catalog';
import { forgetPromotionCodes } from '../stripe/promotion-codes';
import { forgetCodes } from './known-codes';

const CHANNEL = 'sidedoor_catalogue';

/** A product, price, coupon or promotion code has changed at Stripe: every process makes anew what was made of it. */
export async function renewCatalogue(): Promise<void> {
  await forgetSharedPages();
  renewHere();
  await db().$client.notify(CHANNEL, '');
}

/**
 * Hears of changes whose event another process worked off. What was said while the connection was lost is made up for
 * when it is back; without a connection a page is a minute old at most.
 */
export function keepRenewing(): void {
  db()
    .$client.listen(CHANNEL, renewHere, renewHere)
    .catch((error: unknown) => log.warn('catalogue.not-listening', { error }));
}

function renewHere(): void {
  forgetPlanPrices();
  forgetCodes();
  forgetPromotionCodes();
  forgetPages(CATALOGUE_TAG);
}
