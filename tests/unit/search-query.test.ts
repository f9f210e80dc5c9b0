import { expect, test } from 'vitest';
import { matches, parseSearch, type SearchFields } from '../../local-stripe/wire/search-query';

const FIELDS: SearchFields = { email: 'string', name: 'string', status: 'token', total: 'number' };

const ADA = {
  email: 'Ada@Example.com',
  name: 'Ada "Countess" Lovelace',
  status: 'active',
  total: 1500,
  metadata: { plan: 'pro', 'order id': '7' } as Record<string, string>,
};

const finds = (query: string): boolean =>
  matches(parseSearch(query, FIELDS, 'customers'), (field, key) =>
    key === null ? ADA[field as keyof typeof ADA] : ADA.metadata[key],
  );

test.each([
  `email:"ada@example.com"`,
  `email:'ada@example.com'`,
  `email~"EXAMPLE"`,
  `name:"ada \\"countess\\" lovelace"`,
  `status:"active" AND total>1000`,
  `status:"active" total>=1500 total<=1500 total<1501`,
  `total=1500`,
  `total:1500`,
  `total>'1499.5'`,
  `status:"canceled" OR total>1000`,
  `status:"canceled" or total>1000`,
  `-status:"canceled"`,
  `metadata["plan"]:"pro"`,
  `metadata['order id']:'7'`,
  `metadata["nothing"]:null`,
  `-metadata["plan"]:null`,
  `-metadata["plan"]:"free" AND -email:null`,
])('%s finds Ada', (query) => {
  expect(finds(query)).toBe(true);
});

test.each([
  `email:"ada"`,
  `email~"grace"`,
  `status:"active" AND total>1500`,
  `status:"canceled" OR total>1500`,
  `-status:"active"`,
  `metadata["plan"]:"free"`,
  `metadata["nothing"]:"7"`,
  `metadata["toString"]:"7"`,
  `name:null`,
])('%s does not find Ada', (query) => {
  expect(finds(query)).toBe(false);
});

test('a field without a value is found by null, and by no comparison', () => {
  const has = (query: string) => matches(parseSearch(query, FIELDS, 'customers'), () => null);
  expect([has('email:null'), has('total<5'), has('-total>5')]).toEqual([true, false, true]);
});

const UNPARSED =
  'We were unable to parse your search query. Please try using the format `metadata["key"]:"value"` to query for metadata or `key:"value"` to query for other fields.';

test.each([
  ['', UNPARSED],
  ['ada', UNPARSED],
  ['email:"ada', UNPARSED],
  ['email:', UNPARSED],
  ['metadata:"pro"', UNPARSED],
  ['email["key"]:"pro"', UNPARSED],
  ['email:"a" AND', UNPARSED],
  ['email:ada', `${UNPARSED} Put the value ada in quotation marks.`],
  ['(email:"a")', `${UNPARSED} Parentheses are not supported.`],
  ['email:"a" AND total>1 OR total<1', `${UNPARSED} AND and OR cannot be combined in one query.`],
  ['email:"a" total>1 OR total<1', `${UNPARSED} AND and OR cannot be combined in one query.`],
  [Array(11).fill('total>1').join(' AND '), `${UNPARSED} A query can have at most 10 clauses.`],
  [
    'foo:"bar"',
    'Field `foo` is an unsupported search field for resource `customers`. See http://stripe.com/docs/search#query-fields-for-customers for a list of supported fields.',
  ],
  [
    'constructor:"bar"',
    'Field `constructor` is an unsupported search field for resource `customers`. See http://stripe.com/docs/search#query-fields-for-customers for a list of supported fields.',
  ],
  ['status~"act"', 'Field `status` does not support the substring operator `~`.'],
  ['email~"ad"', 'A substring must have at least 3 characters: `ad`.'],
  ['email>"a"', '`>` compares numbers: `email>a`.'],
  ['total>"many"', '`>` compares numbers: `total>many`.'],
  ['total:"many"', 'Field `total` is numeric: `many` is no number.'],
  ['total>null', '`total>null`: null takes only `:`.'],
])('the query %s is refused in words that say why', (query, message) => {
  expect(() => parseSearch(query, FIELDS, 'customers')).toThrow(message);
});
