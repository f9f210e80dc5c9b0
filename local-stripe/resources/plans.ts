import type { Account } from '../account';
import { planOf } from '../billing/subscription-item';
import { endpoint } from '../endpoint';
import type { Price } from '../records';
import { invalid, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import {
  boolean,
  clearable,
  exactDecimal,
  type Field,
  hash,
  integer,
  metadata,
  oneOf,
  range,
  required,
  string,
} from '../wire/params';
import { MOST } from './price-amounts';
import { createPrice } from './prices';

const newProduct = { name: required(string()), active: boolean(), id: string(), metadata: metadata() };
const productHash = hash(newProduct);

/** A product by its id, or one that is made with the plan. */
const product: Field<
  { product?: string | undefined; product_data?: ReturnType<typeof productHash.read> } | undefined
> = {
  kind: 'hash',
  required: false,
  inner: newProduct,
  read: (value, path) =>
    typeof value === 'string'
      ? { product: string().read(value, path) }
      : { product_data: productHash.read(value, path) },
};

const create = {
  active: boolean(),
  amount: integer({ min: 0, max: MOST }),
  amount_decimal: exactDecimal({ min: 0 }),
  billing_scheme: oneOf('per_unit'),
  currency: required(string(3)),
  id: string(),
  interval: required(oneOf('day', 'week', 'month', 'year')),
  interval_count: integer({ min: 1 }),
  metadata: metadata(),
  nickname: string(),
  product: required(product),
  trial_period_days: integer({ min: 1, max: 730 }),
  usage_type: oneOf('licensed'),
};
const update = { active: boolean(), metadata: metadata(), nickname: clearable(string()) };

function requirePlan(account: Account, id: string): Price {
  const price = account.store.get('prices', id);
  if (!price?.recurring) throw notFound('plan', id, 'plan');
  return price;
}

/** Prices that recur, by the name and in the shape that they had before 2020. */
export const plans = [
  endpoint('POST', '/v1/plans', create, (account, params) => {
    const {
      amount,
      amount_decimal,
      interval,
      interval_count,
      billing_scheme: _,
      product: of,
      trial_period_days,
      usage_type: __,
      ...rest
    } = params;
    const id = params.id ?? account.ids.next('plan');
    if (account.store.get('prices', id) || account.store.get('tombstones', id))
      throw invalid('Plan already exists.', { code: 'resource_already_exists', param: 'id' });
    const plan = planOf(
      createPrice(account, {
        ...rest,
        ...of,
        id,
        recurring: { interval, interval_count, trial_period_days },
        ...(amount !== undefined && { unit_amount: amount }),
        ...(amount_decimal !== undefined && { unit_amount_decimal: amount_decimal }),
      } as Parameters<typeof createPrice>[1]), // what is not given is absent there as well
    );
    account.emit('plan.created', plan);
    return plan;
  }),
  endpoint(
    'GET',
    '/v1/plans',
    { ...pagination, active: boolean(), created: range(), product: string() },
    (account, params) => {
      const found = page(account, 'prices', {
        url: '/v1/plans',
        params,
        ...(params.product !== undefined && { from: account.store.by('prices', 'product', params.product) }),
        keep: (price) =>
          price.recurring !== null &&
          (params.active === undefined || price.active === params.active) &&
          within(price.created, params.created),
      });
      return { ...found, data: found.data.map(planOf) };
    },
  ),
  endpoint('GET', '/v1/plans/:id', {}, (account, _, { id = '' }) => planOf(requirePlan(account, id))),
  endpoint('POST', '/v1/plans/:id', update, (account, params, { id = '' }) => {
    const before = requirePlan(account, id);
    const after = account.store.put('prices', {
      ...before,
      active: params.active ?? before.active,
      metadata: mergeMetadata(before.metadata, params.metadata),
      nickname: params.nickname === undefined ? before.nickname : params.nickname,
    });
    account.emit('price.updated', after, before);
    account.emit('plan.updated', planOf(after), planOf(before));
    return planOf(after);
  }),
  endpoint('DELETE', '/v1/plans/:id', {}, (account, _, { id = '' }) => {
    const gone = requirePlan(account, id);
    account.store.remove('prices', id);
    account.store.put('tombstones', { id, object: 'plan' });
    account.emit('price.deleted', gone);
    account.emit('plan.deleted', planOf(gone));
    return { id, object: 'plan', deleted: true };
  }),
];
