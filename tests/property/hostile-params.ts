import fc from 'fast-check';
import type { Field, Shape } from '../../local-stripe/wire/params';
import { hostileText, NAMES, NUMBERS } from './hostile-values';
import { type Ids, idsFor } from './populated-account';
import type { Param, Params } from './stripe-client';

/**
 * Parameters of one operation: a request that works, where one is known, with a few more parameters laid over it, so
 * that most requests get as far as the operation itself. They are of the right kind for the most part and name what the
 * account has; now and then they are hostile.
 */
export function paramsFor(shape: Shape, ids: Ids, working: Params = {}): fc.Arbitrary<Params> {
  const fields = Object.entries(shape);
  const needed = fields.filter(([name, field]) => field.required && !(name in working));
  const others = fields.filter((each) => !needed.includes(each));
  const record = (some: typeof fields) =>
    fc.record(Object.fromEntries(some.map(([name, field]) => [name, valueFor(name, field, ids)])));
  const mostly = fc.boolean().chain((all) => (all ? fc.constant(needed) : fc.subarray(needed)));
  return fc
    .tuple(mostly, fc.subarray(others, { maxLength: Math.min(others.length, 3) }))
    .chain(([required, few]) => record([...required, ...few]))
    .map((given) => laidOver(working, given) as Params); // a hash over a hash is a hash
}

/** Every parameter on its own with every value that suits its kind badly, each laid over a request that works. */
export function* sweepOf(shape: Shape, working: Params = {}): Generator<Params> {
  for (const [name, field] of Object.entries(shape))
    for (const value of sweepValues(field, own(working, name)))
      yield laidOver(working, { [name]: value }) as Params; // a hash over a hash is a hash
}

const SWEEP = {
  number: [
    '',
    '0',
    '-1',
    '1.5',
    '1e3',
    '5000000000',
    '9007199254740991',
    '-9007199254740991',
    '9'.repeat(400),
    [],
  ],
  text: ['', ' ', '\u0000', '__proto__', '\ud83d\ude80__x', 'x'.repeat(5001), { a: 'b' }],
  choice: ['', 'constructor', { a: 'b' }],
} satisfies Record<string, readonly Param[]>;

function* sweepValues(field: Field<unknown>, working: Param | undefined): Generator<Param> {
  const inner = field.inner && [...sweepOf(field.inner, within(working, field.kind))];
  if (field.kind === 'hash' || field.kind === 'range') yield* inner ?? [];
  else if (field.kind === 'array')
    yield* inner ? inner.map((entry) => [entry]) : SWEEP.text.map((text) => [text]);
  else if (field.kind === 'map' && inner)
    yield* inner.flatMap((entry): Params[] => [{ usd: entry }, { constructor: entry }]);
  else if (field.kind === 'metadata')
    yield* SWEEP.text.flatMap((text) => [{ a: text }, { [String(text)]: 'a' }]);
  if (field.kind === 'enum') yield* choicesOf(field);
  if (field.kind === 'boolean') yield* [true, false];
  yield* SWEEP[kindOf(field)];
}

const kindOf = ({ kind }: Field<unknown>): keyof typeof SWEEP =>
  ['integer', 'decimal', 'timestamp', 'range'].includes(kind)
    ? 'number'
    : ['enum', 'boolean'].includes(kind)
      ? 'choice'
      : 'text';

/** The working parameters inside a hash, or inside a list's first entry. */
function within(working: Param | undefined, kind: string): Params {
  const inside = kind === 'array' && isGroup(working) ? own(working, '0') : working;
  return isGroup(inside) && !Array.isArray(inside) ? (inside as Params) : {}; // no list, so a hash
}

/** `over` on top of `under`, entry by entry. */
function laidOver(under: Param | undefined, over: Param): Param {
  if (!isGroup(under) || !isGroup(over)) return over;
  return {
    ...under,
    ...Object.fromEntries(Object.entries(over).map(([k, v]) => [k, laidOver(own(under, k), v)])),
  };
}

const isGroup = (value: Param | undefined): value is Params | readonly Param[] =>
  typeof value === 'object' && value !== null;

const own = (group: Params | readonly Param[], key: string): Param | undefined =>
  Object.entries(group).find(([name]) => name === key)?.[1];

function valueFor(name: string, field: Field<unknown>, ids: Ids): fc.Arbitrary<Param> {
  return fc.oneof(
    { weight: 12, arbitrary: fittingFor(name, field, ids) },
    { weight: 1, arbitrary: hostileText },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

function fittingFor(name: string, field: Field<unknown>, ids: Ids): fc.Arbitrary<Param> {
  const inside: fc.Arbitrary<Param> = field.inner ? paramsFor(field.inner, ids) : fc.constantFrom(...NUMBERS);
  const kinds: Record<string, () => fc.Arbitrary<Param>> = {
    integer: () => fc.constantFrom(...NUMBERS),
    decimal: () => fc.constantFrom(...NUMBERS),
    timestamp: () => fc.constantFrom(...NUMBERS, 'now', 'min_period_end', 'max_period_end'),
    boolean: () => fc.boolean(),
    enum: () => fc.constantFrom(...choicesOf(field)),
    url: () => fc.constantFrom('https://example.com/', 'http://127.0.0.1:9/', 'https://é.example/?q=%zz#[]'),
    hash: () => inside,
    array: () => fc.array(field.inner ? inside : textFor(name, ids), { maxLength: 3 }),
    map: () => fc.dictionary(fc.constantFrom(...NAMES), inside, { maxKeys: 3 }),
    metadata: () => fc.dictionary(fc.constantFrom(...NAMES), hostileText, { maxKeys: 3 }),
    range: () => fc.oneof(inside, fc.constantFrom<Param[]>(...NUMBERS)),
  };
  return kinds[field.kind]?.() ?? textFor(name, ids);
}

/** `id` is an item's where it is a parameter; everything else is called by what it names. */
const textFor = (name: string, ids: Ids): fc.Arbitrary<Param> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary:
        name === 'currency'
          ? fc.constantFrom('usd', 'usd', 'eur', 'jpy', 'kwd')
          : fc.constantFrom(...idsFor(ids, name === 'id' ? 'subscription_item' : name)),
    },
    { weight: 1, arbitrary: hostileText },
  );

/** The words that a choice takes, as its own refusal lists them. */
function choicesOf(field: Field<unknown>): string[] {
  try {
    field.read('\u0001', 'x');
  } catch (error) {
    const listed = error instanceof Error ? /must be (?:one of )?(.*)$/.exec(error.message)?.[1] : undefined;
    if (listed !== undefined) return listed.split(/, or |, /);
  }
  return ['true'];
}
