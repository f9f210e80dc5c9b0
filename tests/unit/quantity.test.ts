import { describe, expect, it, test } from 'vitest';
import { type CatalogPlan, catalogPlan, PLANS } from '@/lib/billing/catalogue';
import { chosenQuantity, type Holding, unitsInWords } from '@/lib/billing/quantity';
import { readChoice } from '@/lib/pricing/choice';

const SCALE = catalogPlan('scale');
const onScale = (quantity: number): Holding => ({ plan: 'scale', quantity });

describe('how many of a plan are chosen', () => {
  test.each<[string, Holding | null, number]>([
    ['nobody we know: the fewest', null, 1],
    ['somebody on another plan: the fewest', { plan: 'pro', quantity: 1 }, 1],
    ['somebody with three of a plan that is not counted: the fewest', { plan: 'pro', quantity: 3 }, 1],
    ['somebody on a plan that is no longer sold: the fewest', { plan: null, quantity: 4 }, 1],
    ['somebody on this plan: what they have', onScale(4), 4],
    ['somebody with more of it than is sold by now: what they have', onScale(15), 15],
  ])('where nothing is said, by %s', (_who, holding, quantity) => {
    expect(chosenQuantity(SCALE, holding, null)).toEqual({ quantity, problem: null });
  });

  test.each([
    ['1', 1],
    ['3', 3],
    ['10', 10],
    ['007', 7],
  ])('"%s" is %i', (typed, quantity) => {
    expect(chosenQuantity(SCALE, null, typed)).toEqual({ quantity, problem: null });
  });

  const notANumber = (shown: string) =>
    `“${shown}” cannot be chosen. Enter a whole number of workspaces, from 1 to 10.`;
  const tooMany = (shown: string) =>
    `${shown} workspaces are more than can be chosen here. Enter 1 to 10, or write to help@northlight.example.`;
  test.each([
    ['', 'Enter how many workspaces you want, from 1 to 10.'],
    ['0', notANumber('0')],
    ['-1', notANumber('-1')],
    ['1.5', notANumber('1.5')],
    ['1,5', notANumber('1,5')],
    ['3e0', notANumber('3e0')],
    ['0x3', notANumber('0x3')],
    ['+3', notANumber('+3')],
    ['three', notANumber('three')],
    ['３', notANumber('３')],
    ['NaN', notANumber('NaN')],
    ['11', tooMany('11')],
    ['999999999', tooMany('999999999')],
    ['99999999999999999999999', notANumber('99999999999999999999…')],
    ['<script>alert(1)</script>', notANumber('<script>alert(1)</sc…')],
  ])('"%s" is named with the limits, and what they have stands', (typed, problem) => {
    expect(chosenQuantity(SCALE, onScale(2), typed)).toEqual({ quantity: 2, problem });
  });

  it('may stay at what somebody has of it, and cannot grow beyond the limits from there', () => {
    expect(chosenQuantity(SCALE, onScale(15), '15')).toEqual({ quantity: 15, problem: null });
    expect(chosenQuantity(SCALE, onScale(15), '14').problem).toBe(tooMany('14'));
    expect(chosenQuantity(SCALE, { plan: 'pro', quantity: 15 }, '15').problem).toBe(tooMany('15'));
  });

  it('of a plan that counts the same is carried over, drawn into the limits', () => {
    const few: CatalogPlan = {
      ...catalogPlan('pro'),
      quantity: { unit: 'workspace', units: 'workspaces', minimum: 2, maximum: 5 },
    };
    const from = (quantity: number) => chosenQuantity(few, onScale(quantity), null).quantity;
    expect([1, 4, 9].map(from)).toEqual([2, 4, 5]);
    const seats = { unit: 'seat', units: 'seats', minimum: 2, maximum: 5 };
    expect(chosenQuantity({ ...few, quantity: seats }, onScale(4), null).quantity).toBe(2);
  });

  it('of a plan that everybody has once is one, or what somebody was given of it', () => {
    expect(chosenQuantity(catalogPlan('pro'), onScale(3), null)).toEqual({ quantity: 1, problem: null });
    expect(chosenQuantity(catalogPlan('pro'), null, '7')).toEqual({ quantity: 1, problem: null });
    expect(chosenQuantity(catalogPlan('pro'), { plan: 'pro', quantity: 3 }, '7').quantity).toBe(3);
    expect(chosenQuantity(catalogPlan('pro'), { plan: 'starter', quantity: 3 }, null).quantity).toBe(3);
    expect(chosenQuantity(catalogPlan('pro'), { plan: null, quantity: 4 }, null).quantity).toBe(4);
  });

  test.each([
    ['scale', 1, '1 workspace'],
    ['scale', 3, '3 workspaces'],
    ['pro', 3, null],
    [null, 3, null],
  ] as const)('%s × %i is called %s', (plan, quantity, words) => {
    expect(unitsInWords(plan, quantity)).toBe(words);
  });

  it('is a number that Stripe takes a label for', () => {
    for (const { quantity } of PLANS) expect(quantity?.unit.length ?? 0).toBeLessThanOrEqual(12);
  });
});

test.each([
  [{ quantity: ' 3 ' }, '3'],
  [{ quantity: '' }, ''],
  [{ quantity: 'x'.repeat(500) }, 'x'.repeat(40)],
  [{ quantity: ['3'] }, null],
  [{}, null],
])('of %j the number is read as %j', (fields: Record<string, unknown>, expected) => {
  expect(readChoice((name) => fields[name]).quantity).toBe(expected);
});
