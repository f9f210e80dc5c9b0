import fc from 'fast-check';

/** Minor units of usd for each price of the catalogue: monthly, yearly, free and weekly. */
export const PRICES = [
  { unit: 1500, interval: 'month' },
  { unit: 15000, interval: 'year' },
  { unit: 4999, interval: 'month' },
  { unit: 49990, interval: 'year' },
  { unit: 0, interval: 'month' },
  { unit: 101, interval: 'week' },
] as const;

export type Behavior = 'create_prorations' | 'always_invoice' | 'none';
export type Step =
  | { kind: 'wait'; seconds: number }
  | { kind: 'change'; price: number; quantity: number; behavior: Behavior }
  | { kind: 'anchor'; behavior: Behavior }
  | { kind: 'discount'; percent: number; months: number | null }
  | { kind: 'add'; price: number; quantity: number; behavior: Behavior }
  | { kind: 'remove'; behavior: Behavior }
  | { kind: 'end at period end'; ends: boolean }
  | { kind: 'balance'; amount: number }
  | { kind: 'cancel'; prorate: boolean };

export type Life = Readonly<{
  billing: 'flexible' | 'classic';
  start: number;
  price: number;
  quantity: number;
  trialDays: number | null;
  steps: readonly Step[];
}>;

export const DAY = 86_400;
const behavior = fc.constantFrom<Behavior>('create_prorations', 'always_invoice', 'none');
const price = fc.nat({ max: PRICES.length - 1 });
const quantity = fc.integer({ min: 1, max: 5 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.integer({ min: 1, max: 75 * DAY }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('change' as const), price, quantity, behavior }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('anchor' as const), behavior }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('discount' as const),
      percent: fc.constantFrom(0, 10, 25, 33, 100),
      months: fc.constantFrom(null, 2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('add' as const), price, quantity, behavior }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), behavior }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('end at period end' as const), ends: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('balance' as const),
      amount: fc.integer({ min: -9000, max: 9000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), prorate: fc.boolean() }) },
);

/** A subscription's life: how it begins, and what is asked of it when. */
export const aLife: fc.Arbitrary<Life> = fc.record({
  billing: fc.constantFrom('flexible', 'flexible', 'flexible', 'classic'),
  // From 1 January 2026 to the end of 2028, so that month ends and a leap day come up.
  start: fc.integer({ min: 1_767_225_600, max: 1_861_919_999 }),
  price: fc.nat({ max: 3 }),
  quantity,
  trialDays: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 5, nil: null }),
  steps: fc.array(step, { minLength: 1, maxLength: 9 }),
});
