import type { Account } from '../account';
import type { Collection, WireList } from '../records';
import { invalid } from './errors';

type Tree = { [field: string]: Tree };
type Json = Record<string, unknown>;

type Definition = Readonly<{
  /** Fields that hold an id, by dotted path, and where the object is. */
  references?: Readonly<Record<string, Collection>>;
  /** Fields that are left out unless asked for. */
  hidden?: readonly string[];
  /** Lists that are made only when asked for. */
  lists?: Readonly<Record<string, (account: Account, object: Json) => WireList<object>>>;
}>;

const listOf = (url: string, data: object[]): WireList<object> => ({
  object: 'list',
  data,
  has_more: false,
  url,
});

const DEFINITIONS: Readonly<Record<string, Definition>> = {
  customer: {
    references: { 'invoice_settings.default_payment_method': 'paymentMethods' },
    lists: {
      subscriptions: (account, customer) =>
        listOf(
          `/v1/customers/${customer.id}/subscriptions`,
          account.store
            .by('subscriptions', 'customer', String(customer.id))
            .filter((subscription) => !['canceled', 'incomplete_expired'].includes(subscription.status)),
        ),
      tax_ids: (account, customer) =>
        listOf(
          `/v1/customers/${customer.id}/tax_ids`,
          account.store.by('taxIds', 'customer', String(customer.id)),
        ),
    },
  },
  product: { references: { default_price: 'prices' } },
  price: { references: { product: 'products' }, hidden: ['currency_options', 'tiers'] },
  coupon: { hidden: ['applies_to', 'currency_options'] },
  promotion_code: {
    references: { 'promotion.coupon': 'coupons', customer: 'customers' },
    hidden: ['restrictions.currency_options'],
  },
  discount: {
    references: { 'source.coupon': 'coupons', promotion_code: 'promotionCodes', customer: 'customers' },
  },
  payment_method: { references: { customer: 'customers' } },
  payment_intent: {
    references: { customer: 'customers', payment_method: 'paymentMethods', latest_charge: 'charges' },
  },
  charge: { references: { customer: 'customers', payment_intent: 'paymentIntents' } },
  subscription: {
    references: {
      customer: 'customers',
      default_payment_method: 'paymentMethods',
      discounts: 'discounts',
      latest_invoice: 'invoices',
      schedule: 'subscriptionSchedules',
    },
  },
  subscription_item: { references: { price: 'prices', discounts: 'discounts' } },
  subscription_schedule: { references: { customer: 'customers', subscription: 'subscriptions' } },
  invoice: {
    references: {
      customer: 'customers',
      default_payment_method: 'paymentMethods',
      discounts: 'discounts',
      'parent.subscription_details.subscription': 'subscriptions',
    },
    lists: {
      payments: (account, invoice) =>
        listOf(
          `/v1/invoice_payments?invoice=${invoice.id}`,
          account.store.by('invoicePayments', 'invoice', String(invoice.id)),
        ),
    },
  },
  line_item: { references: { discounts: 'discounts', 'pricing.price_details.price': 'prices' } },
  invoiceitem: {
    references: {
      customer: 'customers',
      discounts: 'discounts',
      invoice: 'invoices',
      'pricing.price_details.price': 'prices',
    },
  },
  customer_balance_transaction: { references: { customer: 'customers', invoice: 'invoices' } },
  tax_id: { references: { customer: 'customers', 'owner.customer': 'customers' } },
  invoice_payment: { references: { invoice: 'invoices', 'payment.payment_intent': 'paymentIntents' } },
  'billing_portal.session': { references: { configuration: 'configurations' } },
  'billing_portal.configuration': { hidden: ['features.subscription_update.products'] },
};

const MAX_DEPTH = 4;

/**
 * An object or list as the API answers it: hidden fields left out, fields named in `expand` put in place of their ids.
 * Throws a 400 for a field that cannot be expanded or a path deeper than four levels.
 */
export function render(account: Account, value: object, expand: readonly string[]): object {
  return renderValue(account, value as Json, treeOf(expand), ''); // records are JSON objects
}

