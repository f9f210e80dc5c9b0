import type { Account } from '../account';
import { LONGEST_INTERVAL } from '../billing/calendar';
import { currencyOf } from '../billing/currencies';
import { endpoint } from '../endpoint';
import type { Price } from '../records';
import { invalid, missing, noSuch, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import {
  boolean,
  clearable,
  exactDecimal,
  hash,
  type Infer,
  integer,
  list,
  mapOf,
  metadata,
  oneOf,
  range,
  required,
  string,
} from '../wire/params';
import { addProduct } from './new-product';
import { amounts, amountsOfOptions, MOST, tierParams } from './price-amounts';

const amount = integer({ min: 0, max: MOST });
const taxBehavior = oneOf('exclusive', 'inclusive', 'unspecified');
const tiers = list(hash(tierParams));
const currencyOption = hash({
  tiers,
  unit_amount: amount,
  unit_amount_decimal: exactDecimal({ min: 0 }),
  tax_behavior: taxBehavior,
});
const recurring = {
  interval: required(oneOf('day', 'week', 'month', 'year')),
  interval_count: integer({ min: 1 }),
  trial_period_days: integer({ min: 1, max: 730 }),
  usage_type: oneOf('licensed'),
};

/** What a price needs besides its product: also read as `default_price_data` of a product. */
export const newPrice = {
  currency: required(string(3)),
  unit_amount: amount,
  unit_amount_decimal: exactDecimal({ min: 0 }),
  currency_options: mapOf(currencyOption),
  recurring: hash(recurring),
  tax_behavior: taxBehavior,
  metadata: metadata(),
};
const create = {
  ...newPrice,
  active: boolean(),
  billing_scheme: oneOf('per_unit', 'tiered'),
  lookup_key: string(200),
  nickname: string(),
  product: string(),
  product_data: hash({ name: required(string()), active: boolean(), id: string(), metadata: metadata() }),
  tiers,
  tiers_mode: oneOf('graduated', 'volume'),
  transfer_lookup_key: boolean(),
  transform_quantity: hash({
    divide_by: required(integer({ min: 1 })),
    round: required(oneOf('down', 'up')),
  }),
};
const update = {
  active: boolean(),
  currency_options: clearable(mapOf(currencyOption)),
  lookup_key: clearable(string(200)),
  metadata: metadata(),
  nickname: clearable(string()),
  tax_behavior: taxBehavior,
  transfer_lookup_key: boolean(),
};
const filters = {
  ...pagination,
  active: boolean(),
  created: range(),
  currency: string(3),
  lookup_keys: list(string(), { max: 10 }),
  product: string(),
  recurring: hash({
    interval: oneOf('day', 'week', 'month', 'year'),
    usage_type: oneOf('licensed', 'metered'),
  }),
  type: oneOf('one_time', 'recurring'),
};

type NewPrice = Partial<Omit<Infer<typeof create>, 'recurring'>> & {
  /** The id that a plan asks for. */
  id?: string | undefined;
  currency: string;
  recurring?:
    | {
        interval: 'day' | 'week' | 'month' | 'year';
        interval_count?: number | undefined;
        trial_period_days?: number | undefined;
      }
    | undefined;
};

/** Makes a price, and its product when it comes as `product_data`. */
export function createPrice(account: Account, params: NewPrice): Price {
  const currency = currencyOf(params.currency, 'currency');
  const { interval = 'day', interval_count = 1 } = params.recurring ?? {};
  if (interval_count > LONGEST_INTERVAL[interval])
    throw invalid(
      `Invalid recurring[interval_count]: at most ${LONGEST_INTERVAL[interval]} for the interval ${interval}.`,
      {
        param: 'recurring[interval_count]',
      },
    );
  const priced = amounts(params, currency, '');
  if (priced.tiers && !params.tiers_mode) throw missing('tiers_mode');
  if (!priced.tiers && params.tiers_mode)
    throw invalid('You can only specify tiers_mode when billing_scheme=tiered.', { param: 'tiers_mode' });
  if (priced.tiers && params.transform_quantity)
    throw invalid('You cannot specify transform_quantity when billing_scheme=tiered.', {
      param: 'transform_quantity',
    });
  if (params.product !== undefined && params.product_data)
    throw invalid('You may only specify one of these parameters: product, product_data.', {
      param: 'product',
    });
  if (params.product !== undefined && !account.store.get('products', params.product))
    throw noSuch('product', params.product, 'product');
  const product = params.product ?? (params.product_data && addProduct(account, params.product_data).id);
  if (product === undefined) throw missing('product');
  const id = params.id ?? account.ids.next('price');
  if (params.lookup_key) claimLookupKey(account, params.lookup_key, id, params.transfer_lookup_key ?? false);
  const price: Price = {
    id,
    object: 'price',
    active: params.active ?? true,
    billing_scheme: priced.tiers ? 'tiered' : 'per_unit',
    created: account.now(),
    currency,
    currency_options: {
      [currency]: {
        custom_unit_amount: null,
        tax_behavior: params.tax_behavior ?? 'unspecified',
        ...priced,
      },
      ...amountsOfOptions(params.currency_options, priced.tiers !== undefined),
    },
    custom_unit_amount: null,
    livemode: false,
    lookup_key: params.lookup_key ?? null,
    metadata: mergeMetadata({}, params.metadata),
    nickname: params.nickname ?? null,
    product,
    recurring: params.recurring
      ? {
          interval: params.recurring.interval,
          interval_count: params.recurring.interval_count ?? 1,
          meter: null,
          trial_period_days: params.recurring.trial_period_days ?? null,
          usage_type: 'licensed',
        }
      : null,
    tax_behavior: params.tax_behavior ?? 'unspecified',
    tiers_mode: params.tiers_mode ?? null,
    transform_quantity: params.transform_quantity ?? null,
    type: params.recurring ? 'recurring' : 'one_time',
    ...priced,
  };
  account.store.put('prices', price);
  account.emit('price.created', price);
  return price;
}

/** A lookup key belongs to one price; `transfer` takes it from the other. */
function claimLookupKey(account: Account, key: string, id: string, transfer: boolean): void {
  const holder = account.store.by('prices', 'lookup_key', key).find((price) => price.id !== id);
  if (!holder) return;
  if (!transfer)
    throw invalid(`A price (\`${holder.id}\`) already uses that lookup key.`, {
      code: 'resource_already_exists',
      param: 'lookup_key',
    });
  const after = account.store.put('prices', { ...holder, lookup_key: null });
  account.emit('price.updated', after, holder);
}

function requirePrice(account: Account, id: string): Price {
  const price = account.store.get('prices', id);
  if (!price) throw notFound('price', id);
  return price;
}

export const prices = [
  endpoint('POST', '/v1/prices', create, (account, params) => createPrice(account, params)),
  endpoint('GET', '/v1/prices', filters, (account, params) =>
    page(account, 'prices', {
      url: '/v1/prices',
      params,
      ...(params.product !== undefined && { from: account.store.by('prices', 'product', params.product) }),
      keep: (price) =>
        (params.active === undefined || price.active === params.active) &&
        (params.currency === undefined || price.currency === params.currency.toLowerCase()) &&
        (params.type === undefined || price.type === params.type) &&
        (params.lookup_keys === undefined || params.lookup_keys.some((key) => key === price.lookup_key)) &&
        (params.recurring?.interval === undefined ||
          price.recurring?.interval === params.recurring.interval) &&
        (params.recurring?.usage_type === undefined ||
          price.recurring?.usage_type === params.recurring.usage_type) &&
        within(price.created, params.created),
    }),
  ),
  endpoint('GET', '/v1/prices/:id', {}, (account, _, { id = '' }) => requirePrice(account, id)),
  endpoint('POST', '/v1/prices/:id', update, (account, params, { id = '' }) => {
    const before = requirePrice(account, id);
    if (params.lookup_key)
      claimLookupKey(account, params.lookup_key, id, params.transfer_lookup_key ?? false);
    const after = account.store.put('prices', {
      ...before,
      active: params.active ?? before.active,
      currency_options: {
        ...before.currency_options,
        ...amountsOfOptions(params.currency_options, before.billing_scheme === 'tiered'),
      },
      lookup_key: params.lookup_key === undefined ? before.lookup_key : params.lookup_key,
      metadata: mergeMetadata(before.metadata, params.metadata),
      nickname: params.nickname === undefined ? before.nickname : params.nickname,
      tax_behavior: params.tax_behavior ?? before.tax_behavior,
    });
    account.emit('price.updated', after, before);
    return after;
  }),
];
