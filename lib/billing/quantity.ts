import { shortened } from '../shortened';
import { type CatalogPlan, COMPANY, catalogPlan, type PlanKey, type PlanQuantity } from './catalogue';

/** What somebody has now, as far as it decides how many of a plan they would have next. */
export type Holding = Readonly<{ plan: PlanKey | null; quantity: number }>;

/** How many of a plan somebody would have, and what is wrong with the number they gave, for beside its field. */
export type ChosenQuantity = Readonly<{ quantity: number; problem: string | null }>;

/**
 * How many of a plan are chosen by what was typed (null: nothing was said): a whole number within the plan's limits, or
 * the number they have of this very plan, whatever the limits are by now. A number that cannot be used is named in
 * `problem`, and the one that stands without it is told.
 */
export function chosenQuantity(
  plan: CatalogPlan,
  holding: Holding | null,
  typed: string | null,
): ChosenQuantity {
  const preset = presetQuantity(plan, holding);
  if (!plan.quantity || typed === null) return { quantity: preset, problem: null };
  const quantity = /^\d{1,9}$/.test(typed) ? Number(typed) : null;
  const isTheirs = holding?.plan === plan.key && quantity === holding.quantity;
  if (quantity !== null && (isTheirs || isWithin(quantity, plan.quantity)))
    return { quantity, problem: null };
  return { quantity: preset, problem: problemInWords(typed, quantity, plan.quantity) };
}

/**
 * Without a word: what they have of the plan, as many as of another plan that counts the same, or the fewest. Whoever was
 * given several of a plan that is not counted keeps as many through plans that are not, either.
 */
function presetQuantity({ key, quantity: limits }: CatalogPlan, holding: Holding | null): number {
  if (!holding) return limits?.minimum ?? 1;
  if (holding.plan === key) return holding.quantity;
  const counted = holding.plan ? catalogPlan(holding.plan).quantity?.unit : undefined;
  if (!limits) return counted === undefined ? holding.quantity : 1;
  if (counted !== limits.unit) return limits.minimum;
  return Math.min(Math.max(holding.quantity, limits.minimum), limits.maximum);
}

const isWithin = (quantity: number, { minimum, maximum }: PlanQuantity): boolean =>
  quantity >= minimum && quantity <= maximum;

const LONGEST_SHOWN = 20;

function problemInWords(
  typed: string,
  quantity: number | null,
  { units, minimum, maximum }: PlanQuantity,
): string {
  const limits = `${minimum} to ${maximum}`;
  if (typed === '') return `Enter how many ${units} you want, from ${limits}.`;
  const shown = shortened(typed, LONGEST_SHOWN);
  if (quantity !== null && quantity > maximum)
    return `${shown} ${units} are more than can be chosen here. Enter ${limits}, or write to ${COMPANY.supportEmail}.`;
  return `“${shown}” cannot be chosen. Enter a whole number of ${units}, from ${limits}.`;
}

/** "1 workspace", "3 workspaces"; null for a plan that is not counted. */
export function unitsInWords(plan: PlanKey | null, quantity: number): string | null {
  const counted = plan === null ? undefined : catalogPlan(plan).quantity;
  if (!counted) return null;
  return `${quantity} ${quantity === 1 ? counted.unit : counted.units}`;
}
