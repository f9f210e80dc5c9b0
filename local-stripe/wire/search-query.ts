import { invalid } from './errors';

/** How a field can be asked for: whole, by a part of it, or by size. */
export type FieldKind = 'token' | 'string' | 'number';

/** The fields of a resource that can be searched, by name. `metadata` is always one of them. */
export type SearchFields = Readonly<Record<string, FieldKind>>;

type Operator = ':' | '~' | '>' | '>=' | '<' | '<=';
type Clause = Readonly<{
  negated: boolean;
  field: string;
  /** The key of a `metadata["key"]` clause. */
  key: string | null;
  operator: Operator;
  /** Null asks whether there is any value. */
  value: string | null;
}>;

/** A search as it was asked for: every clause holds, or any. */
export type Search = Readonly<{ joined: 'AND' | 'OR'; clauses: readonly Clause[] }>;

const MAX_CLAUSES = 10;
const SHORTEST_PART = 3;

const FORM =
  'We were unable to parse your search query. Please try using the format `metadata["key"]:"value"` to query for metadata or `key:"value"` to query for other fields.';

const bad = (why = '') => invalid(why === '' ? FORM : `${FORM} ${why}`, { param: 'query' });

const QUOTED = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'`;
const CLAUSE = new RegExp(
  `^(-?)([A-Za-z_][\\w.]*)(?:\\[(${QUOTED})\\])?(:|~|>=|<=|>|<|=)(${QUOTED}|[^\\s"']+)(?=\\s|$)`,
);
const WORD = /^(AND|OR)(?=\s)/i;

/**
 * Reads a query in Stripe's search language (https://docs.stripe.com/search#search-query-language).
 * @param resource what is searched, for the refusal of an unknown field.
 * Throws a 400 that says what is wrong with the query.
 */
export function parseSearch(query: string, fields: SearchFields, resource: string): Search {
  let rest = query.trim();
  if (rest === '') throw bad();
  const clauses: Clause[] = [];
  const joins = new Set<string>();
  while (rest !== '') {
    const word = clauses.length > 0 ? WORD.exec(rest) : null;
    if (word) rest = rest.slice(word[0].length).trimStart();
    if (clauses.length > 0) joins.add(word?.[1]?.toUpperCase() ?? 'AND');
    const found = CLAUSE.exec(rest);
    if (!found) throw bad(/[()]/.test(rest) ? 'Parentheses are not supported.' : '');
    const [whole, minus, field = '', key, operator, value = ''] = found;
    clauses.push(
      clauseOf({
        negated: minus === '-',
        field,
        key: key === undefined ? null : unquoted(key),
        operator: operator === '=' ? ':' : (operator as Operator), // the pattern knows no other
        value: wanted(value),
      }),
    );
    rest = rest.slice(whole.length).trimStart();
  }
  if (joins.size > 1) throw bad('AND and OR cannot be combined in one query.');
  if (clauses.length > MAX_CLAUSES) throw bad(`A query can have at most ${MAX_CLAUSES} clauses.`);
  for (const clause of clauses) refuseBadClause(clause, fields, resource);
  return { joined: joins.has('OR') ? 'OR' : 'AND', clauses };
}

const unquoted = (text: string): string => text.slice(1, -1).replace(/\\(.)/g, '$1');

/** Strings are quoted; numbers, true, false and null need not be. */
function wanted(text: string): string | null {
  if (/^["']/.test(text)) return unquoted(text);
  if (/^null$/i.test(text)) return null;
  if (/^-?\d+(\.\d+)?$/.test(text) || /^(true|false)$/i.test(text)) return text;
  throw bad(`Put the value ${text} in quotation marks.`);
}

function clauseOf(clause: Clause): Clause {
  if ((clause.key !== null) !== (clause.field === 'metadata')) throw bad();
  return clause;
}

function refuseBadClause({ field, operator, value }: Clause, fields: SearchFields, resource: string): void {
  const kind = field === 'metadata' ? 'token' : Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (kind === undefined)
    throw invalid(
      `Field \`${field}\` is an unsupported search field for resource \`${resource}\`. See http://stripe.com/docs/search#query-fields-for-${resource.replaceAll('_', '-')} for a list of supported fields.`,
      { param: 'query' },
    );
  if (operator === ':') {
    if (kind === 'number' && value !== null && !isNumber(value))
      throw invalid(`Field \`${field}\` is numeric: \`${value}\` is no number.`, { param: 'query' });
    return;
  }
  if (value === null)
    throw invalid(`\`${field}${operator}null\`: null takes only \`:\`.`, { param: 'query' });
  if (operator === '~') {
    if (kind !== 'string')
      throw invalid(`Field \`${field}\` does not support the substring operator \`~\`.`, { param: 'query' });
    if (value.length < SHORTEST_PART)
      throw invalid(`A substring must have at least ${SHORTEST_PART} characters: \`${value}\`.`, {
        param: 'query',
      });
  } else if (kind !== 'number' || !isNumber(value))
    throw invalid(`\`${operator}\` compares numbers: \`${field}${operator}${value}\`.`, { param: 'query' });
}

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

/** Whether a record is found. `read` gives a field's value: null or undefined when there is none. */
export function matches(
  { joined, clauses }: Search,
  read: (field: string, key: string | null) => unknown,
): boolean {
  const holds = (clause: Clause): boolean =>
    holdsFor(clause, read(clause.field, clause.key)) !== clause.negated;
  return joined === 'OR' ? clauses.some(holds) : clauses.every(holds);
}

function holdsFor({ operator, value }: Clause, actual: unknown): boolean {
  const absent = actual === null || actual === undefined || actual === '';
  if (value === null) return absent;
  if (absent) return false;
  const [have, want] = [String(actual).toLowerCase(), value.toLowerCase()];
  switch (operator) {
    case ':':
      return typeof actual === 'number' ? actual === Number(value) : have === want;
    case '~':
      return have.includes(want);
    case '>':
      return Number(actual) > Number(value);
    case '>=':
      return Number(actual) >= Number(value);
    case '<':
      return Number(actual) < Number(value);
    case '<=':
      return Number(actual) <= Number(value);
  }
}
