import type { Account } from '../account';
import type { FormHash, FormValue } from './form';

/** Operations that list payment methods: `payment_method_types` until the version 2026-09-30. */
const LISTS_METHODS =
  /^\/v1\/(payment_intents|setup_intents)(\/[^/]+(\/confirm)?)?$|^\/v1\/checkout\/sessions$/;

const SUBSCRIPTIONS = /^\/v1\/subscriptions(\/sub_[^/]+)?$/;
const SCHEDULES = /^\/v1\/subscription_schedules(\/[^/]+)?$/;

/**
 * Parameters by the names of this API version. A request that names no `Stripe-Version` is read by its account's
 * default, which at Stripe may be an older one: its names are taken too, as `stripe trigger` sends them.
 * https://docs.stripe.com/changelog
 */
export function underNewNames(account: Account, path: string, params: FormHash): FormHash {
  if (LISTS_METHODS.test(path))
    return cardsAtOnce(path, renamed(params, 'payment_method_types', 'allowed_payment_method_types'));
  if (SCHEDULES.test(path)) return withDurations(account, params);
  if (SUBSCRIPTIONS.test(path)) return withDiscounts(params);
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

/** Until the version 2025-03-31 a subscription had one `coupon` or `promotion_code`; an empty one takes it away. */
function withDiscounts(params: FormHash): FormHash {
  for (const name of ['coupon', 'promotion_code']) {
    const { [name]: given, ...rest } = params;
    if (typeof given === 'string' && rest.discounts === undefined)
      return { ...rest, discounts: given === '' ? '' : { 0: { [name]: given } } };
  }
  return params;
}

/** Until the version 2025-09-30 a phase was so many `iterations` of its first price's interval. */
function withDurations(account: Account, params: FormHash): FormHash {
  const { phases } = params;
  if (typeof phases !== 'object') return params;
  const renamed = Object.entries(phases).map(([i, phase]) => [i, withDuration(account, phase)] as const);
  return { ...params, phases: Object.fromEntries(renamed) };
}

function withDuration(account: Account, phase: FormValue): FormValue {
  if (typeof phase !== 'object') return phase;
  const { iterations, ...rest } = phase;
  if (typeof iterations !== 'string' || !/^[1-9]\d{0,3}$/.test(iterations)) return phase;
  if (rest.end_date !== undefined || rest.duration !== undefined) return phase;
  const { interval, interval_count } = recurringOf(account, rest);
  return { ...rest, duration: { interval, interval_count: String(Number(iterations) * interval_count) } };
}

/** How often the first price of a phase is paid; by the month where that cannot be known. */
function recurringOf(account: Account, phase: FormHash): { interval: string; interval_count: number } {
  const at = (value: FormValue | undefined, key: string): FormValue | undefined =>
    typeof value === 'object' ? value[key] : undefined;
  const first = at(phase.items, '0');
  const given = at(at(first, 'price_data'), 'recurring');
  const price = account.store.get('prices', String(at(first, 'price') ?? ''));
  const { interval, interval_count } = price?.recurring ?? {
    interval: at(given, 'interval'),
    interval_count: Number(at(given, 'interval_count') ?? 1),
  };
  return { interval: typeof interval === 'string' ? interval : 'month', interval_count };
}
