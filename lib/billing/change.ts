import type { Money } from '../money';
import type { Interval } from './catalogue';

export type Recurring = Readonly<{ unit: Money; interval: Interval; quantity: number }>;

/**
 * Whether the portal keeps a change until the period ends, by the conditions of our portal configuration. Stripe
 * compares what a year costs: from monthly to a cheaper yearly price of the same plan counts as less, too.
 */
export function waitsForPeriodEnd(from: Recurring, to: Recurring, samePlan: boolean): boolean {
  const shortensOnly =
    samePlan && from.interval === 'year' && to.interval === 'month' && from.quantity === to.quantity;
  return perYear(to) < perYear(from) || shortensOnly;
}

const perYear = ({ unit, interval, quantity }: Recurring): number =>
  unit.amount * quantity * (interval === 'month' ? 12 : 1);
