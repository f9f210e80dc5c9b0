import 'server-only';
import { CATALOGUE_TAG, forgetPages } from '../page-cache/forget';
import { forgetPlanPrices } from '../stripe/catalog';
import { forgetCodes } from './known-codes';

/** A product, price, coupon or promotion code has changed at Stripe: whatever was made of it is made anew. */
export function renewCatalogue(): void {
  forgetPlanPrices();
  forgetCodes();
  forgetPages(CATALOGUE_TAG);
}
