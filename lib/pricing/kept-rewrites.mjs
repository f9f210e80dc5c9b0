// Read by next.config.mjs, which Node runs before anything is compiled.

/** Who has one of these may see pages of their own. next-auth splits a long session into numbered cookies. */
export const SESSION_COOKIES = [
  'next-auth.session-token',
  'next-auth.session-token.0',
  '__Host-next-auth.session-token',
  '__Host-next-auth.session-token.0',
];

/** The pricing page's choices as they stand in a query, each with what no choice means. A test holds them to the catalogue. */
export const CHOICES = [
  { key: 'interval', values: ['month', 'year'], none: 'month' },
  { key: 'currency', values: ['usd', 'eur', 'jpy'], none: 'usd' },
  { key: 'plan', values: ['free', 'starter', 'pro', 'scale'], none: 'any' },
];

/** What only the page made for one request answers: a refusal, and a number, of which there would be too many pages. */
export const PERSONAL_PARAMS = ['refused', 'quantity'];

/**
 * The pricing page of somebody who is not signed in is kept once for each choice, at an address of its own
 * (app/(public)/prices). One rule for each set of choices that a query can name; anything else, and everything with a
 * session, is left to the page that knows who is asking. Choices with a promotion code go through proxy.ts.
 * @typedef {{ type: 'query' | 'cookie', key: string, value?: string }} Condition
 * @returns {{ source: string, has: Condition[], missing: Condition[], destination: string }[]}
 */
export function keptRewrites() {
  const sets = CHOICES.reduce((all, choice) => all.flatMap((set) => [set, [...set, choice]]), [[]]);
  return sets.map((named) => ({
    source: '/pricing',
    has: named.map(({ key, values }) => ({ type: 'query', key, value: `(?<${key}>${values.join('|')})` })),
    missing: [
      ...CHOICES.filter((choice) => !named.includes(choice)).map(({ key }) => ({ type: 'query', key })),
      { type: 'query', key: 'promo' },
      ...PERSONAL_PARAMS.map((key) => ({ type: 'query', key })),
      ...SESSION_COOKIES.map((key) => ({ type: 'cookie', key })),
    ],
    destination: `/prices/${CHOICES.map((choice) => (named.includes(choice) ? `:${choice.key}` : choice.none)).join('/')}/-`,
  }));
}
