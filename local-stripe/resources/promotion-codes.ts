import type { Account } from '../account';
import { currencyOf } from '../billing/currencies';
import { promotionCodeNow } from '../billing/validity';
import { endpoint } from '../endpoint';
import type { PromotionCode } from '../records';
import { invalid, missing, noSuch, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import { boolean, hash, integer, mapOf, metadata, oneOf, range, required, string } from '../wire/params';

const minimum = integer({ min: 1 });
const restrictionOptions = mapOf(hash({ minimum_amount: required(minimum) }));
const create = {
  active: boolean(),
  code: string(500),
  customer: string(),
  expires_at: integer({ min: 0 }),
  max_redemptions: integer({ min: 1 }),
  metadata: metadata(),
  promotion: required(hash({ type: required(oneOf('coupon')), coupon: string() })),
  restrictions: hash({
    currency_options: restrictionOptions,
    first_time_transaction: boolean(),
    minimum_amount: minimum,
    minimum_amount_currency: string(3),
  }),
};
const update = {
  active: boolean(),
  metadata: metadata(),
  restrictions: hash({ currency_options: restrictionOptions }),
};
const filters = {
  ...pagination,
  active: boolean(),
  code: string(),
  coupon: string(),
  created: range(),
  customer: string(),
};

function requirePromotionCode(account: Account, id: string): PromotionCode {
  const promotion = account.store.get('promotionCodes', id);
  if (!promotion) throw notFound('promotion code', id, 'promotion_code');
  return promotionCodeNow(account, promotion);
}

/** Two active codes of the same letters may exist only for two different customers. */
function requireFree(account: Account, code: string, customer: string | null, except?: string): void {
  const rival = account.store
    .by('promotionCodes', 'code', code.toLowerCase())
    .map((each) => promotionCodeNow(account, each))
    .find(
      (each) =>
        each.active &&
        each.id !== except &&
        (each.customer === null || customer === null || each.customer === customer),
    );
  if (rival)
    throw invalid(`An active promotion code with \`code: ${code}\` already exists.`, {
      code: 'resource_already_exists',
      param: 'code',
    });
}

type Options = Record<string, { minimum_amount: number } | undefined>;

const optionsOf = (given: Options | undefined) =>
  Object.fromEntries(
    Object.entries(given ?? {}).flatMap(([code, each]) =>
      each
        ? [[currencyOf(code, 'restrictions[currency_options]'), { minimum_amount: each.minimum_amount }]]
        : [],
    ),
  );

function restrictionsOf(
  given: {
    currency_options?: Options | undefined;
    first_time_transaction?: boolean | undefined;
    minimum_amount?: number | undefined;
    minimum_amount_currency?: string | undefined;
  } = {},
): PromotionCode['restrictions'] {
  const { minimum_amount: amount, minimum_amount_currency: code } = given;
  if (amount !== undefined && code === undefined) throw missing('restrictions[minimum_amount_currency]');
  if (amount === undefined && (code ?? given.currency_options) !== undefined)
    throw missing('restrictions[minimum_amount]');
  const currency = code === undefined ? null : currencyOf(code, 'restrictions[minimum_amount_currency]');
  return {
    ...(amount !== undefined &&
      currency !== null && {
        currency_options: { [currency]: { minimum_amount: amount }, ...optionsOf(given.currency_options) },
      }),
    first_time_transaction: given.first_time_transaction ?? false,
    minimum_amount: amount ?? null,
    minimum_amount_currency: amount === undefined ? null : currency,
  };
}

export const promotionCodes = [
  endpoint('POST', '/v1/promotion_codes', create, (account, params) => {
    const couponId = params.promotion.coupon;
    if (couponId === undefined) throw missing('promotion[coupon]');
    const coupon = account.store.get('coupons', couponId);
    if (!coupon) throw noSuch('coupon', couponId, 'promotion[coupon]');
    if (params.code !== undefined && !/^[a-z0-9]+$/i.test(params.code))
      throw invalid('Invalid code: only letters and digits are allowed.', { param: 'code' });
    if (params.customer !== undefined && !account.store.get('customers', params.customer))
      throw noSuch('customer', params.customer, 'customer');
    if (params.expires_at !== undefined && params.expires_at <= account.now())
      throw invalid('Invalid expires_at: must be in the future', { param: 'expires_at' });
    if (coupon.redeem_by !== null && (params.expires_at ?? 0) > coupon.redeem_by)
      throw invalid("Invalid expires_at: must not be later than the coupon's redeem_by", {
        param: 'expires_at',
      });
    if (coupon.max_redemptions !== null && (params.max_redemptions ?? 0) > coupon.max_redemptions)
      throw invalid("Invalid max_redemptions: must not exceed the coupon's", { param: 'max_redemptions' });
    const code = params.code ?? account.ids.secret(8).toUpperCase();
    const customer = params.customer ?? null;
    requireFree(account, code, customer);
    const promotion: PromotionCode = {
      id: account.ids.next('promo'),
      object: 'promotion_code',
      active: params.active ?? true,
      code,
      created: account.now(),
      customer,
      customer_account: null,
      expires_at: params.expires_at ?? null,
      livemode: false,
      max_redemptions: params.max_redemptions ?? null,
      metadata: mergeMetadata({}, params.metadata),
      promotion: { type: 'coupon', coupon: couponId },
      restrictions: restrictionsOf(params.restrictions),
      times_redeemed: 0,
    };
    const stored = account.store.put('promotionCodes', promotionCodeNow(account, promotion));
    account.emit('promotion_code.created', stored);
    return stored;
  }),
  endpoint('GET', '/v1/promotion_codes', filters, (account, params) => {
    const found = page(account, 'promotionCodes', {
      url: '/v1/promotion_codes',
      params,
      ...(params.code !== undefined && {
        from: account.store.by('promotionCodes', 'code', params.code.toLowerCase()),
      }),
      keep: (each) =>
        (params.active === undefined || promotionCodeNow(account, each).active === params.active) &&
        (params.coupon === undefined || each.promotion.coupon === params.coupon) &&
        (params.customer === undefined || each.customer === params.customer) &&
        within(each.created, params.created),
    });
    return { ...found, data: found.data.map((each) => promotionCodeNow(account, each)) };
  }),
  endpoint('GET', '/v1/promotion_codes/:id', {}, (account, _, { id = '' }) =>
    requirePromotionCode(account, id),
  ),
  endpoint('POST', '/v1/promotion_codes/:id', update, (account, params, { id = '' }) => {
    const before = requirePromotionCode(account, id);
    if (params.restrictions?.currency_options && before.restrictions.minimum_amount === null)
      throw invalid('restrictions[currency_options] can only be set on a code with a minimum_amount.', {
        param: 'restrictions[currency_options]',
      });
    if (params.active && !before.active) {
      requireFree(account, before.code, before.customer, before.id);
      if (!promotionCodeNow(account, { ...before, active: true }).active)
        throw invalid('This promotion code cannot be activated because it can no longer be redeemed.', {
          param: 'active',
        });
    }
    const after = account.store.put('promotionCodes', {
      ...before,
      active: params.active ?? before.active,
      metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
      restrictions: params.restrictions?.currency_options
        ? {
            ...before.restrictions,
            currency_options: {
              ...before.restrictions.currency_options,
              ...optionsOf(params.restrictions.currency_options),
            },
          }
        : before.restrictions,
    });
    account.emit('promotion_code.updated', after, before);
    return after;
  }),
];
