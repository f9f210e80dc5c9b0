import Stripe from 'stripe';

/** What this project made at Stripe carries this metadata; what does not carry it is never touched. */
export const MARK = 'sidedoor';

/** One change that brings an account nearer to the catalogue. Taking it twice does no harm. */
export type Step = Readonly<{
  /** What changes, for people: `create price pro_month: $49.00, €45.00, ¥7,200 per month`. */
  what: string;
  take(): Promise<unknown>;
}>;

/** What stands in the way, and what only a person can do about it. */
export type Obstacle = Readonly<{ what: string; mend: string }>;

/** What is to be done, and what stands in the way. */
export type Plan = Readonly<{ steps: readonly Step[]; obstacles: readonly Obstacle[] }>;

/** A plan of these steps. */
export const doing = (...steps: readonly Step[]): Plan => ({ steps, obstacles: [] });

/** A plan that goes nowhere before somebody mended something. */
export const blocked = (what: string, mend: string): Plan => ({ steps: [], obstacles: [{ what, mend }] });

/** Several plans, one after the other. */
export const together = (...plans: readonly Plan[]): Plan => ({
  steps: plans.flatMap(({ steps }) => steps),
  obstacles: plans.flatMap(({ obstacles }) => obstacles),
});

export const isOurs = ({ metadata }: { metadata?: Stripe.Metadata | null }): boolean =>
  metadata?.[MARK] !== undefined;

/** What `find` gives, or null when Stripe has no such object. */
export async function findOrNull<T>(find: Promise<T>): Promise<T | null> {
  try {
    return await find;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing')
      return null;
    throw error;
  }
}
