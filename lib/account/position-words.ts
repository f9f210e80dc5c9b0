import type { Position } from '../billing/position';
import { unitsInWords } from '../billing/quantity';
import { planName, priceInWords } from '../billing/subscription-words';

/** The plan's name, with the interval and the number where they tell it from the other one. */
export function offerName(position: Position | null, other: Position | null): string {
  const name = planName(position?.plan ?? null);
  if (!position) return name;
  const isSamePlan = position.plan === other?.plan;
  const interval = isSamePlan && position.interval !== other?.interval ? position.interval : null;
  const every = interval ? ` ${interval === 'year' ? 'yearly' : 'monthly'}` : '';
  const isTold = position.quantity !== 1 || (isSamePlan && other?.quantity !== 1);
  const units = isTold ? unitsInWords(position.plan, position.quantity) : null;
  return `${name}${every}${units === null ? '' : ` with ${units}`}`;
}

/** "Pro, $49.00 per month", "Scale, 3 × $149.00 per month". */
export function positionInWords({ plan, unit, quantity, interval }: Position): string {
  return unit ? `${planName(plan)}, ${priceInWords(unit, quantity, interval)}` : planName(plan);
}
