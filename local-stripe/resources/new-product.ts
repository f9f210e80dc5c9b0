import type { Account } from '../account';
import type { Product } from '../records';
import { invalid } from '../wire/errors';
import { mergeMetadata } from '../wire/metadata';

type NewProduct = Readonly<{
  name: string;
  id?: string | undefined;
  active?: boolean | undefined;
  description?: string | null | undefined;
  images?: readonly (string | undefined)[] | null | undefined;
  marketing_features?: readonly ({ name: string } | undefined)[] | null | undefined;
  metadata?: Record<string, string> | null | undefined;
  statement_descriptor?: string | undefined;
  unit_label?: string | null | undefined;
  url?: string | null | undefined;
}>;

/** Makes a product; a price's `product_data` makes one too. Throws when the id is taken. */
export function addProduct(account: Account, given: NewProduct): Product {
  const id = given.id ?? account.ids.next('prod');
  if (account.store.get('products', id))
    throw invalid(`Product already exists with ID: ${id}`, { code: 'resource_already_exists', param: 'id' });
  const now = account.now();
  const product: Product = {
    id,
    object: 'product',
    active: given.active ?? true,
    created: now,
    default_price: null,
    description: given.description ?? null,
    images: given.images?.flatMap((each) => each ?? []) ?? [],
    livemode: false,
    marketing_features: given.marketing_features?.flatMap((each) => each ?? []) ?? [],
    metadata: mergeMetadata({}, given.metadata),
    name: given.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: given.statement_descriptor ?? null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: given.unit_label ?? null,
    updated: now,
    url: given.url ?? null,
  };
  account.store.put('products', product);
  account.emit('product.created', product);
  return product;
}
