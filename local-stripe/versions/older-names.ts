import type { Account } from '../account';
import type { ApiRequest } from '../api/message';
import type { FormHash, FormValue } from '../wire/form';
import { BASIL, CLOVER, DAHLIA, ENDIVE } from './version';

/** What a version renamed. */
type Change = Readonly<{
  /** The day of the version that no longer knows the older name. */
  until: string;
  /** `POST` or `GET`, and the path. */
  of: RegExp;
  renew(params: FormHash, account: Account, path: string): FormHash;
}>;

const SUBSCRIPTIONS = /^POST \/v1\/subscriptions(\/sub_[^/]+)?$/;
const SCHEDULES = /^POST \/v1\/subscription_schedules(\/[^/]+)?$/;
const UI_MODES: Readonly<Record<string, string>> = {
  custom: 'elements',
  embedded: 'embedded_page',
  hosted: 'hosted_page',
};

/** The newest first: what one renames, an older one knows by its new name. https://docs.stripe.com/changelog */
const CHANGES: readonly Change[] = [
  {
    until: ENDIVE,
    of: /^POST \/v1\/((payment|setup)_intents(\/[^/]+(\/confirm)?)?|checkout\/sessions)$/,
    renew: (params) => renamed(params, 'payment_method_types', 'allowed_payment_method_types'),
  },
  { until: ENDIVE, of: /^POST \/v1\/subscriptions\/sub_[^/]+(\/resume)?$/, renew: withAnchorType },
  { until: ENDIVE, of: /^POST \/v1\/invoices\/create_preview$/, renew: detailed(withAnchorType) },
  { until: DAHLIA, of: /^POST \/v1\/checkout\/sessions$/, renew: withUiMode },
  {
    until: CLOVER,
    of: /^POST \/v1\/promotion_codes$/,
    renew: withPromotion,
  },
  { until: CLOVER, of: SCHEDULES, renew: withDurations },
  { until: BASIL, of: SUBSCRIPTIONS, renew: (...given) => withDiscounts(withItems(...given)) },
  { until: BASIL, of: /^POST \/v1\/invoiceitems(\/[^/]+)?$/, renew: withPricing },
  {
    until: BASIL,
    of: /^GET \/v1\/invoices\/upcoming$/,
    renew: (params) => detailed(withAnchorType)(withDiscounts(withDetails(params))),
  },
  // An intent was for cards when it named nothing, and wanted no way back.
  { until: '2023-08-16', of: /^POST \/v1\/(payment|setup)_intents/, renew: cardsAtOnce },
];

/** Parameters that come by the names of an older version, by those of this one. */
export function underNewNames(
  account: Account,
  version: string,
  { method, path }: Pick<ApiRequest, 'method' | 'path'>,
  params: FormHash,
): FormHash {
  const operation = `${method} ${path}`;
  return CHANGES.reduce(
    (given, { until, of, renew }) =>
      version < until && of.test(operation) ? renew(given, account, path) : given,
    params,
  );
}

/** Until the version 2025-09-30 a subscription was billed in the classic way when it named no way. */
export function inClassicBilling(path: string, params: FormHash): FormHash {
  const classic = { type: 'classic' };
  if (path === '/v1/subscriptions' || (path === '/v1/subscription_schedules' && !params.from_subscription))
    return { billing_mode: classic, ...params };
  if (path !== '/v1/checkout/sessions' || params.mode !== 'subscription') return params;
  const { subscription_data: data = {} } = params;
  return typeof data === 'string'
    ? params
    : { ...params, subscription_data: { billing_mode: classic, ...data } };
}

function cardsAtOnce(params: FormHash, _: Account, path: string): FormHash {
  const { confirm, return_url, automatic_payment_methods, allowed_payment_method_types } = params;
  const says = return_url ?? automatic_payment_methods ?? allowed_payment_method_types;
  return confirm === 'true' && says === undefined && /_intents$/.test(path)
    ? { ...params, allowed_payment_method_types: { 0: 'card' } }
    : params;
}

function withUiMode(params: FormHash): FormHash {
  const newer = typeof params.ui_mode === 'string' ? UI_MODES[params.ui_mode] : undefined;
  return newer === undefined ? params : { ...params, ui_mode: newer };
}

/** A promotion code named its coupon directly. */
function withPromotion(params: FormHash): FormHash {
  const { coupon, ...rest } = params;
  if (coupon === undefined || rest.promotion !== undefined) return params;
  return { ...rest, promotion: { type: 'coupon', coupon } };
}

function renamed(params: FormHash, older: string, newer: string): FormHash {
  const { [older]: value, ...rest } = params;
  return value === undefined || newer in rest ? params : { ...rest, [newer]: value };
}

/** `billing_cycle_anchor=now` was a word; it is the type of a hash. */
function withAnchorType({ billing_cycle_anchor: anchor, ...params }: FormHash): FormHash {
  if (anchor === undefined) return params;
  const typed = typeof anchor === 'string' && /^[a-z]+$/.test(anchor) ? { type: anchor } : anchor;
  return { ...params, billing_cycle_anchor: typed };
}

/** The same change, to what a preview asks of a subscription. */
function detailed(renew: (params: FormHash) => FormHash) {
  return ({ subscription_details: details, ...params }: FormHash): FormHash =>
    details === undefined
      ? params
      : { ...params, subscription_details: typeof details === 'string' ? details : renew(details) };
}

/** A subscription had one `coupon` or `promotion_code`; an empty one takes it away. */
function withDiscounts(params: FormHash): FormHash {
  for (const name of ['coupon', 'promotion_code']) {
    const { [name]: given, ...rest } = params;
    if (typeof given === 'string' && rest.discounts === undefined)
      return { ...rest, discounts: given === '' ? '' : { 0: { [name]: given } } };
  }
  return params;
}

/** A subscription of one plan named it, and its quantity, without `items`. */
function withItems(params: FormHash, account: Account, path: string): FormHash {
  const { plan, quantity, ...rest } = params;
  if ((plan ?? quantity) === undefined || rest.items !== undefined) return params;
  const { items } = account.store.get('subscriptions', path.split('/')[3] ?? '') ?? {};
  if (items && items.data.length !== 1) return params;
  const id = items?.data[0]?.id;
  const only = { ...(id && { id }), ...(plan && { plan }), ...(quantity && { quantity }) };
  return { ...rest, items: { 0: only } };
}

/** An invoice item named its price, or its amount for one, directly. */
function withPricing(given: FormHash): FormHash {
  const params = renamed(given, 'unit_amount', 'unit_amount_decimal');
  const { price, ...rest } = params;
  return price === undefined || rest.pricing !== undefined ? params : { ...rest, pricing: { price } };
}

/** What the upcoming invoice asked of a subscription stood beside it, as `subscription_items` and so on. */
function withDetails(params: FormHash): FormHash {
  const all = Object.entries(params);
  const details = all.flatMap(([name, value]) => {
    const [, inner] = /^subscription_(?!details$)(\w+)$/.exec(name) ?? [];
    return inner === undefined ? [] : [[inner, value] as const];
  });
  if (details.length === 0 || params.subscription_details !== undefined) return params;
  return {
    ...Object.fromEntries(all.filter(([name]) => !/^subscription_/.test(name))),
    subscription_details: Object.fromEntries(details),
  };
}

/** A phase was so many `iterations` of its first price's interval. */
function withDurations(params: FormHash, account: Account): FormHash {
  const { phases } = params;
  if (typeof phases !== 'object') return params;
  const renewed = Object.entries(phases).map(([i, phase]) => [i, withDuration(account, phase)] as const);
  return { ...params, phases: Object.fromEntries(renewed) };
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
