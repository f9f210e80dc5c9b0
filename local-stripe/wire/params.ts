import { invalid, missing, unknown } from './errors';
import type { FormHash, FormValue } from './form';

/** How one parameter is read: its type, its limits, and Stripe's words when it is wrong. */
export type Field<T> = {
  readonly kind: string;
  readonly required: boolean;
  /** The parameters inside a hash, or of each entry of a list. */
  readonly inner?: Shape;
  read(value: FormValue, path: string): T;
};

export type Shape = { readonly [name: string]: Field<unknown> };

/** What reading a shape gives. */
export type Infer<S extends Shape> = { [K in keyof S]: S[K] extends Field<infer T> ? T : never };

const at = (path: string, name: string): string => (path === '' ? name : `${path}[${name}]`);

/** Reads every parameter of a shape; an unknown one is refused by name, as at Stripe. */
export function read<S extends Shape>(shape: S, values: FormHash, path = ''): Infer<S> {
  const strange: string[] = [];
  for (const name in values) if (!Object.hasOwn(shape, name)) strange.push(at(path, name));
  if (strange.length > 0) throw unknown(strange);
  const result: Record<string, unknown> = {};
  for (const [name, field] of fieldsOf(shape)) {
    const value = values[name];
    if (value === undefined) {
      if (field.required) throw missing(at(path, name));
    } else result[name] = field.read(value, at(path, name));
  }
  return result as Infer<S>; // each entry was read by the field of the same name
}

type Named = readonly [name: string, field: Field<unknown>];

/** What is in each shape, as a list: going through the object itself takes much longer. */
const lists = new WeakMap<Shape, readonly Named[]>();

function fieldsOf(shape: Shape): readonly Named[] {
  const known = lists.get(shape) ?? Object.entries(shape);
  lists.set(shape, known);
  return known;
}

const text = (value: FormValue, path: string): string => {
  if (typeof value !== 'string') throw invalid('Invalid string: expected a single value', { param: path });
  return value;
};

const notEmpty = (value: FormValue, path: string): string => {
  const given = text(value, path);
  if (given === '')
    throw invalid(
      `You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter; however '${path}' cannot be unset. You should remove '${path}' from your request or supply a non-empty value.`,
      { code: 'parameter_invalid_empty', param: path },
    );
  return given;
};

const optional = <T>(
  kind: string,
  parse: (value: FormValue, path: string) => T,
  inner?: Shape,
): Field<T | undefined> => ({ kind, required: false, read: parse, ...(inner && { inner }) });

export const string = (max = 5000): Field<string | undefined> =>
  optional('string', (value, path) => {
    const given = notEmpty(value, path);
    if (given.length > max)
      throw invalid(`Invalid string: must be at most ${max} characters`, {
        code: 'parameter_invalid_string',
        param: path,
      });
    return given;
  });

/** A string that may be empty; empty means "none". */
export const clearableString = (max = 5000): Field<string | null | undefined> => clearable(string(max));

export const integer = ({
  min = Number.MIN_SAFE_INTEGER,
  max = Number.MAX_SAFE_INTEGER,
} = {}): Field<number | undefined> =>
  optional('integer', (value, path) => {
    const given = notEmpty(value, path);
    const number = Number(given);
    if (!/^[+-]?\d+$/.test(given) || !Number.isSafeInteger(number))
      throw invalid(`Invalid integer: ${given}`, { code: 'parameter_invalid_integer', param: path });
    if (number < min)
      throw invalid(`This value must be greater than or equal to ${min}.`, {
        code: 'parameter_invalid_integer',
        param: path,
      });
    if (number > max)
      throw invalid(`This value must be less than or equal to ${max}.`, {
        code: 'parameter_invalid_integer',
        param: path,
      });
    return number;
  });

export const decimal = (): Field<number | undefined> =>
  optional('decimal', (value, path) => {
    const given = notEmpty(value, path);
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(given)) throw invalid(`Invalid decimal: ${given}`, { param: path });
    return Number(given);
  });

/** A decimal kept as text, so that nothing of it is lost: 11 digits and 12 places at most, `1.50` reads as `1.5`. */
export const exactDecimal = ({ min = Number.NEGATIVE_INFINITY } = {}): Field<string | undefined> =>
  optional('decimal', (value, path) => {
    const given = notEmpty(value, path);
    if (!/^[+-]?\d{1,11}(\.\d{1,12})?$/.test(given))
      throw invalid(`Invalid decimal: ${given}; it can have at most 11 digits and 12 decimal places`, {
        code: 'parameter_invalid_decimal',
        param: path,
      });
    if (Number(given) < min)
      throw invalid(`This value must be greater than or equal to ${min}.`, { param: path });
    const [sign, digits] = [given.startsWith('-') ? '-' : '', given.replace(/^[+-]/, '')];
    const [whole = '', fraction = ''] = digits.split('.');
    const kept = fraction.replace(/0+$/, '');
    return `${sign}${BigInt(whole)}${kept === '' ? '' : `.${kept}`}`;
  });

