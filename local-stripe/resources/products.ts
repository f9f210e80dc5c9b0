import type { Account } from '../account';
import { endpoint } from '../endpoint';
import type { Product } from '../records';
import { invalid, missing, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import {
  boolean,
  clearable,
  clearableString,
  hash,
  list,
  metadata,
  oneOf,
  range,
  required,
  string,
  url,
} from '../wire/params';
import { addProduct } from './new-product';
import { createPrice, newPrice } from './prices';

const feature = hash({ name: required(string(80)) });

const shared = {
  active: boolean(),
  description: clearableString(40_000),
  images: clearable(list(string(), { max: 8 })),
  marketing_features: clearable(list(feature, { max: 15 })),
  metadata: metadata(),
  statement_descriptor: string(22),
  unit_label: clearableString(12),
  url: clearable(url()),
};
const create = {
  ...shared,
  id: string(),
  name: required(string()),
  default_price_data: hash({ ...newPrice }),
  type: oneOf('service'),
};
const update = { ...shared, name: string(), default_price: clearable(string()) };
const filters = {
  ...pagination,
  active: boolean(),
  created: range(),
  ids: list(string()),
  type: oneOf('service'),
  url: string(),
};

const requireProduct = (account: Account, id: string): Product => {
  const product = account.store.get('products', id);
  if (!product) throw notFound('product', id);
  return product;
};

function change(account: Account, before: Product, changes: Partial<Product>): Product {
  const after = account.store.put('products', { ...before, ...changes, updated: account.now() });
  account.emit('product.updated', after, before);
  return after;
}

export const products = [
  endpoint('POST', '/v1/products', create, (account, params) => {
    const product = addProduct(account, params);
    if (!params.default_price_data) return product;
    const price = createPrice(account, { ...params.default_price_data, product: product.id });
    return change(account, product, { default_price: price.id });
  }),
  endpoint('GET', '/v1/products', filters, (account, params) =>
    page(account, 'products', {
      url: '/v1/products',
      params,
      keep: (product) =>
        (params.active === undefined || product.active === params.active) &&
        (params.ids === undefined || params.ids.includes(product.id)) &&
        (params.url === undefined || product.url === params.url) &&
        within(product.created, params.created),
    }),
  ),
  endpoint('GET', '/v1/products/:id', {}, (account, _, { id = '' }) => requireProduct(account, id)),
  endpoint('POST', '/v1/products/:id', update, (account, params, { id = '' }) => {
    const before = requireProduct(account, id);
    if (params.default_price && account.store.get('prices', params.default_price)?.product !== id)
      throw invalid(
        `The price specified is inactive or does not belong to this product: ${params.default_price}`,
        {
          param: 'default_price',
        },
      );
    if (params.name === '') throw missing('name');
    return change(account, before, {
      name: params.name ?? before.name,
      active: params.active ?? before.active,
      description: params.description === undefined ? before.description : params.description,
      images: params.images === undefined ? before.images : (params.images ?? []),
      marketing_features:
        params.marketing_features === undefined
          ? before.marketing_features
          : (params.marketing_features?.flatMap((each) => each ?? []) ?? []),
      default_price:
        params.default_price === undefined ? (before.default_price ?? null) : params.default_price,
      statement_descriptor: params.statement_descriptor ?? before.statement_descriptor ?? null,
      unit_label: params.unit_label === undefined ? (before.unit_label ?? null) : params.unit_label,
      url: params.url === undefined ? before.url : params.url,
      metadata: mergeMetadata(before.metadata, params.metadata),
    });
  }),
  endpoint('DELETE', '/v1/products/:id', {}, (account, _, { id = '' }) => {
    const product = requireProduct(account, id);
    if (account.store.by('prices', 'product', id).length > 0)
      throw invalid('This product cannot be deleted because it has one or more user-created prices.');
    account.store.remove('products', id);
    account.store.put('tombstones', { id, object: 'product' });
    account.emit('product.deleted', product);
    return { id, object: 'product', deleted: true };
  }),
];
