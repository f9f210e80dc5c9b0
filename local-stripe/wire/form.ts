import { invalid } from './errors';

/** A form value: text, or a hash of further values. A list is a hash whose keys count from 0. */
export type FormValue = string | FormHash;
export type FormHash = { [key: string]: FormValue };

const MAX_DEPTH = 12;

const emptyHash = (): FormHash => Object.create(null);

/**
 * Reads `application/x-www-form-urlencoded` text with Stripe's brackets: `a[b]=1`, `a[0][b]=1` as the SDKs send
 * them, and `a[]=1`, `a[][b]=1` as curl users do. Throws a Stripe-shaped error for names that contradict each other.
 */
export function parseForm(text: string): FormHash {
  const root = emptyHash();
  if (text === '') return root;
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    const next = text.indexOf('&', start);
    end = next < 0 ? text.length : next;
    if (end === start) continue;
    const pair = text.slice(start, end);
    const cut = pair.indexOf('=');
    const name = decode(cut < 0 ? pair : pair.slice(0, cut));
    assign(root, keysOf(name), decode(cut < 0 ? '' : pair.slice(cut + 1)), name);
  }
  return root;
}

function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalid(`Invalid form encoding: ${text.slice(0, 80)}`);
  }
}

function keysOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open < 0) return [name];
  const keys = [name.slice(0, open)];
  const inner = name.slice(open);
  if (!/^(\[[^[\]]*\])+$/.test(inner) || keys[0] === '')
    throw invalid(`Invalid parameter name: ${name.slice(0, 80)}`);
  keys.push(...inner.slice(1, -1).split(']['));
  if (keys.length > MAX_DEPTH) throw invalid(`Parameter is nested too deeply: ${name.slice(0, 80)}`);
  return keys;
}

function assign(root: FormHash, keys: readonly string[], value: string, name: string): void {
  let at = root;
  for (let depth = 0; depth < keys.length; depth++) {
    const [written = '', rest] = [keys[depth], keys[depth + 1]];
    const key = written === '' ? nextIndex(at, rest) : written;
    const before = at[key];
    if (rest === undefined) {
      if (typeof before === 'object') throw conflicting(name);
      at[key] = value;
      return;
    }
    // `items=` followed by `items[0][id]=…` is a contradiction; Stripe refuses it as well.
    if (typeof before === 'string') throw conflicting(name);
    const inner = before ?? emptyHash();
    at[key] = inner;
    at = inner;
  }
}

/** `a[][b]=1&a[][c]=2&a[][b]=3` is two entries: a name that comes again starts the next. */
function nextIndex(list: FormHash, field: string | undefined): string {
  const count = Object.keys(list).length;
  if (field === undefined || field === '' || count === 0) return String(count);
  const last = list[String(count - 1)];
  return typeof last === 'object' && !(field in last) ? String(count - 1) : String(count);
}

const conflicting = (name: string) =>
  invalid(`Invalid parameter: ${name.slice(0, 80)} is given both as a value and as a hash`);