function treeOf(paths: readonly string[]): Tree {
  const root: Tree = {};
  for (const path of paths) {
    const fields = path.split('.');
    if (fields.length > MAX_DEPTH)
      throw invalid(`You cannot expand more than ${MAX_DEPTH} levels of a property (${path}).`, {
        param: 'expand',
      });
    let at = root;
    for (const field of fields) {
      const inner: Tree = Object.hasOwn(at, field) ? (at[field] ?? {}) : {};
      at[field] = inner;
      at = inner;
    }
  }
  return root;
}

function renderValue(account: Account, value: Json, tree: Tree, path: string): Json {
  if (value.object === 'list' || value.object === 'search_result') {
    const { data, total_count, ...others } = tree;
    refuse(Object.keys(others), path, true);
    const { total_count: total, ...shown } = value;
    if (total_count && total === undefined) refuse(['total_count'], path, true);
    return {
      ...shown,
      ...(total_count && { total_count: total }),
      data: (value.data as Json[]).map((entry) =>
        renderValue(account, entry, data ?? {}, join(path, 'data')),
      ),
    };
  }
  // What is deleted has nothing left to expand.
  if (value.deleted === true) return value;
  const definition = DEFINITIONS[String(value.object)] ?? {};
  return renderHash(account, value, tree, path, definition, '');
}

function renderHash(
  account: Account,
  hash: Json,
  tree: Tree,
  path: string,
  definition: Definition,
  within: string,
): Json {
  const result: Json = { ...hash };
  for (const field of Object.keys(hash)) {
    const inside = join(within, field);
    if (definition.hidden?.includes(inside) && !tree[field]) delete result[field];
    else if (needsWalk(hash[field], definition, inside)) {
      const inner = hash[field] as Json; // needsWalk says it is an object
      result[field] =
        typeof inner.object === 'string' && !definition.references?.[inside]
          ? renderValue(account, inner, tree[field] ?? {}, join(path, field))
          : typeof inner.object === 'string'
            ? embedded(account, inner, definition.references?.[inside], tree[field] ?? {}, join(path, field))
            : renderHash(account, inner, tree[field] ?? {}, join(path, field), definition, inside);
    }
  }
  for (const field of Object.keys(tree)) {
    const [inside, subtree, value] = [join(within, field), tree[field] ?? {}, hash[field]];
    const list = definition.lists?.[inside];
    const collection = definition.references?.[inside];
    if (list) result[field] = renderValue(account, list(account, hash) as Json, subtree, join(path, field));
    else if (collection && Array.isArray(value))
      result[field] = value.map((id) =>
        expanded(account, collection, String(id), subtree, join(path, field)),
      );
    else if (collection && typeof value === 'string')
      result[field] = expanded(account, collection, value, subtree, join(path, field));
    else if (!collection && !definition.hidden?.includes(inside) && !needsWalk(value, definition, inside))
      refuse([field], path);
  }
  return result;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const needsWalk = (value: unknown, definition: Definition, inside: string): boolean =>
  isObject(value) &&
  (typeof value.object === 'string' ||
    [...(definition.hidden ?? []), ...Object.keys(definition.references ?? {})].some((known) =>
      known.startsWith(`${inside}.`),
    ));

/** An object that is always shown whole, such as an item's price: shown as it is today. */
function embedded(
  account: Account,
  value: Json,
  collection: Collection | undefined,
  tree: Tree,
  path: string,
): Json {
  const today = collection && account.store.get(collection, String(value.id));
  return renderValue(account, (today ?? value) as Json, tree, path); // records are JSON objects
}

function expanded(account: Account, collection: Collection, id: string, tree: Tree, path: string): unknown {
  const record =
    account.store.get(collection, id) ??
    (collection === 'coupons' ? account.store.get('retiredCoupons', id) : undefined) ??
    tombstone(account, id);
  return record ? renderValue(account, record as Json, tree, path) : id;
}

function tombstone(account: Account, id: string): Json | undefined {
  const gone = account.store.get('tombstones', id);
  return gone && { id: gone.id, object: gone.object, deleted: true };
}

const join = (path: string, field: string): string => (path === '' ? field : `${path}.${field}`);

function refuse(fields: readonly string[], path: string, ofList = false): void {
  const [field] = fields;
  if (field === undefined) return;
  const whole = join(path, field);
  const hint = ofList && path === '' ? ` You may want to try expanding 'data.${field}' instead.` : '';
  throw invalid(`This property cannot be expanded (${whole}).${hint}`, { param: 'expand' });
}
