import type { Account } from '../account';
import type { Collection } from '../records';
import { olderFields } from '../versions/older-fields';
import { invalid } from './errors';
import { DEFINITIONS, type Definition } from './expandable';

type Tree = { [field: string]: Tree };
type Json = Record<string, unknown>;

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
  const definition = DEFINITIONS[String(value.object)] ?? PLAIN;
  return tree === NOTHING
    ? unexpanded(account, value, definition)
    : renderHash(account, value, tree, path, definition, '');
}

/** Of an object of which nothing is expanded, only what is hidden and the objects inside are looked at. */
function unexpanded(account: Account, value: Json, { hidden, embeds, references }: Definition): Json {
  let result = value;
  for (const field of embeds ?? []) {
    const inner = value[field];
    if (!isObject(inner)) continue;
    const shown = references?.[field]
      ? embedded(account, inner, references[field], NOTHING, '')
      : renderValue(account, inner, NOTHING, '');
    if (shown !== inner) result = withField(result, field, shown);
  }
  for (const path of hidden ?? []) result = without(result, path.split('.'));
  return result;
}

function withField(hash: Json, field: string, value: unknown): Json {
  const copy = { ...hash };
  copy[field] = value;
  return copy;
}

function without(hash: Json, [field = '', ...inside]: readonly string[]): Json {
  const value = hash[field];
  if (value === undefined) return hash;
  if (inside.length > 0) {
    const shown = isObject(value) ? without(value, inside) : value;
    return shown === value ? hash : withField(hash, field, shown);
  }
  const { [field]: _, ...rest } = hash;
  return rest;
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
    if (definition.hidden === undefined && (typeof value !== 'object' || value === null)) continue;
    const inside = within === '' ? field : join(within, field);
    const subtree = tree === NOTHING ? NOTHING : (own(tree, field) ?? NOTHING);
    if (subtree === NOTHING && definition.hidden?.includes(inside)) delete copy()[field];
    else if (needsWalkOfEach(value, definition, inside)) {
      const at = join(path, field);
      if (subtree !== NOTHING)
        copy()[field] = value.map((each) => renderHash(account, each, subtree, at, definition, inside));
    } else if (needsWalk(value, definition, inside)) {
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
    else if (
      !collection &&
      !canBeEmpty(definition, inside) &&
      !needsWalk(value, definition, inside) &&
      !needsWalkOfEach(value, definition, inside) &&
      !isOlder(account, hash, inside)
    )
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

/** Whether Stripe expands this field too when nothing is there, to null. */
const canBeEmpty = (definition: Definition, inside: string): boolean =>
  definition.hidden?.includes(inside) ||
  definition.absent?.includes(inside) ||
  outerHashesOf(definition).has(inside);

const needsWalk = (value: unknown, definition: Definition, inside: string): value is Json =>
  isObject(value) && (typeof value.object === 'string' || outerHashesOf(definition).has(inside));

/** Whether the hashes of an array have something expandable in them. */
const needsWalkOfEach = (value: unknown, definition: Definition, inside: string): value is Json[] =>
  Array.isArray(value) &&
  definition.references?.[inside] === undefined &&
  outerHashesOf(definition).has(inside);

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

/**
 * What an id names, with fields of it expanded; the id itself when nothing is known of it.
 * Throws a 400 as `render` does.
 */
export const renderNamed = (
  account: Account,
  collection: Collection,
  id: string,
  expand: readonly string[],
): unknown => expanded(account, collection, id, expand.length === 0 ? NOTHING : treeOf(expand), '');

/** Whether the version that is spoken had this field, and expanded it. */
const isOlder = ({ answering }: Account, { object }: Json, field: string): boolean =>
  answering !== null &&
  olderFields(answering, String(object)).some(
    ([name, older]) => name === field && (older.in ?? older.isEmpty),
  );

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
