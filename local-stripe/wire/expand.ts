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
  /** Lists, and now and then an object, that are made only when asked for. */
  lists?: Readonly<Record<string, (account: Account, object: Json) => object | null>>;
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
  event: { hidden: ['recorded_at'] },
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
  setup_intent: { references: { customer: 'customers', payment_method: 'paymentMethods' } },
  'checkout.session': {
    references: {
      customer: 'customers',
      invoice: 'invoices',
      setup_intent: 'setupIntents',
      subscription: 'subscriptions',
    },
    hidden: ['line_items'],
  },
  charge: { references: { customer: 'customers', payment_intent: 'paymentIntents' } },
  subscription: {
    references: {
      customer: 'customers',
      default_payment_method: 'paymentMethods',
      discounts: 'discounts',
      latest_invoice: 'invoices',
      schedule: 'subscriptionSchedules',
      test_clock: 'testClocks',
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
      confirmation_secret: (account, invoice) => secretOf(account, String(invoice.id)),
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

/** What lets a browser confirm an invoice's payment; null when it has none. */
function secretOf(account: Account, invoice: string): object | null {
  const [payment] = account.store.by('invoicePayments', 'invoice', invoice);
  const intent = account.store.get('paymentIntents', payment?.payment.payment_intent ?? '');
  return intent ? { client_secret: intent.client_secret, type: 'payment_intent' } : null;
}

const MAX_DEPTH = 4;
const NOTHING: Tree = {};
const PLAIN: Definition = {};

/**
 * An object or list as the API answers it: hidden fields left out, fields named in `expand` put in place of their ids.
 * Parts that stay as they are stored are shared, not copied: neither records nor answers are ever changed in place.
 * Throws a 400 for a field that cannot be expanded or a path deeper than four levels.
 */
export function render(account: Account, value: object, expand: readonly string[]): object {
  return renderValue(account, value as Json, expand.length === 0 ? NOTHING : treeOf(expand), ''); // records are JSON objects
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
    const { data = NOTHING, total_count, ...others } = tree;
    if (tree !== NOTHING) refuse(Object.keys(others), path, true);
    if (total_count && value.total_count === undefined) refuse(['total_count'], path, true);
    const [stored, inside] = [value.data as Json[], join(path, 'data')];
    const entries = stored.map((entry) => renderValue(account, entry, data, inside));
    const shown = entries.some((entry, i) => entry !== stored[i]) ? { ...value, data: entries } : value;
    if (shown.total_count === undefined || total_count) return shown;
    const { total_count: _, ...uncounted } = shown;
    return uncounted;
  }
  // What is deleted has nothing left to expand.
  if (value.deleted === true) return value;
  return renderHash(account, value, tree, path, DEFINITIONS[String(value.object)] ?? PLAIN, '');
}

function renderHash(
  account: Account,
  hash: Json,
  tree: Tree,
  path: string,
  definition: Definition,
  within: string,
): Json {
  let result = hash;
  const copy = (): Json => {
    if (result === hash) result = { ...hash };
    return result;
  };
  for (const field in hash) {
    const value = hash[field];
    const inside = within === '' ? field : join(within, field);
    const subtree = tree === NOTHING ? NOTHING : (own(tree, field) ?? NOTHING);
    if (subtree === NOTHING && definition.hidden?.includes(inside)) delete copy()[field];
    else if (needsWalk(value, definition, inside)) {
      const shown =
        typeof value.object !== 'string'
          ? renderHash(account, value, subtree, join(path, field), definition, inside)
          : definition.references?.[inside]
            ? embedded(account, value, definition.references[inside], subtree, join(path, field))
            : renderValue(account, value, subtree, join(path, field));
      if (shown !== value) copy()[field] = shown;
    }
  }
  if (tree === NOTHING) return result;
  for (const field of Object.keys(tree)) {
    const [inside, subtree, value] = [join(within, field), tree[field] ?? NOTHING, hash[field]];
    const list = definition.lists?.[inside];
    const collection = definition.references?.[inside];
    if (list) {
      const made = list(account, hash) as Json | null; // records are JSON objects
      copy()[field] = made && renderValue(account, made, subtree, join(path, field));
    } else if (collection && Array.isArray(value))
      copy()[field] = value.map((id) =>
        expanded(account, collection, String(id), subtree, join(path, field)),
      );
    else if (collection && typeof value === 'string')
      copy()[field] = expanded(account, collection, value, subtree, join(path, field));
    else if (!collection && !definition.hidden?.includes(inside) && !needsWalk(value, definition, inside))
      refuse([field], path);
  }
  return result;
}

const own = (tree: Tree, field: string): Tree | undefined =>
  Object.hasOwn(tree, field) ? tree[field] : undefined;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Hashes that something hidden or expandable lies in, by definition. */
const outerHashes = new Map<Definition, Set<string>>();

function outerHashesOf(definition: Definition): Set<string> {
  let known = outerHashes.get(definition);
  if (!known) {
    const paths = [...(definition.hidden ?? []), ...Object.keys(definition.references ?? {})];
    known = new Set(
      paths.flatMap((path) => {
        const fields = path.split('.');
        return fields.slice(1).map((_, i) => fields.slice(0, i + 1).join('.'));
      }),
    );
    outerHashes.set(definition, known);
  }
  return known;
}

const needsWalk = (value: unknown, definition: Definition, inside: string): value is Json =>
  isObject(value) && (typeof value.object === 'string' || outerHashesOf(definition).has(inside));

/** How embedded objects look when nothing in them is expanded. They name others by id, so it never changes. */
const bare = new WeakMap<Json, Json>();

/** An object that is always shown whole, such as an item's price: shown as it is today. */
function embedded(
  account: Account,
  value: Json,
  collection: Collection | undefined,
  tree: Tree,
  path: string,
): Json {
  const today = ((collection && account.store.get(collection, String(value.id))) ?? value) as Json; // records are JSON objects
  if (tree !== NOTHING) return renderValue(account, today, tree, path);
  const known = bare.get(today) ?? renderValue(account, today, NOTHING, path);
  bare.set(today, known);
  return known;
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
