/** Tells the time in whole Unix seconds. */
export type Clock = () => number;

/** The machine's own clock. */
export const systemClock: Clock = () => Math.floor(Date.now() / 1000);

/** A clock that stands still at `at` (Unix seconds). */
export const frozenClock =
  (at: number): Clock =>
  () =>
    at;
