import type { FormHash } from './form';

/** Operations that list payment methods: `payment_method_types` until the version 2026-09-30. */
const LISTS_METHODS =
  /^\/v1\/(payment_intents|setup_intents)(\/[^/]+(\/confirm)?)?$|^\/v1\/checkout\/sessions$/;

/**
 * Parameters by the names of this API version. A request that names no `Stripe-Version` is read by its account's
 * default, which at Stripe may be an older one: its names are taken too, as `stripe trigger` sends them.
 * https://docs.stripe.com/changelog
 */
export function underNewNames(path: string, params: FormHash): FormHash {
  if (LISTS_METHODS.test(path))
    return cardsAtOnce(path, renamed(params, 'payment_method_types', 'allowed_payment_method_types'));
  // `promotion` since the version 2025-09-30
  if (path === '/v1/promotion_codes' && typeof params.coupon === 'string' && params.promotion === undefined) {
    const { coupon, ...rest } = params;
    return { ...rest, promotion: { type: 'coupon', coupon } };
  }
  return params;
}

/** Until the version 2023-08-16 an intent was for cards when it named nothing, and wanted no way back. */
function cardsAtOnce(path: string, params: FormHash): FormHash {
  const { confirm, return_url, automatic_payment_methods, allowed_payment_method_types } = params;
  const says = return_url ?? automatic_payment_methods ?? allowed_payment_method_types;
  return confirm === 'true' && says === undefined && /_intents$/.test(path)
    ? { ...params, allowed_payment_method_types: { 0: 'card' } }
    : params;
}

function renamed(params: FormHash, older: string, newer: string): FormHash {
  const { [older]: value, ...rest } = params;
  return value === undefined || newer in rest ? params : { ...rest, [newer]: value };
}
