import type { Parameters } from 'fast-check';

const longer = Number(process.env.PROPERTY_RUNS ?? '1');
const seed = process.env.PROPERTY_SEED;
if (!Number.isFinite(longer) || longer <= 0)
  throw new Error(`PROPERTY_RUNS is how many times longer to search, such as 50; got "${longer}".`);

/**
 * How often a property is tried. The same cases come up every time, so that a failure is one for everybody;
 * `PROPERTY_RUNS=50` tries fifty times as many, and `PROPERTY_SEED=7` others.
 */
export function runs<T>(usual: number): Parameters<T> {
  return {
    numRuns: Math.ceil(usual * longer),
    seed: seed === undefined ? 20261116 : Number(seed),
    verbose: 1,
  };
}

/** Milliseconds that a test may take: longer when more is tried. */
export const patience = (usual: number): number => 4 * usual * Math.max(1, longer);