/** The last second of the year 9999: a calendar goes no further. */
const LAST_SECOND = 253_402_300_799;

/** Unix seconds. */
export const timestamp = ({ min = Number.MIN_SAFE_INTEGER, max = LAST_SECOND } = {}) => integer({ min, max });

export const boolean = (): Field<boolean | undefined> =>
  optional('boolean', (value, path) => {
    const given = text(value, path);
    if (given !== 'true' && given !== 'false') throw invalid(`Invalid boolean: ${given}`, { param: path });
    return given === 'true';
  });

export const oneOf = <const T extends string>(...values: readonly T[]): Field<T | undefined> =>
  optional('enum', (value, path) => {
    const given = text(value, path);
    const found = values.find((allowed) => allowed === given);
    if (found !== undefined) return found;
    const all =
      values.length === 1 ? values[0] : `one of ${values.slice(0, -1).join(', ')}, or ${values.at(-1)}`;
    throw invalid(`Invalid ${path}: must be ${all}`, { param: path });
  });

/** A Unix time or one of a few words, such as `trial_end=now`. */
export const timestampOr = <const T extends string>(
  ...words: readonly T[]
): Field<number | T | undefined> => {
  const [moment, word] = [timestamp({ min: 0 }), oneOf(...words)];
  return optional('timestamp', (value, path) => {
    const given = words.some((each) => each === value) ? word.read(value, path) : moment.read(value, path);
    return given as number | T; // one of the two readers, both of which answer or throw
  });
};

export const url = (): Field<string | undefined> =>
  optional('url', (value, path) => {
    const given = notEmpty(value, path);
    if (!/^[a-z][a-z0-9+.-]*:/i.test(given))
      throw invalid('Invalid URL: An explicit scheme (such as https) must be provided.', {
        code: 'url_invalid',
        param: path,
      });
    if (!/^https?:\/\/[^/?#\s]+/i.test(given) || !URL.canParse(given))
      throw invalid('Not a valid URL', { code: 'url_invalid', param: path });
    return given;
  });

export const hash = <S extends Shape>(shape: S): Field<Infer<S> | undefined> =>
  optional(
    'hash',
    (value, path) => {
      if (typeof value === 'string') throw invalid('Invalid object', { param: path });
      return read(shape, value, path);
    },
    shape,
  );

export const list = <T>(entry: Field<T | undefined>, { max = 1000 } = {}): Field<T[] | undefined> =>
  optional(
    'array',
    (value, path) => {
      if (typeof value === 'string') throw invalid('Invalid array', { param: path });
      const keys = Object.keys(value);
      if (keys.some((key) => !/^\d{1,6}$/.test(key))) throw invalid('Invalid array', { param: path });
      if (keys.length > max) throw invalid(`Array must have at most ${max} entries`, { param: path });
      return keys
        .sort((a, b) => Number(a) - Number(b))
        .map((key) => entry.read(value[key] ?? '', at(path, key)) as T); // an entry reader answers or throws
    },
    entry.inner,
  );

/** A list of what does not exist here, such as tax rates: it can be emptied, as integrations do that use none. */
export const emptyList = (what: string): Field<null | undefined> =>
  optional('empty', (value, path) => {
    if (value === '') return null;
    throw invalid(`The local Stripe has no ${what}: \`${path}\` can only be empty.`, { param: path });
  });

/** A hash with free keys, such as `currency_options`. */
export const mapOf = <T>(entry: Field<T | undefined>): Field<Record<string, T> | undefined> =>
  optional(
    'map',
    (value, path) => {
      if (typeof value === 'string') throw invalid('Invalid object', { param: path });
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, entry.read(inner, at(path, key)) as T]), // answers or throws
      );
    },
    entry.inner,
  );

/** Metadata as given: `''` unsets a key, and in place of the whole hash unsets all of them. */
export const metadata = (): Field<Record<string, string> | null | undefined> =>
  optional('metadata', (value, path) => {
    if (value === '') return null;
    if (typeof value === 'string') throw invalid('Invalid object', { param: path });
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, text(inner, at(path, key))]));
  });

/** `field=` unsets what the field holds: it is read as null. */
export const clearable = <T>(field: Field<T | undefined>): Field<T | null | undefined> => ({
  ...field,
  read: (value, path) => (value === '' ? null : field.read(value, path)),
});

export const required = <T>(field: Field<T | undefined>): Field<T> => ({
  ...field,
  required: true,
  read: (value, path) => field.read(value, path) as T, // a reader answers or throws; undefined means "not given"
});

/** A moment or a range of moments, as list filters take them. */
export const range = (): Field<{ gt?: number; gte?: number; lt?: number; lte?: number } | undefined> => {
  const bounds = { gt: integer(), gte: integer(), lt: integer(), lte: integer() };
  return optional(
    'range',
    (value, path) => {
      if (typeof value !== 'string') return read(bounds, value, path);
      const moment = integer().read(value, path) as number; // answers or throws
      return { gte: moment, lte: moment };
    },
    bounds,
  );
};
