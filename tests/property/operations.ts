import fc from 'fast-check';

/** What is asked of an account next: numbers choose among what is there then. */
export type Operation = Readonly<{ kind: (typeof KINDS)[number]; a: number; b: number }>;

const KINDS = [
  'wait',
  'customer',
  'rename customer',
  'delete customer',
  'card',
  'detach card',
  'product',
  'price',
  'archive price',
  'coupon',
  'code',
  'retire code',
  'subscribe',
  'trial',
  'change plan',
  'change plan at once',
  'discount',
  'add item',
  'end at period end',
  'describe subscription',
  'cancel',
  'pay invoice',
  'void invoice',
  'configuration',
  'downgrade in the portal',
] as const;

export const operations: fc.Arbitrary<readonly Operation[]> = fc.array(
  fc.record({ kind: fc.constantFrom(...KINDS), a: fc.nat(1000), b: fc.nat(1000) }),
  { minLength: 3, maxLength: 14 },
);
