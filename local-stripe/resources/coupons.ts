import type { Account } from '../account';
import { currencyOf } from '../billing/currencies';
import { refuseThirdDecimal } from '../billing/currency-units';
import { couponNow } from '../billing/validity';
import { endpoint } from '../endpoint';
import type { Coupon } from '../records';
import { invalid, missing, noSuch, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import {
  clearable,
  decimal,
  hash,
  integer,
  list,
  mapOf,
  metadata,
  oneOf,
  range,
  required,
  string,
} from '../wire/params';

const amountOff = integer({ min: 1 });
const currencyOptions = mapOf(hash({ amount_off: required(amountOff) }));
const create = {
  amount_off: amountOff,
  applies_to: hash({ products: list(string()) }),
  currency: string(3),
  currency_options: currencyOptions,
  duration: oneOf('once', 'repeating', 'forever'),
  duration_in_months: integer({ min: 1 }),
  id: string(),
  max_redemptions: integer({ min: 1 }),
  metadata: metadata(),
  name: string(40),
  percent_off: decimal(),
  redeem_by: integer({ min: 0 }),
};
const update = { currency_options: currencyOptions, metadata: metadata(), name: clearable(string(40)) };

function requireCoupon(account: Account, id: string): Coupon {
  const coupon = account.store.get('coupons', id);
  if (!coupon) throw notFound('coupon', id, 'coupon');
  return couponNow(account, coupon);
}

const optionsOf = (
  given: Record<string, { amount_off: number } | undefined> | undefined,
): Coupon['currency_options'] =>
  given &&
  Object.fromEntries(
    Object.entries(given).flatMap(([code, each]) =>
      each ? [[optionIn(code, each.amount_off), { amount_off: each.amount_off }]] : [],
    ),
  );

/** The currency of one of `currency_options`, once its amount suits it. */
function optionIn(code: string, amount: number): string {
  const currency = currencyOf(code, `currency_options[${code}]`);
  refuseThirdDecimal(amount, currency, `currency_options[${code}][amount_off]`);
  return currency;
}

/** A percentage is the same in every currency. */
function refuseCurrencies({ currency_options }: { currency_options?: unknown }): void {
  if (currency_options !== undefined)
    throw invalid('currency_options can only be set on a coupon with amount_off.', {
      param: 'currency_options',
    });
}

export const coupons = [
  endpoint('POST', '/v1/coupons', create, (account, params) => {
    const { percent_off, amount_off, duration = 'once' } = params;
    if ((percent_off === undefined) === (amount_off === undefined))
      throw percent_off === undefined
        ? missing('percent_off')
        : invalid('You may only specify one of these parameters: amount_off, percent_off.', {
            param: 'percent_off',
          });
    if (percent_off !== undefined && (percent_off <= 0 || percent_off > 100))
      throw invalid('Invalid percent_off: must be greater than 0 and at most 100', { param: 'percent_off' });
    if (amount_off !== undefined && params.currency === undefined) throw missing('currency');
    if (amount_off === undefined) refuseCurrencies(params);
    if (duration === 'repeating' && params.duration_in_months === undefined)
      throw missing('duration_in_months');
    if (duration !== 'repeating' && params.duration_in_months !== undefined)
      throw invalid('duration_in_months can only be set when duration is repeating.', {
        param: 'duration_in_months',
      });
    if (params.redeem_by !== undefined && params.redeem_by <= account.now())
      throw invalid('Invalid redeem_by: must be in the future', { param: 'redeem_by' });
    for (const product of params.applies_to?.products ?? [])
      if (!account.store.get('products', product)) throw noSuch('product', product, 'applies_to[products]');
    const id = params.id ?? account.ids.secret(8);
    if (account.store.get('coupons', id))
      throw invalid('Coupon already exists.', { code: 'resource_already_exists', param: 'id' });
    const given = params.currency === undefined ? null : currencyOf(params.currency, 'currency');
    const currency = amount_off === undefined ? null : given; // Stripe takes one with a percentage, and leaves it
    if (currency !== null) refuseThirdDecimal(amount_off ?? 0, currency, 'amount_off');
    const coupon: Coupon = {
      id,
      object: 'coupon',
      amount_off: amount_off ?? null,
      ...(params.applies_to?.products && {
        applies_to: { products: params.applies_to.products.flatMap((p) => p ?? []) },
      }),
      created: account.now(),
      currency,
      ...(currency !== null && {
        currency_options: {
          [currency]: { amount_off: amount_off ?? 0 },
          ...optionsOf(params.currency_options),
        },
      }),
      duration,
      duration_in_months: params.duration_in_months ?? null,
      livemode: false,
      max_redemptions: params.max_redemptions ?? null,
      metadata: mergeMetadata({}, params.metadata),
      name: params.name ?? null,
      percent_off: percent_off ?? null,
      redeem_by: params.redeem_by ?? null,
      times_redeemed: 0,
      valid: true,
    };
    account.store.remove('retiredCoupons', id);
    account.store.put('coupons', coupon);
    account.emit('coupon.created', coupon);
    return coupon;
  }),
  endpoint('GET', '/v1/coupons', { ...pagination, created: range() }, (account, params) => {
    const found = page(account, 'coupons', {
      url: '/v1/coupons',
      params,
      keep: (coupon) => within(coupon.created, params.created),
    });
    return { ...found, data: found.data.map((coupon) => couponNow(account, coupon)) };
  }),
  endpoint('GET', '/v1/coupons/:id', {}, (account, _, { id = '' }) => requireCoupon(account, id)),
  endpoint('POST', '/v1/coupons/:id', update, (account, params, { id = '' }) => {
    const before = requireCoupon(account, id);
    if (before.amount_off === null) refuseCurrencies(params);
    const after = account.store.put('coupons', {
      ...before,
      name: params.name === undefined ? before.name : params.name,
      metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
      ...(before.currency_options && {
        currency_options: { ...before.currency_options, ...optionsOf(params.currency_options) },
      }),
    });
    account.emit('coupon.updated', after, before);
    return after;
  }),
  endpoint('DELETE', '/v1/coupons/:id', {}, (account, _, { id = '' }) => {
    const coupon = requireCoupon(account, id);
    account.store.remove('coupons', id);
    account.store.put('retiredCoupons', { ...coupon, valid: false });
    account.emit('coupon.deleted', coupon);
    return { id, object: 'coupon', deleted: true };
  }),
];
